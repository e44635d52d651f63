// The page that computes again what a challenge revealed.
import type { Caller } from "./call";
import { Stage, button, buttons, figure, h, icon, notice, sentence, text, Offline } from "./dom";
import type { Opened } from "./jobs";
import { chosen } from "./questions";
import { say } from "./words";

export async function challengePage(root: HTMLElement, at: string, worker: Caller, about: (election: Opened) => HTMLElement): Promise<void> {
  const stage = new Stage(root);
  const w = say();
  stage.wait(w.loading);
  let election: Opened;
  try {
    const [raw, trustees] = await Promise.all([text(`${at}/election`), text(`${at}/trustees`)]);
    election = await worker.call("open", [raw, trustees]);
  } catch (why) {
    const again = (): void => void challengePage(root, at, worker, about);
    return stage.show(w.chTitle, notice("no", why instanceof Offline ? w.offline : sentence(why)), buttons(button(w.again, again, "primary")));
  }
  const ask = (error?: string): void => {
    const file = h("input", { type: "file", id: "challenge", accept: ".json,application/json", "aria-describedby": "challenge-hint" });
    const submit = async (event: Event): Promise<void> => {
      event.preventDefault();
      const chosenFile = file.files?.[0];
      if (!chosenFile) return ask(w.chNone);
      try {
        show(await worker.call("recompute", [await chosenFile.text()]));
      } catch (why) {
        ask(sentence(why));
      }
    };
    const go = button(w.chDo, () => {}, "primary");
    go.type = "submit";
    const told = error ? h("p", { class: "error", role: "alert" }, icon("warning"), h("span", {}, error)) : undefined;
    const field = h("div", { class: error ? "field wrong" : "field" }, h("label", { for: "challenge" }, w.chFile), h("p", { class: "hint", id: "challenge-hint" }, w.chHint), told, file);
    stage.show(election.name, h("form", { class: "form", submit: (e) => void submit(e) }, field, buttons(go)), about(election));
  };
  const show = ({ check, values }: { check: string; values: boolean[][] }): void =>
    stage.show(
      election.name,
      notice("yes", w.chGood, h("p", {}, w.chNext)),
      figure(w.checkNumber, check),
      h("h3", {}, w.chHolds),
      chosen(election.questions, values),
      buttons(button(w.chAnother, () => ask())),
    );
  ask();
}
