// Encrypted answers with their proofs.
import { G, Q, Table, g, mod, powers, product, random, times } from "./group";
import { Election, Question, allows, width } from "./election";
import { Branch, Proof, challenge, oneOf, readProof } from "./proof";
import { Refused } from "./refused";
import { element, fields, list } from "./text";

/** (gʳ, yʳ·gᵐ) in base 10. */
export interface Ciphertext {
  alpha: string;
  beta: string;
}
export interface Answer {
  choices: Ciphertext[];
  individual_proofs: Proof[][];
  overall_proof: Proof[];
  blank_proof?: Proof[];
}

/** The value m encrypted with the randomness r. */
export function encrypt(y: Table, r: bigint, m: boolean): Ciphertext {
  return { alpha: `${g().power(r)}`, beta: `${times(y.power(r), m ? G : 1n)}` };
}
const pair = (c: Ciphertext): string => `${c.alpha},${c.beta}`;
/** What the proofs about a whole answer are bound to. */
const context = (s0: string, choices: Ciphertext[]): string => `${s0}|${choices.map(pair).join(",")}`;
const head = (s: string, c: Ciphertext): string => `prove|${s}|${pair(c)}|`;
/** The ciphertext of the sum. */
const sum = (choices: Ciphertext[]): Ciphertext => ({
  alpha: `${product(choices.map((c) => BigInt(c.alpha)))}`,
  beta: `${product(choices.map((c) => BigInt(c.beta)))}`,
});
const range = (question: Question): number[] =>
  Array.from({ length: question.max - question.min + 1 }, (_, i) => question.min + i);

/** An encrypted answer, and the randomness behind each ciphertext. */
export function answer(
  question: Question,
  y: Table,
  s0: string,
  values: boolean[],
  done: (parts: number) => void,
): { answer: Answer; secrets: bigint[] } {
  allows(question, values);
  const secrets = values.map(() => random());
  const choices = values.map((m, i) => encrypt(y, secrets[i], m));
  const branch = (i: number, m: number): Branch => ({ r: secrets[i], off: BigInt(Number(values[i]) - m) });
  const individual_proofs = choices.map((choice, i) => {
    done(1);
    return oneOf(head(s0, choice), y, [branch(i, 0), branch(i, 1)], Number(values[i]));
  });
  const from = question.blank ? 1 : 0;
  const chosen = values.slice(from).filter((v) => v).length;
  const total = mod(secrets.slice(from).reduce((a, b) => a + b, 0n));
  const sums = (m: number): Branch => ({ r: total, off: BigInt(chosen - m) });
  const s = context(s0, choices);
  if (!question.blank) {
    const overall_proof = oneOf(head(s, sum(choices)), y, range(question).map(sums), chosen - question.min);
    return { answer: { choices, individual_proofs, overall_proof }, secrets };
  }
  // either it is not blank, or nothing else is chosen; either it is blank, or as many are chosen as may be
  const blank_proof = oneOf(`bproof0|${s}|`, y, [branch(0, 0), sums(0)], values[0] ? 1 : 0);
  const either = [branch(0, 1), ...range(question).map(sums)];
  const overall_proof = oneOf(`bproof1|${s}|`, y, either, values[0] ? 0 : 1 + chosen - question.min);
  return { answer: { choices, individual_proofs, overall_proof, blank_proof }, secrets };
}

/** An answer with the shape that the question asks for. */
export function readAnswer(value: unknown, question: Question): Answer {
  const { choices, individual_proofs, overall_proof, blank_proof } = fields(value);
  const read: Answer = {
    choices: list(choices).map((c) => {
      const { alpha, beta } = fields(c);
      return { alpha: `${element(alpha)}`, beta: `${element(beta)}` };
    }),
    individual_proofs: list(individual_proofs).map((proofs) => list(proofs).map(readProof)),
    overall_proof: list(overall_proof).map(readProof),
  };
  if (blank_proof !== undefined) read.blank_proof = list(blank_proof).map(readProof);
  const n = width(question);
  const shaped =
    read.choices.length === n &&
    read.individual_proofs.length === n &&
    read.individual_proofs.every((proofs) => proofs.length === 2) &&
    read.overall_proof.length === question.max - question.min + 1 + (question.blank ? 1 : 0) &&
    (read.blank_proof ? question.blank && read.blank_proof.length === 2 : !question.blank);
  if (!shaped)
    throw new Refused("答案或证明的数目与问题不符", "there are not the answers and proofs that the question asks for");
  return read;
}

/** A statement to check: the bases α and β, and the value M that β/gᴹ is claimed to hide nothing but. */
interface Claim {
  proof: Proof;
  value: number;
}
/** A = gˢ·αᶜ and B = yˢ·(β/gᴹ)ᶜ for each claim about one ciphertext; what is not in the group is refused. */
function commitments(y: Table, c: Ciphertext, claims: Claim[]): bigint[][] {
  const exponents = claims.map(({ proof }) => BigInt(proof.challenge));
  const [insideA, ...alphas] = powers(BigInt(c.alpha), [Q, ...exponents]);
  const [insideB, ...betas] = powers(BigInt(c.beta), [Q, ...exponents]);
  if (insideA !== 1n || insideB !== 1n) throw new Refused("有密文不在群中", "a ciphertext is not in the group");
  return claims.map(({ proof, value }, i) => {
    const s = BigInt(proof.response);
    const a = times(g().power(s), alphas[i]);
    const b = times(times(y.power(s), betas[i]), g().power(mod(-BigInt(value) * exponents[i])));
    return [a, b];
  });
}
const holds = (text: string, proofs: Proof[], parts: bigint[][]): boolean =>
  challenge(text, parts.flat()) === mod(proofs.reduce((total, p) => total + BigInt(p.challenge), 0n));

/** Refuses an answer of which something is not proved. */
export function checkAnswer(answer: Answer, question: Question, election: Election, s0: string): void {
  const { y } = election;
  const { choices, overall_proof: overall, blank_proof: blank } = answer;
  const claims = (proofs: Proof[], from: number): Claim[] => proofs.map((proof, i) => ({ proof, value: from + i }));
  // what the blank vote's ciphertext is asked by the proofs about the whole
  const ofBlank: Claim[] = blank ? [{ proof: blank[0], value: 0 }, { proof: overall[0], value: 1 }] : [];
  let extra: bigint[][] = [];
  choices.forEach((choice, i) => {
    const proofs = answer.individual_proofs[i];
    const parts = commitments(y, choice, [...claims(proofs, 0), ...(i === 0 ? ofBlank : [])]);
    if (i === 0) extra = parts.slice(2);
    if (!holds(head(s0, choice), proofs, parts.slice(0, 2)))
      throw new Refused(`不能证明第 ${i + 1} 个值是 0 或 1`, `it is not proved that value ${i + 1} is 0 or 1`);
  });
  const s = context(s0, choices);
  const total = sum(choices.slice(blank ? 1 : 0));
  const few = new Refused("不能证明所选数目在允许范围内", "it is not proved that as many are chosen as may be");
  if (!blank) {
    if (!holds(head(s, total), overall, commitments(y, total, claims(overall, question.min)))) throw few;
    return;
  }
  const parts = commitments(y, total, [{ proof: blank[1], value: 0 }, ...claims(overall.slice(1), question.min)]);
  if (!holds(`bproof0|${s}|`, blank, [extra[0], parts[0]]))
    throw new Refused("不能证明空白票没有另选", "it is not proved that a blank vote chooses nothing else");
  if (!holds(`bproof1|${s}|`, overall, [extra[1], ...parts.slice(1)])) throw few;
}
