// Menus of the bar close when one clicks elsewhere or presses Escape.
const close = (except?: Node | null): void =>
  document.querySelectorAll<HTMLDetailsElement>(".bar-drop[open]").forEach((d) => {
    if (!d.contains(except ?? null)) d.open = false;
  });

document.addEventListener("click", (event) => close(event.target as Node));
document.addEventListener("keydown", (event) => event.key === "Escape" && close());
