// Proofs of knowledge, and proofs that one of several statements is true.
import { Table, g, mod, random, times } from "./group";
import { fields, hashed, scalar } from "./text";

/** A challenge and a response, in base 10. */
export interface Proof {
  challenge: string;
  response: string;
}
const write = (challenge: bigint, response: bigint): Proof => ({ challenge: `${challenge}`, response: `${response}` });

/** A proof as it is written, with its numbers. */
export function readProof(value: unknown): Proof {
  const { challenge, response } = fields(value);
  return write(scalar(challenge), scalar(response));
}
/** The hash of `head` and the commitments. */
export const challenge = (head: string, commitments: bigint[]): bigint => hashed(head + commitments.join(","));

/** Proves that the same secret x is behind each base raised to it; `raise` gives the bases raised to a number. */
export function know(head: string, x: bigint, raise: (w: bigint) => bigint[]): Proof {
  const w = random();
  const c = challenge(head, raise(w));
  return write(c, mod(w - x * c));
}

/** (α, β) = (gʳ, yʳ·g^off), which is said to be so with `off` 0. */
export interface Branch {
  r: bigint;
  off: bigint;
}

/**
 * Proves that one of the branches is true: the one at `truth`. The others are simulated, true or not. That the prover knows r of them too saves their general
 * powers: gˢ·αᶜ = g^(s+rc) for a sum s+rc that is drawn first, and yˢ·βᶜ = y^(s+rc)·g^(off·c). The proofs are drawn from the same
 * distribution as when c and s are.
 */
export function oneOf(head: string, y: Table, branches: Branch[], truth: number): Proof[] {
  const sums = branches.map(() => random());
  const challenges = branches.map((_, i) => (i === truth ? 0n : random()));
  const commitments = branches.flatMap(({ off }, i) => {
    // the challenge of the true branch is not known yet, and needs not be: its `off` is 0
    return [g().power(sums[i]), times(y.power(sums[i]), g().power(mod(off * challenges[i])))];
  });
  const others = challenges.reduce((sum, c) => sum + c, 0n);
  challenges[truth] = mod(challenge(head, commitments) - others);
  return branches.map(({ r }, i) => write(challenges[i], mod(sums[i] - r * challenges[i])));
}
