// The parts of a page, with the classes that the style sheets know.
import { Refused } from "./belenios/refused";
import { lang, say } from "./words";

type Child = Node | string | undefined | false;
type Attributes = Record<string, string | boolean | ((event: Event) => void)>;

/** An element: attributes that are functions listen. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((c): c is Node | string => c !== undefined && c !== false));
  return element;
}

const SHAPES = {
  yes: "m3 8.5 3.5 3.5L13 4.5",
  no: "m4 4 8 8M12 4l-8 8",
  warning: "M8 2 14.5 13.5h-13zM8 6.5v3.5M8 11.6v.4",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 7.5v3.5M8 4.8v.4",
};
export type Tone = keyof typeof SHAPES;
export function icon(tone: Tone): SVGSVGElement {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  for (const [name, value] of Object.entries({ class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }))
    svg.setAttribute(name, value);
  const path = document.createElementNS(ns, "path");
  path.setAttribute("d", SHAPES[tone]);
  svg.append(path);
  return svg;
}
/** What happened and what to do next. */
export const notice = (tone: Tone, happened: string, ...more: Child[]): HTMLElement =>
  h(
    "div",
    { class: `notice notice-${tone}`, role: tone === "no" ? "alert" : "status" },
    icon(tone),
    h("div", {}, h("p", { class: "notice-happened" }, happened), ...more),
  );
export const button = (label: string, act: () => void, kind = ""): HTMLButtonElement =>
  h("button", { type: "button", class: `button ${kind}`.trim(), click: act }, label);
export const buttons = (...all: Child[]): HTMLElement => h("div", { class: "buttons" }, ...all);
/** A number to compare or copy by hand, in groups that the eye finds again. */
export const figure = (label: string, text: string): HTMLElement =>
  h("div", { class: "ballot-figure" }, h("span", {}, label), h("code", {}, text));
export const drop = (label: string, ...children: Child[]): HTMLElement =>
  h("details", { class: "ballot-drop" }, h("summary", {}, label), ...children);

/** Progress of a step; what tells it, and what shows it. */
export function progress(label: string): { shown: HTMLElement; step: (part: number) => void } {
  const bar = h("progress", { max: "100", "aria-label": label });
  const figures = h("span", {});
  const shown = h("section", { class: "progress", "aria-busy": "true" }, h("p", { class: "progress-label", role: "status" }, label, figures), bar);
  const step = (part: number): void => {
    bar.value = Math.round(part * 100);
    figures.textContent = `${bar.value}%`;
    // a screen reader is not told every step
    figures.setAttribute("aria-hidden", "true");
  };
  return { shown, step };
}

/** A sentence already in the page's language. */
export class Told extends Error {}
/** The sentence for something that went wrong. */
export function sentence(why: unknown): string {
  if (why instanceof Refused) {
    const said = why[lang()];
    return said.charAt(0).toUpperCase() + said.slice(1);
  }
  if (why instanceof Told) return why.message;
  return say().fault(why instanceof Error ? why.message : String(why));
}

/** One of the places where the page is rebuilt. Its heading gets the focus, so that a screen reader reads on from there. */
export class Stage {
  constructor(private readonly root: HTMLElement) {}
  show(title: string, ...children: Child[]): void {
    const heading = h("h2", { tabindex: "-1" }, title);
    this.root.replaceChildren(h("section", { class: "ballot-stage" }, heading, ...children.filter((c) => c)));
    heading.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
  /** While something is fetched or computed. */
  wait(label: string): (part: number) => void {
    const { shown, step } = progress(label);
    this.root.replaceChildren(shown);
    return step;
  }
}

/** Saves a text as a file, without any server. */
export function save(name: string, text: string): void {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** What went wrong on the way to or from the server. */
export class Offline extends Error {}
/** What an address answers. Nothing that the browser keeps goes along. */
export async function fetched(address: string, options: RequestInit = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(address, { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", ...options });
  } catch {
    throw new Offline();
  }
  // a proxy that cannot reach the server says nothing about what was sent; our own server says why
  const ours = answer.headers.get("content-type")?.includes("json");
  if (answer.status >= 502 && answer.status <= 504 && !ours) throw new Offline();
  if (!answer.ok) throw await problem(answer);
  return answer;
}
async function problem(answer: Response): Promise<Refused> {
  const said: unknown = await answer.json().catch(() => undefined);
  const of = (key: string): string | undefined => {
    const value = (said as Record<string, unknown> | undefined)?.[key];
    return typeof value === "string" ? value : undefined;
  };
  const plain = of("detail") ?? of("title");
  const zh = of("zh") ?? plain ?? `服务器回答 ${answer.status}`;
  return new Refused(zh, of("en") ?? plain ?? `the server answers ${answer.status}`);
}
export const text = async (address: string): Promise<string> => (await fetched(address)).text();
