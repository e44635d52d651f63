// In a table the arrow keys, Home and End go from row to row, along the first link of each.
import { on } from "./on";

on<KeyboardEvent>("keydown", "[data-rows] tbody a", (link, event) => {
  const links = [...link.closest("tbody")!.rows].map((row) => row.querySelector("a")).filter((a) => a);
  const now = links.findIndex((a) => a!.closest("tr") === link.closest("tr"));
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined || !links[to]) return;
  event.preventDefault();
  links[to].focus();
});
