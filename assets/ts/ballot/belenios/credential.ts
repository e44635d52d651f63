// The voting code on a slip, and the secret that it stands for.
import { pbkdf2 } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { element, json, list } from "./text";
import { mod, whole } from "./group";
import { Refused } from "./refused";

const DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
export const LENGTH = 15;

/** What is left of a text that somebody types, or of a slip's whole address, when hyphens and blanks are taken out. */
export const plain = (text: string): string => text.replace(/^.*#/s, "").replace(/[\s\-‐-―－]/g, "");
/** In groups of three, as on the slip. */
export const grouped = (text: string): string => plain(text).replace(/(.{3})(?=.)/g, "$1-");

/** The code that was typed, in the form in which it counts. */
export function readCode(text: string): string {
  const code = plain(text);
  const strange = [...code].find((c) => !DIGITS.includes(c));
  if (strange)
    throw new Refused(
      `投票码中没有字符“${strange}”：请对照纸条核对（不含 0、O、I、l）`,
      `a voting code has no character “${strange}”: compare it with the slip (there is no 0, O, I or l)`,
    );
  if (code.length !== LENGTH)
    throw new Refused(
      `投票码应有 ${LENGTH} 个字符，现有 ${code.length} 个`,
      `a voting code has ${LENGTH} characters; here are ${code.length}`,
    );
  let rest = 0;
  for (const c of code.slice(0, LENGTH - 1)) rest = (rest * 58 + DIGITS.indexOf(c)) % 53;
  if ((rest + DIGITS.indexOf(code[LENGTH - 1])) % 53)
    throw new Refused(
      "投票码有误：请对照纸条逐字核对，注意大小写",
      "the voting code has an error: compare it with the slip, capitals and small letters too",
    );
  return grouped(code);
}
/** The exponent that a code stands for in an election. */
export const secret = (code: string, uuid: string): bigint =>
  mod(whole(pbkdf2(sha256, code, uuid, { c: 1000, dkLen: 32 })));

/** The roll of public credentials as it is published: each with its weight. */
export function readRoll(raw: string): Map<string, bigint> {
  const roll = new Map<string, bigint>();
  for (const line of list(json(raw))) {
    const [key, weight = "1", ...rest] = String(line).split(",");
    element(key);
    if (rest.length || !/^(0|[1-9][0-9]{0,12})$/.test(weight) || roll.has(key))
      throw new Refused("公开凭证名册的写法不对或有重复", "the roll of public credentials is not well written, or one is there twice");
    roll.set(key, BigInt(weight));
  }
  return roll;
}
