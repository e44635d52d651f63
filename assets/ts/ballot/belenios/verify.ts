// Everything that an archive lets anybody check.
import { Q, power } from "./group";
import { readArchive } from "./archive";
import { Ballot, Unsigned, checkBallot, readBallot, tracker } from "./ballot";
import { readRoll } from "./credential";
import { Election, Trustee, readElection, readTrustees } from "./election";
import { Refused, within } from "./refused";
import { Tally, checkResult, readDecryption } from "./tally";

export interface Verified {
  election: Election;
  trustees: Trustee[];
  /** How many may vote. */
  credentials: number;
  /** Ballots on the board, with those that later ones replaced. */
  ballots: number;
  tally: Tally;
  /** Whether voting has ended and the encrypted tally is there. */
  tallied: boolean;
  /** The trustees whose part is there already, counted from 1. */
  opened: number[];
}

/** Does something about a ballot of an archive; what is refused is told with the ballot's place and number. */
const about = (place: number, raw: string, act: () => Ballot): Ballot =>
  within(`第 ${place + 1} 张选票（${tracker(raw)}）`, `ballot ${place + 1} (${tracker(raw)})`, act);

/** What the checking of ballots needs, so that it can be shared out. */
export interface Work {
  election: string;
  trustees: string;
  ballots: string[];
}
export function unpack(archive: Uint8Array): Work {
  const { election, trustees, ballots } = readArchive(archive);
  return { election, trustees, ballots };
}
/** Refuses the first of these ballots that does not hold; `from` is the place of the first. */
export function checkBallots(election: Election, ballots: string[], from: number): void {
  ballots.forEach((raw, i) => about(from + i, raw, () => checkBallot(raw, election)));
}

/**
 * Refuses an archive with the first thing in it that does not hold. `step` is told how far it is, from 0 to 1.
 * Where all its ballots were checked before ([`checkBallots`]), that is not done again.
 */
export function verify(archive: Uint8Array, checked: boolean, step: (part: number) => void): Verified {
  const board = readArchive(archive);
  const trustees = within("监票人", "scrutineers", () => readTrustees(board.trustees));
  const election = within("选举", "election", () => readElection(board.election, trustees));
  const roll = within("名册", "roll", () => readRoll(board.credentials));
  const last = new Map<string, Unsigned>();
  // a credential costs one power where a ballot costs dozens
  const work = roll.size + 40 * board.ballots.length;
  let done = 0;
  for (const key of roll.keys()) {
    if (power(BigInt(key), Q) !== 1n) throw new Refused("有公开凭证不在群中", "a public credential is not in the group");
    step(++done / work);
  }
  board.ballots.forEach((raw, i) => {
    const ballot = about(i, raw, () => {
      const found = checked ? readBallot(raw, election) : checkBallot(raw, election);
      if (!roll.has(found.credential))
        throw new Refused("凭证不在本次选举的名册上", "its credential is not on the roll of this election");
      return found;
    });
    // of a checked ballot the ciphertexts are all that is still needed
    const answers = ballot.answers.map(({ choices }) => ({ choices, individual_proofs: [], overall_proof: [] }));
    last.set(ballot.credential, { ...ballot, answers });
    step((done += 40) / work);
  });
  const tally = new Tally(election);
  for (const ballot of last.values()) tally.add(ballot.answers, roll.get(ballot.credential)!);
  if (board.tally && (board.tally[0] !== tally.raw || board.tally[1] !== tally.sized))
    throw new Refused(
      "公布的加密合计与由选票算出的不同",
      "the published encrypted tally differs from the one computed from the ballots",
    );
  const parts = board.decryptions.map(([raw, owned], i) =>
    within(`第 ${i + 1} 份解密`, `decryption ${i + 1}`, () => readDecryption(raw, owned, election, tally, trustees)),
  );
  const opened = parts.map((p) => p.owner);
  if (new Set(opened).size < opened.length)
    throw new Refused("同一监票人的解密出现两次", "a scrutineer's decryption is there twice");
  if (board.result !== undefined) checkResult(board.result, tally, parts, trustees);
  const tallied = board.closed && board.tally !== undefined;
  return { election, trustees, credentials: roll.size, ballots: board.ballots.length, tally, tallied, opened };
}
