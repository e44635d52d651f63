/** Listens on the document for events whose target is, or is inside, an element that matches. */
export function on<E extends Event>(kind: string, selector: string, act: (element: HTMLElement, event: E) => void): void {
  document.addEventListener(kind, (event) => {
    const at = (event.target as Element | null)?.closest?.<HTMLElement>(selector);
    if (at) act(at, event as E);
  });
}
