// A button with data-confirm asks in the page's dialog first. Without scripts the server asks on a page of its own.
import { on } from "./on";

on("click", "[data-confirm]", (button, event) => {
  const dialog = document.querySelector<HTMLDialogElement>("#confirm");
  if (!dialog || button.dataset.sure) return;
  event.preventDefault();
  dialog.querySelector("p")!.textContent = button.dataset.confirm!;
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return;
    button.dataset.sure = "1";
    button.click();
    delete button.dataset.sure;
  };
  dialog.showModal();
});
