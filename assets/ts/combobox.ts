// Suggestions under a box: htmx fetches them, this shows them and lets the keyboard choose. The pattern is the list
// combobox of the ARIA Authoring Practices: focus stays in the box, the arrows walk, Enter takes, Escape closes.
import { on } from "./on";

type Box = HTMLInputElement;

const list = (box: Box): HTMLElement => document.getElementById(box.getAttribute("aria-controls")!)!;
const options = (box: Box): HTMLAnchorElement[] => [
  ...list(box).querySelectorAll<HTMLAnchorElement>("[role=option]:not([aria-disabled])"),
];

function show(box: Box, open: boolean): void {
  list(box).hidden = !open;
  box.setAttribute("aria-expanded", String(open));
  if (!open) box.removeAttribute("aria-activedescendant");
}

function choose(box: Box, option: HTMLAnchorElement): void {
  if (box.dataset.combobox === "fill") {
    box.value = option.dataset.value ?? option.firstElementChild!.textContent!;
    show(box, false);
    // a filter is sent by it, as by a choice from a drop-down
    box.dispatchEvent(new Event("change", { bubbles: true }));
  } else option.click();
}

on<KeyboardEvent>("keydown", "[data-combobox]", (element, event) => {
  const box = element as Box;
  // Escape closes the list first; only then may it clear the box or leave a dialog
  if (event.key === "Escape" && !list(box).hidden) {
    event.preventDefault();
    return show(box, false);
  }
  const all = options(box);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) {
    event.preventDefault();
    const now = list(box).hidden ? -1 : all.findIndex((o) => o.ariaSelected === "true");
    show(box, true);
    // the first step up from the box leads to the last one
    const next = (now + (now + step < -1 ? 0 : step) + all.length) % all.length;
    all.forEach((o, i) => o.setAttribute("aria-selected", String(i === next)));
    box.setAttribute("aria-activedescendant", all[next].id);
    all[next].scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && !list(box).hidden) {
    const now = all.find((o) => o.ariaSelected === "true");
    if (!now) return;
    event.preventDefault();
    choose(box, now);
  }
});

// whatever a form calls the question, the address that suggests is also asked for `q`
on<CustomEvent>("htmx:config:request", "[data-combobox]", (element, event) => {
  const box = element as Box;
  (event.detail.ctx.request.body as FormData).set("q", box.value);
});

on("htmx:after:swap", "[data-combobox]", (element) => {
  const box = element as Box;
  // two boxes on a page must not share the ids of their options
  [...list(box).children].forEach((o, i) => (o.id = `${list(box).id}-${i}`));
  if (box === document.activeElement && box.value) show(box, true);
});

on("click", ".suggest a.option", (option, event) => {
  event.preventDefault();
  const box = option.closest(".suggest")!.querySelector<Box>("[data-combobox]")!;
  choose(box, option as HTMLAnchorElement);
  box.focus();
});

on("focusout", "[data-combobox]", (box) => setTimeout(() => show(box as Box, false), 200));
