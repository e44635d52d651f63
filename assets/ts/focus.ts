// What is wrong with a form gets the focus when the form comes back.
const focus = (): void => document.querySelector<HTMLElement>("[data-focus]")?.focus();

document.addEventListener("htmx:after:swap", focus);
focus();
