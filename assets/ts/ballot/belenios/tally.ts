// The sums under encryption, and a trustee's part in opening them.
import { G, Q, g, power, powers, product, times } from "./group";
import { Ciphertext } from "./answer";
import { Election, Trustee, width } from "./election";
import { Proof, challenge, know, readProof } from "./proof";
import { Refused } from "./refused";
import { bytes, element, exactly, fields, json, list, sha256Hex } from "./text";

/** A weight in JSON: a number up to 2³⁰ − 1, above that a string. */
const weight = (n: bigint): number | string => (n < 1n << 30n ? Number(n) : `${n}`);

/** Ballots multiplied together, one after another. */
export class Tally {
  private readonly parts: [bigint, bigint][][];
  count = 0;
  weight = 0n;

  constructor(election: Election) {
    this.parts = election.questions.map((question) => Array.from({ length: width(question) }, () => [1n, 1n]));
  }
  add(answers: { choices: Ciphertext[] }[], by: bigint): void {
    const raised = (text: string): bigint => (by === 1n ? BigInt(text) : power(BigInt(text), by));
    this.count += 1;
    this.weight += by;
    answers.forEach(({ choices }, i) =>
      choices.forEach(({ alpha, beta }, j) => {
        const part = this.parts[i][j];
        this.parts[i][j] = [times(part[0], raised(alpha)), times(part[1], raised(beta))];
      }),
    );
  }
  get sums(): Ciphertext[][] {
    return this.parts.map((row) => row.map(([alpha, beta]) => ({ alpha: `${alpha}`, beta: `${beta}` })));
  }
  get raw(): string {
    return JSON.stringify(this.sums);
  }
  /** Its size with its hash, as it is published beside it. */
  get sized(): string {
    return JSON.stringify({
      num_tallied: this.count,
      total_weight: weight(this.weight),
      encrypted_tally: sha256Hex(bytes(this.raw)),
    });
  }
}

/** αˣ for each ciphertext of a tally, and proofs that it is this. */
export interface Decryption {
  decryption_factors: string[][];
  decryption_proofs: Proof[][];
}
const head = (election: Election, key: string): string => `decrypt|${election.fingerprint}|${key}|`;

/** The part of the trustee with the private key x in opening the tally. */
export function decrypt(election: Election, tally: Tally, x: bigint): Decryption {
  const text = head(election, `${g().power(x)}`);
  const factors: string[][] = [];
  const proofs: Proof[][] = [];
  for (const row of tally.sums) {
    const alphas = row.map((c) => BigInt(c.alpha));
    factors.push(alphas.map((alpha) => `${power(alpha, x)}`));
    proofs.push(alphas.map((alpha) => know(text, x, (w) => [g().power(w), power(alpha, w)])));
  }
  return { decryption_factors: factors, decryption_proofs: proofs };
}

/** A decryption as the archive has it, with the number of its trustee, whose key must be behind every factor. */
export function readDecryption(raw: string, owned: string, election: Election, tally: Tally, trustees: Trustee[]) {
  const { owner, payload } = fields(json(owned));
  exactly(owned, { owner, payload });
  const trustee = trustees[Number(owner) - 1];
  if (payload !== sha256Hex(bytes(raw)) || !trustee)
    throw new Refused("解密与其登记的散列值不符", "the decryption is not the one whose hash is given with its owner");
  const { decryption_factors, decryption_proofs } = fields(json(raw));
  const factors = list(decryption_factors).map((row) => list(row).map(element));
  const proofs = list(decryption_proofs).map((row) => list(row).map(readProof));
  exactly(raw, { decryption_factors: factors.map((row) => row.map(String)), decryption_proofs: proofs });
  const sums = tally.sums;
  const shaped = (rows: unknown[][]): boolean => rows.length === sums.length && rows.every((r, i) => r.length === sums[i].length);
  if (!shaped(factors) || !shaped(proofs)) throw new Refused("解密的数目与合计不符", "there are not as many parts as sums");
  const text = head(election, trustee.text);
  sums.forEach((row, i) =>
    row.forEach(({ alpha }, j) => {
      const [c, s] = [BigInt(proofs[i][j].challenge), BigInt(proofs[i][j].response)];
      const [inside, raised] = powers(factors[i][j], [Q, c]);
      const commitments = [times(g().power(s), power(trustee.key, c)), times(power(BigInt(alpha), s), raised)];
      if (inside !== 1n || challenge(text, commitments) !== c)
        throw new Refused(`第 ${i + 1} 题第 ${j + 1} 个值的解密没有得到证明`, `the opening of value ${j + 1} of question ${i + 1} is not proved`);
    }),
  );
  return { owner: Number(owner), factors };
}

/** Refuses a published result that is not what the tally opens to. */
export function checkResult(raw: string, tally: Tally, parts: { owner: number; factors: bigint[][] }[], trustees: Trustee[]): void {
  if (new Set(parts.map((p) => p.owner)).size !== trustees.length)
    throw new Refused("缺少监票人的解密", "a scrutineer's part is missing");
  const rows = list(fields(json(raw)).result).map((row) => list(row).map((n) => BigInt(n as number | string)));
  const differs = new Refused("公布的结果不是加密合计所含的数", "the published result is not what the encrypted tally opens to");
  const sums = tally.sums;
  if (rows.length !== sums.length) throw differs;
  sums.forEach((row, i) => {
    if (rows[i].length !== row.length) throw differs;
    row.forEach(({ beta }, j) => {
      const factors = product(parts.map((p) => p.factors[i][j]));
      if (rows[i][j] < 0n || times(power(G, rows[i][j]), factors) !== BigInt(beta)) throw differs;
    });
  });
}
