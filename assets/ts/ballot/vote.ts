// The voting page: code, choices, review, encryption, then cast or challenge. Everything typed lives in these variables alone.
import { LENGTH, plain, readCode } from "./belenios/credential";
import { Refused } from "./belenios/refused";
import type { Caller } from "./call";
import { Offline, Stage, button, buttons, drop, fetched, figure, h, icon, notice, save, sentence, text } from "./dom";
import type { Opened } from "./jobs";
import { chosen, form } from "./questions";
import { say } from "./words";

/** Takes the code out of the address: neither the history nor a bookmark keeps it. */
function fromAddress(): string {
  const code = decodeURIComponent(location.hash.slice(1));
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return code;
}

export class Vote {
  private readonly stage: Stage;
  private readonly steps = h("div", {});
  private election!: Opened;
  private typed = fromAddress();
  private code = "";
  private values: boolean[][] | undefined;

  constructor(
    root: HTMLElement,
    private readonly where: { at: string; state: string; revote: boolean; digits: number },
    private readonly worker: Caller,
    private readonly about: (election: Opened) => HTMLElement,
  ) {
    const main = h("div", {});
    root.replaceChildren(this.steps, main);
    this.stage = new Stage(main);
    window.addEventListener("beforeunload", (event) => this.values && event.preventDefault());
    this.languages();
    void this.start();
  }

  /** Another language means another page: until something is chosen the code goes along, in the part that no server sees. */
  private languages(): void {
    document.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a[hreflang]");
      const code = this.code || this.typed;
      if (link && code && !this.values) link.hash = code;
    });
  }
  private step(now: number): void {
    const w = say();
    const one = (name: string, i: number): HTMLElement => {
      const mark = h("span", { class: "step-mark", "aria-hidden": "true" }, i < now ? icon("yes") : `${i + 1}`);
      const said = h("span", {}, name, i < now && h("span", { class: "visually-hidden" }, w.done));
      const current = i === now && { "aria-current": "step" };
      return h("li", { class: i < now ? "step-done" : i === now ? "step-now" : "", ...current }, mark, said);
    };
    this.steps.replaceChildren(h("ol", { class: "steps", "aria-label": w.stepsName }, ...w.steps.map(one)));
  }

  private async start(): Promise<void> {
    this.stage.wait(say().loading);
    try {
      const [election, trustees] = await Promise.all([text(`${this.where.at}/election`), text(`${this.where.at}/trustees`)]);
      this.election = await this.worker.call("open", [election, trustees]);
    } catch (why) {
      return this.failed(why, () => void this.start());
    }
    const { state } = this.where;
    if (state !== "open") {
      const told = notice("info", ["draft", "keys", "slips", "fixed"].includes(state) ? say().notYet : say().over);
      const board = h("a", { class: "button", href: `${this.where.at}/board` }, say().board);
      this.stage.show(this.election.name, told, state === "fixed" ? undefined : buttons(board), this.about(this.election));
    } else if (this.typed) await this.enter(this.typed);
    else this.askCode();
  }
  private failed(why: unknown, again: () => void): void {
    const happened = why instanceof Offline ? say().offline : sentence(why);
    this.stage.show(this.election?.name ?? "", notice("no", happened), buttons(button(say().again, again, "primary")));
  }

  private askCode(error?: string): void {
    this.step(0);
    const w = say();
    const said = h("p", { class: "error", id: "code-error", role: "alert", hidden: true });
    const box = h("input", {
      id: "code", type: "text", autocomplete: "off", autocapitalize: "none", autocorrect: "off", spellcheck: "false",
      maxlength: "400", "aria-describedby": "code-hint code-error", class: "ballot-code",
    });
    box.value = this.typed;
    const field = h("div", { class: "field" }, h("label", { for: "code" }, w.codeLabel), h("p", { class: "hint", id: "code-hint" }, w.codeHint), said, box);
    const tell = (why: string | undefined): void => {
      said.hidden = !why;
      if (why) said.replaceChildren(icon("warning"), h("span", {}, h("span", { class: "visually-hidden" }, w.error), why));
      field.classList.toggle("wrong", !!why);
      if (why) box.setAttribute("aria-invalid", "true");
      else box.removeAttribute("aria-invalid");
    };
    const fault = (): string | undefined => {
      try {
        readCode(box.value);
        return undefined;
      } catch (why) {
        return sentence(why);
      }
    };
    box.addEventListener("input", () => {
      const code = plain(box.value);
      // a code that is not finished is no error, one that cannot become right is one at once
      tell(code.length >= LENGTH || !/^[1-9A-HJ-NP-Za-km-z]*$/.test(code) ? fault() : undefined);
    });
    const submit = (event: Event): void => {
      event.preventDefault();
      const why = fault();
      tell(why);
      if (why) return box.focus();
      this.typed = box.value;
      void this.enter(box.value);
    };
    const next = button(w.next, () => {}, "primary");
    next.type = "submit";
    tell(error);
    const form = h("form", { class: "form", novalidate: true, autocomplete: "off", submit }, field, buttons(next));
    this.stage.show(w.codeTitle, form, this.about(this.election));
    box.focus();
  }
  private async enter(typed: string): Promise<void> {
    this.step(0);
    this.stage.wait(say().checking);
    try {
      const { code, seat } = await this.worker.call("enter", [typed]);
      // codes whose hashes begin alike come back: which of them is meant the server does not learn before something is cast
      const near = JSON.parse(await text(`${this.where.at}/seats?near=${seat.slice(0, this.where.digits)}`)) as string[];
      if (!near.includes(seat))
        throw new Refused(
          "这个投票码不在本票箱的名册上：可能是别的票箱的纸条，或已作废的剩余纸条。请核对纸条上的网址",
          "this voting code is not on the roll of this ballot box: it may be another box's, or a slip that was left over and voided. Compare the address on the slip",
        );
      this.code = code;
    } catch (why) {
      if (why instanceof Offline) return this.failed(why, () => void this.enter(typed));
      return this.askCode(sentence(why));
    }
    this.typed = "";
    this.choose();
  }

  private choose(): void {
    this.step(1);
    const { name, description, questions } = this.election;
    const given = (values: boolean[][]): void => {
      this.values = values;
      this.review();
    };
    this.stage.show(
      name || say().chooseTitle,
      description ? h("p", { class: "lead" }, description) : undefined,
      form(questions, this.values, given),
    );
  }
  private review(): void {
    this.step(2);
    const w = say();
    this.stage.show(
      w.reviewTitle,
      chosen(this.election.questions, this.values!),
      h("p", { class: "hint" }, w.reviewHint),
      buttons(button(w.encrypt, () => void this.encrypt(), "primary"), button(w.change, () => this.choose())),
    );
  }
  private async encrypt(): Promise<void> {
    this.step(3);
    const step = this.stage.wait(say().encrypting);
    try {
      this.decide(await this.worker.call("seal", [this.code, this.values!], step));
    } catch (why) {
      this.failed(why, () => void this.encrypt());
    }
  }
  private decide(check: string): void {
    const w = say();
    this.stage.show(
      w.decideTitle,
      figure(w.checkNumber, check),
      h("p", {}, this.where.revote ? w.decide : `${w.decide} ${w.once}`),
      buttons(button(w.cast, () => void this.cast(), "primary"), button(w.challenge, () => void this.challenge(check))),
      drop(w.whyChallenge, ...w.challengeWords.map((p) => h("p", {}, p))),
    );
  }
  private async challenge(check: string): Promise<void> {
    const w = say();
    const revealed = await this.worker.call("reveal", []);
    const { randomness } = JSON.parse(revealed) as { randomness: string[][] };
    const file = `challenge-${check.slice(0, 8).replace(/[^A-Za-z0-9]/g, "_")}.json`;
    this.stage.show(
      w.challengedTitle,
      figure(w.checkNumber, check),
      chosen(this.election.questions, this.values!),
      h("p", {}, w.challengedHint),
      buttons(
        button(w.saveChallenge, () => save(file, revealed)),
        h("a", { class: "button", href: `${this.where.at}/challenge`, target: "_blank", rel: "noopener" }, w.openChallenge),
      ),
      drop(w.randomness, h("ol", { class: "ballot-randomness" }, ...randomness.flat().map((r) => h("li", {}, h("code", {}, r))))),
      buttons(button(w.anew, () => void this.encrypt(), "primary"), button(w.changeAndAnew, () => this.choose())),
    );
  }

  private async cast(): Promise<void> {
    const w = say();
    this.stage.wait(w.casting);
    const { raw, tracker } = await this.worker.call("sign", []);
    try {
      const answer = await fetched(`${this.where.at}/ballots`, { method: "POST", body: raw, headers: { "content-type": "application/json" } });
      const { count } = (await answer.json()) as { tracker: string; count: number };
      this.finished(tracker, count > 1);
    } catch (why) {
      // what broke off on the way may have arrived: the same ballot is sent again
      const refused = !(why instanceof Offline);
      const told = refused ? notice("no", w.castRefused, h("p", {}, sentence(why))) : notice("warning", w.castFailed);
      const again = button(w.sendAgain, () => void this.cast(), "primary");
      this.stage.show(w.cast, told, buttons(again, refused && button(w.otherCode, () => this.askCode())), figure(w.tracker, tracker));
    }
  }
  private finished(tracker: string, replaced: boolean): void {
    this.step(4);
    const w = say();
    this.values = undefined;
    this.code = this.typed = "";
    this.stage.show(
      w.doneTitle,
      replaced ? notice("info", w.replaced) : undefined,
      figure(w.tracker, tracker),
      h("p", {}, w.trackerWords),
      h("p", {}, this.where.revote ? w.revote : w.once),
      buttons(
        h("a", { class: "button primary", href: `${this.where.at}/board?tracker=${encodeURIComponent(tracker)}` }, w.board),
        button(w.other, () => this.askCode()),
      ),
    );
  }
}
