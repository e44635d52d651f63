// The page's side of its worker: a job is a promise.
import type { jobs } from "./jobs";
import type { Told } from "./worker";
import { Refused } from "./belenios/refused";

type Jobs = typeof jobs;
type Args<J> = J extends (...args: infer A) => unknown ? (A extends [...infer Rest, step?: (part: number) => void] ? Rest : A) : never;

interface Waiting {
  done: (value: never) => void;
  fail: (why: unknown) => void;
  step?: (part: number) => void;
}

/** The worker, which runs the same file as the page. */
export class Caller {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private next = 0;

  constructor(script: string) {
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
}
