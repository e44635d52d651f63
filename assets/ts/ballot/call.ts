// The page's side of its worker: a job is a promise.
import type { Checked, jobs } from "./jobs";
import type { Told } from "./worker";
import { Refused } from "./belenios/refused";

type Jobs = typeof jobs;
type Args<J> = J extends (...args: infer A) => unknown ? (A extends [...infer Rest, step?: (part: number) => void] ? Rest : A) : never;

interface Waiting {
  done: (value: never) => void;
  fail: (why: unknown) => void;
  step?: (part: number) => void;
}

const MOST_HELPERS = 8;
/** Ballots that a helper takes at a time. */
const SHARE = 4;

/** The worker, which runs the same file as the page. */
export class Caller {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private next = 0;

  constructor(private readonly script: string) {
    this.worker = new Worker(script);
    this.worker.onmessage = ({ data }: MessageEvent<Told>) => {
      const waiting = this.waiting.get(data.id);
      if (!waiting) return;
      if ("part" in data) return waiting.step?.(data.part);
      this.waiting.delete(data.id);
      if ("value" in data) waiting.done(data.value as never);
      else if ("refused" in data) waiting.fail(new Refused(data.refused.zh, data.refused.en));
      else waiting.fail(new Error(data.failed));
    };
    // a worker that cannot start answers nothing by itself
    this.worker.onerror = (event) => {
      for (const waiting of this.waiting.values()) waiting.fail(new Error(event.message || "worker"));
      this.waiting.clear();
    };
  }
  call<K extends keyof Jobs>(job: K, args: Args<Jobs[K]>, step?: (part: number) => void): Promise<ReturnType<Jobs[K]>> {
    const id = this.next++;
    return new Promise((done, fail) => {
      this.waiting.set(id, { done, fail, step });
      this.worker.postMessage({ id, job, args });
    });
  }

  /**
   * Verifies an archive, with helpers for its ballots where the device has several processors: one ballot with forty choices takes
   * a third of a second.
   */
  async verify(archive: Uint8Array, step: (part: number) => void): Promise<Checked> {
    const { election, trustees, ballots } = await this.call("unpack", [archive]);
    const number = Math.min(navigator.hardwareConcurrency || 1, MOST_HELPERS, Math.ceil(ballots.length / SHARE));
    if (number < 2) return this.call("verify", [archive, false], step);
    const helpers = Array.from({ length: number }, () => new Caller(this.script));
    let next = 0;
    let done = 0;
    const help = async (helper: Caller): Promise<void> => {
      while (next < ballots.length) {
        const from = next;
        const share = ballots.slice(from, (next += SHARE));
        await helper.call("check", [election, trustees, share, from]);
        step((done += share.length) / ballots.length);
      }
    };
    try {
      await Promise.all(helpers.map(help));
    } finally {
      helpers.forEach((helper) => helper.worker.terminate());
    }
    return this.call("verify", [archive, true]);
  }
}
