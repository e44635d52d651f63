// The archive: everything of an election that is published, in the old tar format, where each event names the hash of the one
// before.
import { sha256Hex, bytes, exactly, fields, json } from "./text";
import { Refused } from "./refused";

/** What is on the board, each thing as the text that was published. */
export interface Board {
  timestamp: number;
  election: string;
  trustees: string;
  credentials: string;
  ballots: string[];
  closed: boolean;
  tally?: [string, string];
  decryptions: [string, string][];
  result?: string;
}

const BLOCK = 512;
const ascii = new TextDecoder("latin1");
const utf8 = new TextDecoder("utf-8", { fatal: true });
const wrong = (): Refused =>
  new Refused(
    "档案的散列链或写法不对：有内容被改动、增添或删去",
    "the chain of hashes or the form of the archive is not right: something was changed, added or left out",
  );

interface Entry {
  name: string;
  text: string;
}
function* records(archive: Uint8Array): Generator<Entry> {
  for (let at = 0; at < archive.length; ) {
    const size = parseInt(ascii.decode(archive.subarray(at + 124, at + 135)), 8);
    if (!(size >= 0) || at + BLOCK + size > archive.length) throw wrong();
    const name = ascii.decode(archive.subarray(at, at + 100)).replace(/\0.*$/s, "");
    let text: string;
    try {
      text = utf8.decode(archive.subarray(at + BLOCK, at + BLOCK + size));
    } catch {
      throw wrong();
    }
    yield { name, text };
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** A record in the one way in which it is written. */
function record(name: string, time: number, content: Uint8Array): Uint8Array {
  const out = new Uint8Array(BLOCK + Math.ceil(content.length / BLOCK) * BLOCK);
  const put = (at: number, text: string): void => out.set(bytes(text), at);
  put(0, name);
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, content.length.toString(8).padStart(11, "0"));
  put(136, time.toString(8).padStart(11, "0"));
  put(148, "        ");
  put(156, "0");
  const sum = out.subarray(0, BLOCK).reduce((a, b) => a + b, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  out.set(content, BLOCK);
  return out;
}

/** The archive of a board, record by record. */
function* written(board: Board): Generator<Uint8Array> {
  const { timestamp: time } = board;
  yield record("BELENIOS", time, bytes(JSON.stringify({ version: 1, timestamp: `${time}` })));
  let parent: string | undefined;
  let height = 0;
  const file = (kind: string, text: string): [string, Uint8Array] => {
    const content = bytes(text);
    const hash = sha256Hex(content);
    return [hash, record(`${hash}.${kind}.json`, time, content)];
  };
  function* event(type: string, payload?: string): Generator<Uint8Array> {
    let hash: string | undefined;
    if (payload !== undefined) {
      const [name, made] = file("data", payload);
      hash = name;
      yield made;
    }
    // fields that are undefined are left out, as the format has it
    const [name, made] = file("event", JSON.stringify({ parent, height, type, payload: hash }));
    yield made;
    parent = name;
    height += 1;
  }
  const parts = [board.election, board.trustees, board.credentials].map((text) => file("data", text));
  for (const [, made] of parts) yield made;
  const [election, trustees, credentials] = parts.map(([hash]) => hash);
  yield* event("Setup", JSON.stringify({ election, trustees, credentials }));
  for (const ballot of board.ballots) yield* event("Ballot", ballot);
  if (board.closed) yield* event("EndBallots");
  if (board.tally) {
    yield file("data", board.tally[0])[1];
    yield* event("EncryptedTally", board.tally[1]);
  }
  for (const [decryption, owned] of board.decryptions) {
    yield file("data", decryption)[1];
    yield* event("PartialDecryption", owned);
  }
  if (board.result !== undefined) yield* event("Result", board.result);
}

/**
 * The board that an archive holds. The archive must be, byte for byte, the one that the board makes: then every hash in it is right
 * and nothing is hidden in it.
 */
export function readArchive(archive: Uint8Array): Board {
  const board: Board = { timestamp: 0, election: "", trustees: "", credentials: "", ballots: [], closed: false, decryptions: [] };
  let data: string[] = [];
  let first = true;
  for (const { name, text } of records(archive)) {
    if (first) {
      const { version, timestamp } = fields(json(text));
      if (name !== "BELENIOS" || version !== 1 || !/^[0-9]{1,10}$/.test(String(timestamp))) throw wrong();
      board.timestamp = Number(timestamp);
      first = false;
    } else if (name.endsWith(".data.json")) data.push(text);
    else {
      const { parent, height, type, payload } = fields(json(text));
      exactly(text, { parent, height, type, payload });
      if (!take(board, String(type), data)) throw wrong();
      data = [];
    }
  }
  if (first || data.length || !board.election) throw wrong();
  if (new Set(board.ballots).size < board.ballots.length)
    throw new Refused("同一张选票出现两次", "the same ballot is there twice");
  let at = 0;
  for (const made of written(board)) {
    const there = archive.subarray(at, at + made.length);
    if (there.length !== made.length || made.some((byte, i) => byte !== there[i])) throw wrong();
    at += made.length;
  }
  if (at !== archive.length) throw wrong();
  return board;
}
/** Takes an event with the texts before it, unless they are not those that it needs or it comes at the wrong time. */
function take(board: Board, type: string, data: string[]): boolean {
  const open = !board.closed && board.election !== "";
  const counting = board.tally !== undefined && board.result === undefined;
  const kind = `${type} ${data.length}`;
  if (kind === "Setup 4" && !board.election) [board.election, board.trustees, board.credentials] = data;
  else if (kind === "Ballot 1" && open) board.ballots.push(data[0]);
  else if (kind === "EndBallots 0" && open) board.closed = true;
  else if (kind === "EncryptedTally 2" && board.closed && !board.tally) board.tally = [data[0], data[1]];
  else if (kind === "PartialDecryption 2" && counting) board.decryptions.push([data[0], data[1]]);
  else if (kind === "Result 1" && counting) board.result = data[0];
  else return false;
  return true;
}
