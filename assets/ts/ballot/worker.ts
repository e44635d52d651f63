// The worker's side: one job after another, asked for by messages.
import { Refused } from "./belenios/refused";
import { jobs } from "./jobs";

export interface Ask {
  id: number;
  job: keyof typeof jobs;
  args: unknown[];
}
export type Told =
  | { id: number; part: number }
  | { id: number; value: unknown }
  | { id: number; refused: { zh: string; en: string } }
  | { id: number; failed: string };

/** Steps told more often would only slow the work down. */
const EVERY_MS = 100;

export function listen(): void {
  const tell = (told: Told): void => (self as unknown as { postMessage(told: Told): void }).postMessage(told);
  self.addEventListener("message", ({ data }: MessageEvent<Ask>) => {
    const { id, job, args } = data;
    let last = 0;
    const step = (part: number): void => {
      const now = performance.now();
      if (now - last < EVERY_MS) return;
      last = now;
      tell({ id, part });
    };
    try {
      tell({ id, value: (jobs[job] as (...args: unknown[]) => unknown)(...args, step) });
    } catch (why) {
      if (why instanceof Refused) tell({ id, refused: { zh: why.zh, en: why.en } });
      else tell({ id, failed: String(why) });
    }
  });
}
