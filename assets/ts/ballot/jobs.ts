// What the page lets its worker do: everything that costs time or holds a secret. One election at a time is open; an archive that
// was verified stays, for its tally.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { Q, random } from "./belenios/group";
import { Unsigned, checkNumber, recompute, reveal, seal, sign, tracker } from "./belenios/ballot";
import { readCode, secret } from "./belenios/credential";
import { Election, Question, keyFingerprint, publicKey, readElection, readTrustees } from "./belenios/election";
import { Refused } from "./belenios/refused";
import { decrypt } from "./belenios/tally";
import { Verified, Work, checkBallots, unpack, verify } from "./belenios/verify";
import { g } from "./belenios/group";
import { scalar } from "./belenios/text";

export interface Opened {
  uuid: string;
  name: string;
  description: string;
  fingerprint: string;
  questions: Question[];
  keys: string[];
}
export interface Checked {
  uuid: string;
  name: string;
  fingerprint: string;
  credentials: number;
  ballots: number;
  counted: number;
  tallied: boolean;
  /** The fingerprints of the scrutineers' keys, in order. */
  keys: string[];
  /** The numbers of those whose part is there, from 1. */
  opened: number[];
}
type Step = (part: number) => void;

let election: Election | undefined;
let sealed: { ballot: Unsigned; secrets: bigint[][]; values: boolean[][]; code: string } | undefined;
let signed: { raw: string; tracker: string } | undefined;
const verified = new Map<string, Verified>();

const open = (): Election => {
  if (!election) throw new Error("no election is open");
  return election;
};
const waiting = () => {
  if (!sealed) throw new Error("no ballot is sealed");
  return sealed;
};
/** The private key in a file, or typed from a sheet. */
function readKey(text: string): bigint {
  const x = scalar(text.replace(/[\s"]/g, ""));
  if (x < 2n) throw new Refused("这不是监票人密钥", "this is no scrutineer's key");
  return x;
}

export const jobs = {
  open(raw: string, trustees: string): Opened {
    const keys = readTrustees(trustees);
    election = readElection(raw, keys);
    sealed = signed = undefined;
    const { uuid, name, description, fingerprint, questions } = election;
    // the generator's table is made while the voter reads
    g();
    return { uuid, name, description, fingerprint, questions, keys: keys.map((k) => keyFingerprint(k.text)) };
  },
  /** The code that was typed, and the hash of its public part, by which it is looked up. */
  enter(text: string): { code: string; seat: string } {
    const code = readCode(text);
    const credential = `${g().power(secret(code, open().uuid))}`;
    return { code, seat: bytesToHex(sha256(utf8ToBytes(credential))) };
  },
  /** Encrypts; gives the check number. */
  seal(code: string, values: boolean[][], step: Step = () => {}): string {
    const work = values.reduce((sum, row) => sum + row.length, 0);
    let done = 0;
    sealed = signed = undefined;
    sealed = { ...seal(open(), code, values, (n) => step((done += n) / work)), values, code };
    return checkNumber(sealed.ballot);
  },
  /** Reveals the sealed ballot, which is then gone. */
  reveal(): string {
    const { ballot, values, secrets } = waiting();
    sealed = undefined;
    return reveal(ballot, values, secrets);
  },
  /** The sealed ballot under its signature; the same each time, so that it can be sent again. Its randomness is forgotten. */
  sign(): { raw: string; tracker: string } {
    if (signed) return signed;
    const { ballot, code } = waiting();
    const raw = sign(open(), code, ballot);
    sealed = undefined;
    return (signed = { raw, tracker: tracker(raw) });
  },
  recompute: (text: string): { check: string; values: boolean[][] } => recompute(text, open()),

  /** A scrutineer's new key: as it is kept, what is published, and its fingerprint. */
  makeKey(): { secret: string; published: string; fingerprint: string } {
    let x = random();
    while (x < 2n) x = random();
    const key = publicKey(x);
    return { secret: JSON.stringify(`${x}`), published: JSON.stringify(key), fingerprint: keyFingerprint(key.public_key) };
  },
  /** The fingerprint of the public part of a key that was kept. */
  whose: (text: string): string => keyFingerprint(`${g().power(readKey(text))}`),
  unpack: (archive: Uint8Array): Work => unpack(archive),
  /** A share of an archive's ballots, of which the first has the place `from`. */
  check(raw: string, trustees: string, ballots: string[], from: number): void {
    if (election?.raw !== raw) election = readElection(raw, readTrustees(trustees));
    checkBallots(election, ballots, from);
  },
  verify(archive: Uint8Array, checked: boolean, step: Step = () => {}): Checked {
    const found = verify(archive, checked, step);
    const { uuid, name, fingerprint } = found.election;
    verified.set(uuid, found);
    return {
      uuid,
      name,
      fingerprint,
      credentials: found.credentials,
      ballots: found.ballots,
      counted: found.tally.count,
      tallied: found.tallied,
      keys: found.trustees.map((t) => keyFingerprint(t.text)),
      opened: found.opened,
    };
  },
  /** The part of the key's holder in opening the tally of an archive that was verified here. */
  decrypt(uuid: string, text: string): { owner: number; raw: string } {
    const found = verified.get(uuid);
    if (!found?.tallied) throw new Refused("档案尚未核验或尚未计票", "the archive is not verified yet or has no tally");
    const x = readKey(text);
    const key = g().power(x);
    const owner = found.trustees.findIndex((t) => t.key === key) + 1;
    if (!owner) throw new Refused("这个密钥不是本次投票任何监票人的密钥", "this key is not that of any scrutineer of this ballot");
    return { owner, raw: JSON.stringify(decrypt(found.election, found.tally, x % Q)) };
  },
};
