// The key / leads to the search box from anywhere but a place where one writes.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = document.activeElement as HTMLElement | null;
  if (at?.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  const box = document.querySelector<HTMLInputElement>(".bar-search input");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
