// One file is the page's script and its worker's, so that one hash names everything that voters and scrutineers run.
import { Caller } from "./call";
import { challengePage } from "./challenge";
import { drop, figure, h } from "./dom";
import type { Opened } from "./jobs";
import { Facts, Scrutineer } from "./scrutineer";
import { Vote } from "./vote";
import { listen } from "./worker";
import { say } from "./words";

/** What stands at the foot: figures that people who know them compare. */
const about = (sha256: string) => (election: Opened): HTMLElement => {
  const w = say();
  const keys = h("ol", {}, ...election.keys.map((key) => h("li", {}, h("code", {}, key))));
  return drop(w.about, figure(w.fingerprint, election.fingerprint), figure(w.bundle, sha256), h("p", {}, w.keys), keys);
};

function start(script: string): void {
  const root = document.getElementById("ballot");
  if (!root) return;
  const { page, at = "", sha256 = "", state = "open", revote = "yes", digits = "0", facts = "{}" } = root.dataset;
  const worker = new Caller(script);
  if (page === "scrutineer") new Scrutineer(root, at, JSON.parse(facts) as Facts, worker);
  else if (page === "vote") new Vote(root, { at, state, revote: revote === "yes", digits: Number(digits) }, worker, about(sha256));
  else if (page === "challenge") void challengePage(root, at, worker, about(sha256));
}

if (typeof document === "undefined") listen();
else start((document.currentScript as HTMLScriptElement).src);
