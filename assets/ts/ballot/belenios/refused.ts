/** Why something is refused, for people: the sentence in Chinese and in English. */
export class Refused extends Error {
  constructor(
    readonly zh: string,
    readonly en: string,
  ) {
    super(en);
  }
  /** The same with the place before it. */
  at(zh: string, en: string): Refused {
    return new Refused(`${zh}：${this.zh}`, `${en}: ${this.en}`);
  }
}
/** What `act` gives; what it refuses is told with the place before it. */
export function within<T>(zh: string, en: string, act: () => T): T {
  try {
    return act();
  } catch (why) {
    throw why instanceof Refused ? why.at(zh, en) : why;
  }
}
