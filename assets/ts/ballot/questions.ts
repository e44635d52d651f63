// The questions as a form, and the choices as a list to read.
import type { Question } from "./belenios/election";
import { button, buttons, h, icon } from "./dom";
import { say } from "./words";

const one = (q: Question): boolean => q.min === 1 && q.max === 1;
const asked = (q: Question): string => {
  const w = say();
  if (one(q)) return w.chooseOne;
  return q.min === q.max ? w.chooseExactly(q.min) : w.chooseRange(q.min, q.max);
};
/** What a value stands for. */
export const labels = (q: Question): string[] => (q.blank ? [say().blank, ...q.answers] : q.answers);

/** What is wrong with the values, if anything. */
function wrong(q: Question, values: boolean[]): string | undefined {
  const w = say();
  if (q.blank && values[0]) return undefined;
  const n = values.slice(q.blank ? 1 : 0).filter((v) => v).length;
  if (n > q.max) return w.tooMany(n, q.max);
  if (n < q.min) return one(q) ? w.pleaseChoose : w.tooFew(n, q.min);
  return undefined;
}

/** A question: a list of choices of which the blank vote stands last and excludes the others. */
class Asked {
  readonly element: HTMLFieldSetElement;
  readonly first: string;
  private readonly boxes: HTMLInputElement[];
  private readonly count = h("p", { class: "hint", role: "status" });
  private error: HTMLElement | undefined;

  constructor(
    private readonly q: Question,
    readonly number: number,
    before: boolean[] | undefined,
  ) {
    const name = `q${number}`;
    const kind = one(q) ? "radio" : "checkbox";
    this.boxes = labels(q).map((_, i) => {
      const box = h("input", { type: kind, name, id: `${name}-${i}`, autocomplete: "off", change: () => this.changed(i) });
      box.checked = before?.[i] ?? false;
      return box;
    });
    const choice = (label: string, i: number): HTMLElement =>
      h("label", { class: "ballot-choice", for: `${name}-${i}` }, this.boxes[i], h("span", {}, label));
    const all = labels(q).map(choice);
    if (q.blank) all.push(all.shift()!);
    this.first = `${name}-${q.blank ? 1 : 0}`;
    this.element = h(
      "fieldset",
      { class: "field ballot-question", "aria-describedby": `${name}-hint` },
      h("legend", {}, `${number + 1}. ${q.question}`),
      h("p", { class: "hint", id: `${name}-hint` }, asked(q)),
      ...all,
      kind === "checkbox" && this.count,
    );
  }
  get values(): boolean[] {
    return this.boxes.map((box) => box.checked);
  }
  private changed(i: number): void {
    if (!one(this.q) && this.q.blank && this.boxes[i].checked)
      this.boxes.forEach((box, j) => (i === 0 ? j > 0 : j === 0) && (box.checked = false));
    const n = this.boxes.slice(this.q.blank ? 1 : 0).filter((box) => box.checked).length;
    this.count.textContent = say().chosen(n);
    const why = wrong(this.q, this.values);
    // too few is no error while one is still choosing
    if (!why || n > this.q.max || this.error) this.tell(why);
  }
  tell(why: string | undefined): string | undefined {
    this.error?.remove();
    this.error = why
      ? h("p", { class: "error", id: `q${this.number}-error` }, icon("warning"), h("span", {}, h("span", { class: "visually-hidden" }, say().error), why))
      : undefined;
    if (this.error) this.element.querySelector("p.hint")!.after(this.error);
    this.element.classList.toggle("wrong", !!why);
    this.element.setAttribute("aria-describedby", `q${this.number}-hint${why ? ` q${this.number}-error` : ""}`);
    return why;
  }
  check(): string | undefined {
    return this.tell(wrong(this.q, this.values));
  }
}

/** The form; what is chosen is given on once it answers every question. */
export function form(questions: Question[], before: boolean[][] | undefined, given: (values: boolean[][]) => void): HTMLFormElement {
  const all = questions.map((q, i) => new Asked(q, i, before?.[i]));
  const summary = h("div", {});
  const submit = (event: Event): void => {
    event.preventDefault();
    const faults = all.map((a) => [a, a.check()] as const).filter(([, why]) => why);
    if (!faults.length) return given(all.map((a) => a.values));
    const link = ([a, why]: readonly [Asked, string | undefined]): HTMLElement =>
      h("li", {}, h("a", { href: `#${a.first}`, click: (e) => lead(e, a.first) }, say().mustBe(a.number + 1, questions[a.number].question, why!)));
    const told = h(
      "div",
      { class: "error-summary", role: "alert", tabindex: "-1" },
      h("h2", {}, icon("warning"), say().wrong(faults.length)),
      h("ul", {}, ...faults.map(link)),
    );
    summary.replaceChildren(told);
    told.focus();
  };
  const next = button(say().review, () => {}, "primary");
  next.type = "submit";
  return h("form", { class: "form ballot-form", novalidate: true, autocomplete: "off", submit }, summary, ...all.map((a) => a.element), buttons(next));
}
/** The address must not say what was clicked. */
function lead(event: Event, id: string): void {
  event.preventDefault();
  document.getElementById(id)?.focus();
}

/** The choices, to be read. */
export function chosen(questions: Question[], values: boolean[][]): HTMLElement {
  const row = (q: Question, i: number): HTMLElement[] => {
    const said = labels(q).filter((_, j) => values[i][j]);
    const items = (said.length ? said : [say().nothing]).map((s) => h("dd", {}, s));
    return [h("div", {}, h("dt", {}, `${i + 1}. ${q.question}`), ...items)];
  };
  return h("dl", { class: "ballot-chosen" }, ...questions.flatMap(row));
}
