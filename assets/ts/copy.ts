// A button with data-copy puts that text on the clipboard and says so with its own word.
import { on } from "./on";

on("click", "[data-copy]", async (button) => {
  await navigator.clipboard.writeText(button.dataset.copy!);
  const said = button.lastElementChild!;
  const before = said.textContent;
  said.textContent = button.dataset.done!;
  setTimeout(() => (said.textContent = before), 2000);
});
