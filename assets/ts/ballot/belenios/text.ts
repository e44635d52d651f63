// How numbers, hashes and JSON are written in the formats.
import { sha256 } from "@noble/hashes/sha2.js";
import { P, Q, mod, whole } from "./group";
import { Refused } from "./refused";

const utf8 = new TextEncoder();
export const bytes = (text: string): Uint8Array => utf8.encode(text);

export const hex = (raw: Uint8Array): string => [...raw].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const sha256Hex = (raw: Uint8Array): string => hex(sha256(raw));

/** The hash by which texts are named within ballots: SHA-256 in Base64 without padding. */
export const fingerprint = (text: string): string =>
  btoa(String.fromCharCode(...sha256(bytes(text)))).replace(/=+$/, "");

/** The hash of a text as an exponent. */
export const hashed = (text: string): bigint => mod(whole(sha256(bytes(text))));

function number(text: unknown, limit: bigint): bigint | undefined {
  if (typeof text !== "string" || text.length > 620 || !/^(0|[1-9][0-9]*)$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < limit ? value : undefined;
}
/** An exponent as it is written: a whole number in base 10 below q. */
export function scalar(text: unknown): bigint {
  const value = number(text, Q);
  if (value === undefined)
    throw new Refused("此处应为小于群阶的十进制整数", "a whole number in base 10 below the order of the group is expected");
  return value;
}
/** A number from 1 to p − 1. Whether it is in the group is a question of its own. */
export function element(text: unknown): bigint {
  const value = number(text, P);
  if (!value)
    throw new Refused("此处应为小于群模数的十进制正整数", "a positive whole number in base 10 below the modulus is expected");
  return value;
}

export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused("不是所要求格式的 JSON", "this is not JSON of the form expected here");
  }
}
/** Refuses a text that is not written in the one way that gives its hash a certain meaning. */
export function exactly(text: string, value: unknown): void {
  if (JSON.stringify(value) !== text)
    throw new Refused("JSON 的写法不是规范规定的唯一写法", "the JSON is not written in the one way that the specification has");
}
/** A list, or a refusal. */
export function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Refused("此处应为列表", "a list is expected here");
  return value;
}
/** The fields of an object, or a refusal. */
export function fields(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Refused("此处应为对象", "an object is expected here");
  return value as Record<string, unknown>;
}
