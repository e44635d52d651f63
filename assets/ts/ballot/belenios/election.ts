// Elections, their questions and trustees.
import { GROUP, Q, Table, g, power, product, times } from "./group";
import { Proof, challenge, know, readProof } from "./proof";
import { Refused, within } from "./refused";
import { element, fields, fingerprint, json, list, sha256Hex, bytes } from "./text";

/** Choose at least `min` and at most `max` of the answers, or, where `blank` allows it, vote blank. */
export interface Question {
  answers: string[];
  blank: boolean;
  min: number;
  max: number;
  question: string;
}
export interface Election {
  raw: string;
  /** Goes into every proof. */
  fingerprint: string;
  uuid: string;
  name: string;
  description: string;
  questions: Question[];
  key: bigint;
  /** The key's table, for its many powers. */
  y: Table;
}

const MOST_QUESTIONS = 200;
const MOST_ANSWERS = 1000;
const form = (): never => {
  throw new Refused("选举的内容不完整或不是此处支持的格式", "the election is incomplete or of a kind that is not read here");
};
const text = (value: unknown): string => (typeof value === "string" ? value : form());
const whole = (value: unknown): number => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : form());

function readQuestion(value: unknown): Question {
  const { answers, blank, min, max, question, ...rest } = fields(value);
  if (Object.keys(rest).length || ![undefined, null, true, false].includes(blank as boolean)) form();
  const read = { answers: list(answers).map(text), blank: blank === true, min: whole(min), max: whole(max), question: text(question) };
  const n = read.answers.length;
  if (!n || n > MOST_ANSWERS || read.min > read.max || read.max > n) form();
  return read;
}
/** How many values an answer has: one for each answer, and before them one that says whether the vote is blank. */
export const width = (question: Question): number => question.answers.length + (question.blank ? 1 : 0);

/** Refuses values that do not answer the question. */
export function allows(question: Question, values: boolean[]): void {
  const blank = question.blank && values[0];
  const sum = values.slice(question.blank ? 1 : 0).filter((v) => v).length;
  if (values.length === width(question) && (blank ? sum === 0 : sum >= question.min && sum <= question.max)) return;
  throw new Refused(
    `选了 ${sum} 项，应选 ${question.min} 至 ${question.max} 项${blank ? "，或只投空白票" : ""}`,
    `${sum} are chosen; ${question.min} to ${question.max} can be${blank ? ", or a blank vote alone" : ""}`,
  );
}

/** An election as it is published, whose key must be that of its trustees. */
export function readElection(raw: string, trustees: Trustee[]): Election {
  const parts = fields(json(raw));
  if (parts.version !== 1 || parts.group !== GROUP) form();
  const questions = list(parts.questions).map(readQuestion);
  if (!questions.length || questions.length > MOST_QUESTIONS) form();
  const key = element(parts.public_key);
  if (key !== product(trustees.map((t) => t.key)))
    throw new Refused(
      "选举公钥不是各监票人公钥之积",
      "the election's public key is not the product of the scrutineers' keys",
    );
  return {
    raw,
    fingerprint: fingerprint(raw),
    uuid: text(parts.uuid),
    name: text(parts.name),
    description: text(parts.description),
    questions,
    key,
    y: new Table(key),
  };
}

export interface Trustee {
  key: bigint;
  text: string;
}
const pokHead = (key: string): string => `pok|${GROUP}|${key}|`;

/** Trustees as they are published; each must prove that the private key is known. */
export function readTrustees(raw: string): Trustee[] {
  const trustees = list(json(raw)).map((entry, i) =>
    within(`第 ${i + 1} 位监票人`, `scrutineer ${i + 1}`, () => {
      const [kind, value] = list(entry);
      if (kind !== "Single") throw new Refused("尚不支持门限密钥", "keys shared by threshold are not read here");
      return readTrustee(value);
    }),
  );
  if (!trustees.length || new Set(trustees.map((t) => t.text)).size < trustees.length)
    throw new Refused("监票人名单为空或有重复", "there is no scrutineer, or one is there twice");
  return trustees;
}
function readTrustee(value: unknown): Trustee {
  const { pok, public_key } = fields(value);
  const key = element(public_key);
  if (power(key, Q) !== 1n) throw new Refused("公钥不在群中", "the public key is not in the group");
  const proof = readProof(pok);
  const commitment = times(g().power(BigInt(proof.response)), power(key, BigInt(proof.challenge)));
  if (challenge(pokHead(`${key}`), [commitment]) !== BigInt(proof.challenge))
    throw new Refused("不能证明掌握对应的私钥", "the proof that its holder knows the private key does not hold");
  return { key, text: `${key}` };
}

export interface PublicKey {
  pok: Proof;
  public_key: string;
}
/** What the holder of the private key x publishes. */
export function publicKey(x: bigint): PublicKey {
  const public_key = `${g().power(x)}`;
  return { pok: know(pokHead(public_key), x, (w) => [g().power(w)]), public_key };
}
/** By which people compare a key: 128 bits of its hash, in groups of four. */
export const keyFingerprint = (key: string): string =>
  sha256Hex(bytes(key)).slice(0, 32).replace(/(.{4})(?=.)/g, "$1 ");
