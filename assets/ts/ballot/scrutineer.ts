// A scrutineer's page: a key is made here and never leaves the device; at the count everything is verified before it is used.
import type { Caller } from "./call";
import { Offline, Stage, Told, button, buttons, drop, fetched, figure, h, icon, notice, progress, save, sentence } from "./dom";
import type { Checked } from "./jobs";
import { say } from "./words";

/** What the server says of the ballot, in the page. */
export interface Facts {
  state: string;
  title: string;
  name: string;
  number: number;
  /** The fingerprint of the own public key, or nothing. */
  key: string;
  keys: { name: string; key: string }[];
  urns: { uuid: string; name: string; state: "wait" | "few" | "due" | "done" }[];
  manifest: string;
}

/** A place to choose the key file, or to type what the backup sheet says. */
class KeyField {
  readonly element: HTMLElement;
  private readonly file = h("input", { type: "file", id: "key-file", accept: ".json,application/json", "aria-describedby": "key-hint key-error" });
  private readonly typed = h("textarea", { id: "key-typed", rows: "3", inputmode: "numeric", autocomplete: "off", spellcheck: "false" });
  private readonly error = h("p", { class: "error", id: "key-error", role: "alert", hidden: true });
  private readonly field: HTMLElement;

  constructor(label: string, hint: string, changed?: () => void) {
    const w = say();
    this.field = h("div", { class: "field" }, h("label", { for: "key-file" }, label), h("p", { class: "hint", id: "key-hint" }, hint), this.error, this.file);
    const typed = h("div", { class: "field" }, h("label", { for: "key-typed" }, w.keyTypedLabel), this.typed);
    if (changed) this.file.addEventListener("change", changed);
    this.element = changed ? this.field : h("div", {}, this.field, drop(w.keyTyped, typed));
  }
  async text(): Promise<string> {
    return (await this.file.files?.[0]?.text()) ?? this.typed.value;
  }
  tell(why: string | undefined): void {
    this.error.hidden = !why;
    if (why) this.error.replaceChildren(icon("warning"), h("span", {}, why));
    this.field.classList.toggle("wrong", !!why);
  }
}

export class Scrutineer {
  private readonly stage: Stage;

  constructor(
    root: HTMLElement,
    private readonly at: string,
    private readonly facts: Facts,
    private readonly worker: Caller,
  ) {
    const main = h("div", {});
    root.replaceChildren(h("p", {}, say().you(facts.name, facts.number)), main);
    this.stage = new Stage(main);
    if (facts.state === "counting") this.ask();
    else if (facts.key || !["keys", "slips"].includes(facts.state)) this.waiting();
    else this.offer();
  }

  private offer(): void {
    const w = say();
    const make = button(w.makeKey, () => void this.make(), "primary");
    this.stage.show(w.keyTitle, ...w.keyWords.map((p) => h("p", {}, p)), buttons(make));
  }
  private async make(): Promise<void> {
    this.stage.wait(say().makingKey);
    try {
      this.keep(await this.worker.call("makeKey", []));
    } catch (why) {
      this.stage.show(say().keyTitle, notice("no", sentence(why)), buttons(button(say().again, () => this.offer(), "primary")));
    }
  }
  private keep(made: { secret: string; published: string; fingerprint: string }): void {
    const w = say();
    const file = `key-${made.fingerprint.slice(0, 9).replace(" ", "")}.json`;
    const send = button(w.sendKey, () => void this.send(made), "primary");
    send.disabled = true;
    const good = h("p", { role: "status" });
    const tried = async (): Promise<void> => {
      let right = false;
      try {
        right = (await this.worker.call("whose", [await field.text()])) === made.fingerprint;
        field.tell(right ? undefined : w.tryBad);
      } catch (why) {
        field.tell(sentence(why));
      }
      send.disabled = !right;
      good.textContent = right ? w.tryGood : "";
    };
    const field = new KeyField(w.tryKey, w.tryHint, () => void tried());
    const digits = made.secret.replace(/\D/g, "").replace(/(.{4})(?=.)/g, "$1 ");
    const row = (label: string, value: string): HTMLElement => h("p", {}, h("strong", {}, label), " ", value);
    const sheet = h(
      "section",
      { class: "ballot-print" },
      h("h2", {}, w.sheetTitle),
      row(w.sheetBallot, this.facts.title),
      row(w.sheetName, `${this.facts.name} · ${this.facts.number}`),
      row(w.sheetMark, made.fingerprint),
      h("h3", {}, w.sheetKey),
      h("p", { class: "ballot-digits" }, digits),
      h("p", {}, w.sheetSeal),
    );
    this.stage.show(
      w.saveTitle,
      figure(w.yourKey, made.fingerprint),
      h("div", {}, button(w.saveKey, () => save(file, made.secret)), h("p", { class: "hint" }, w.saveKeyHint)),
      h("div", {}, button(w.printKey, () => window.print()), h("p", { class: "hint" }, w.printKeyHint)),
      field.element,
      good,
      h("div", {}, send, h("p", { class: "hint" }, w.sendHint)),
      sheet,
    );
  }
  private async send(made: { secret: string; published: string; fingerprint: string }): Promise<void> {
    const w = say();
    this.stage.wait(w.sending);
    try {
      await this.post("key", made.published);
    } catch (why) {
      const told = why instanceof Offline ? w.offline : sentence(why);
      const again = button(w.again, () => void this.send(made), "primary");
      return this.stage.show(w.saveTitle, notice("no", told), buttons(again));
    }
    this.facts.key = this.facts.keys[this.facts.number - 1].key = made.fingerprint;
    this.waiting(notice("yes", w.sent));
  }
  private post(where: string, body: string): Promise<Response> {
    return fetched(`${this.at}/${where}`, { method: "POST", body, headers: { "content-type": "application/json" } });
  }

  private keys(): HTMLElement {
    const row = ({ name, key }: { name: string; key: string }): HTMLElement =>
      h("div", {}, h("dt", {}, name), h("dd", {}, key ? h("code", {}, key) : say().keyMissing));
    return h("dl", { class: "ballot-chosen" }, ...this.facts.keys.map(row));
  }
  /** While others have something to do. */
  private waiting(told?: HTMLElement): void {
    const w = say();
    const { key, state, manifest } = this.facts;
    const good = h("p", { role: "status" });
    const tried = async (): Promise<void> => {
      try {
        const right = (await this.worker.call("whose", [await field.text()])) === key;
        field.tell(right ? undefined : w.testBad);
        good.textContent = right ? w.testGood : "";
      } catch (why) {
        field.tell(sentence(why));
      }
    };
    const field = new KeyField(w.keyFile, w.keyFileHint, () => void tried());
    const early = ["keys", "slips"].includes(state);
    this.stage.show(
      w.compareTitle,
      told,
      notice("info", w.wait[state] ?? ""),
      key ? figure(w.yourKey, key) : undefined,
      h("p", {}, w.compare),
      this.keys(),
      manifest ? figure(w.manifest, manifest) : undefined,
      key && state !== "counted" ? drop(w.testKey, field.element, good) : undefined,
      key && early ? drop(w.newKey, button(w.makeKey, () => void this.make())) : undefined,
    );
  }

  private ask(error?: string): void {
    const w = say();
    const field = new KeyField(w.keyFile, w.keyFileHint);
    if (error) field.tell(error);
    const submit = async (event: Event): Promise<void> => {
      event.preventDefault();
      const secret = await field.text();
      if (!secret.trim()) return field.tell(w.noKey);
      try {
        if ((await this.worker.call("whose", [secret])) !== this.facts.key) return field.tell(w.testBad);
      } catch (why) {
        return field.tell(sentence(why));
      }
      await this.count(secret);
    };
    const go = button(w.startCount, () => {}, "primary");
    go.type = "submit";
    this.stage.show(
      w.countTitle,
      h("p", {}, w.countWords),
      h("form", { class: "form", autocomplete: "off", submit: (e) => void submit(e) }, field.element, buttons(go)),
      drop(w.compareTitle, this.keys()),
    );
  }

  /** Verifies every urn, and only when all of them hold opens the sums of each. */
  private async count(secret: string): Promise<void> {
    const w = say();
    const report = h("dl", { class: "ballot-chosen" });
    const busy = h("div", {});
    this.stage.show(w.countTitle, busy, report);
    const told = new Map<string, HTMLElement>();
    for (const urn of this.facts.urns) {
      const line = h("dd", {});
      told.set(urn.uuid, line);
      report.append(h("div", {}, h("dt", {}, urn.name), line));
      if (urn.state === "few") line.textContent = w.few;
    }
    const due = this.facts.urns.filter((urn) => urn.state !== "few");
    const stop = (why: unknown): void => {
      const offline = why instanceof Offline;
      const happened = offline ? notice("warning", w.offline) : notice("no", w.stopped, h("p", {}, sentence(why)));
      busy.replaceChildren(happened, buttons(button(w.again, () => void this.count(secret), "primary")));
    };
    const watch = (label: string): ((part: number) => void) => {
      const { shown, step } = progress(label);
      busy.replaceChildren(shown);
      return step;
    };
    try {
      for (const urn of due) {
        watch(w.fetching(urn.name));
        const archive = new Uint8Array(await (await fetched(`${this.at}/board/${urn.uuid}`)).arrayBuffer());
        const found = await this.worker.verify(archive, watch(w.verifying(urn.name)));
        const why = this.fault(found, urn.uuid);
        if (why) throw new Told(why);
        const again = found.opened.includes(this.facts.number);
        told.get(urn.uuid)!.textContent = `${w.verified(found.ballots, found.counted)}${again ? ` ${w.already}` : ""}`;
        if (again) urn.state = "done";
      }
      for (const urn of due.filter((u) => u.state !== "done")) {
        watch(w.opening(urn.name));
        const { raw } = await this.worker.call("decrypt", [urn.uuid, secret]);
        await this.post(`decryption/${urn.uuid}`, raw);
        urn.state = "done";
        told.get(urn.uuid)!.append(` ${w.opened}`);
      }
    } catch (why) {
      return stop(why);
    }
    busy.replaceChildren(notice("yes", w.allDone, h("p", {}, w.allDoneNext)));
  }
  /** What an archive that holds in itself may still lack: that it is this urn's, with the keys that were compared. */
  private fault(found: Checked, uuid: string): string | undefined {
    const w = say();
    if (found.uuid !== uuid || found.keys.join() !== this.facts.keys.map((k) => k.key).join()) return w.keysDiffer;
    return found.tallied ? undefined : w.notTallied;
  }
}
