// The browser's worker under node: each line of the input is a request, each line of the output what the worker tells.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
let hear;
globalThis.self = {
  addEventListener: (_, listener) => (hear = listener),
  postMessage: (told) => console.log(JSON.stringify(told)),
};
// the bundle as the browser gets it: without a document it is the worker
(0, eval)(readFileSync(process.argv[2], "utf8"));
const revive = (_, value) => (value?.base64 === undefined ? value : new Uint8Array(Buffer.from(value.base64, "base64")));
for await (const line of createInterface({ input: process.stdin })) hear({ data: JSON.parse(line, revive) });
