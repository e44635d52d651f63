// Suggestions under a box: htmx fetches them, this shows them and lets the keyboard choose.
import { on } from "./on";

type Box = HTMLInputElement;

const list = (box: Box): HTMLElement => document.getElementById(box.getAttribute("aria-controls")!)!;
const options = (box: Box): HTMLAnchorElement[] => [...list(box).querySelectorAll<HTMLAnchorElement>("[role=option]")];

function show(box: Box, open: boolean): void {
  list(box).hidden = !open;
  box.setAttribute("aria-expanded", String(open));
  if (!open) box.removeAttribute("aria-activedescendant");
}

function choose(box: Box, option: HTMLAnchorElement): void {
  if (box.dataset.combobox === "fill") {
    box.value = option.dataset.value ?? option.firstElementChild!.textContent!;
    show(box, false);
  } else option.click();
}

on<KeyboardEvent>("keydown", "[data-combobox]", (element, event) => {
  const box = element as Box;
  if (event.key === "Escape") return show(box, false);
  if (list(box).hidden) return;
  const all = options(box);
  const now = all.findIndex((o) => o.ariaSelected === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) {
    event.preventDefault();
    const next = (now + step + all.length) % all.length;
    all.forEach((o, i) => o.setAttribute("aria-selected", String(i === next)));
    box.setAttribute("aria-activedescendant", all[next].id);
    all[next].scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && now >= 0) {
    event.preventDefault();
    choose(box, all[now]);
  }
});

on("htmx:after:swap", "[data-combobox]", (element) => {
  const box = element as Box;
  if (box === document.activeElement && box.value) show(box, true);
});

on("click", ".suggest [role=option]", (option, event) => {
  event.preventDefault();
  const box = option.closest(".suggest")!.querySelector<Box>("[data-combobox]")!;
  choose(box, option as HTMLAnchorElement);
  box.focus();
});

on("focusout", "[data-combobox]", (box) => setTimeout(() => show(box as Box, false), 200));
