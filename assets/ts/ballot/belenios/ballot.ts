// Ballots and their signatures.
import { g, power, times } from "./group";
import { Answer, answer, checkAnswer, encrypt, readAnswer } from "./answer";
import { secret } from "./credential";
import { Election, Question } from "./election";
import { Proof, challenge, know, readProof } from "./proof";
import { Refused, within } from "./refused";
import { element, exactly, fields, fingerprint, json, list, scalar } from "./text";

/** A ballot without its signature. */
export interface Unsigned {
  election_uuid: string;
  election_hash: string;
  credential: string;
  answers: Answer[];
}
export interface Ballot extends Unsigned {
  signature: { hash: string; proof: Proof };
}
const signHead = (hash: string): string => `sig|${hash}|`;
const s0 = (ballot: Unsigned): string => `${ballot.election_hash}|${ballot.credential}`;

/**
 * The number that fixes everything in a ballot but its signature, and stands in the signature. It is shown before one decides
 * whether to cast or to challenge.
 */
export const checkNumber = (ballot: Unsigned): string => fingerprint(JSON.stringify(ballot));
/** The number by which a cast ballot is found on the board. */
export const tracker = fingerprint;

/** A ballot before it is signed, and the randomness behind every ciphertext. */
export function seal(
  election: Election,
  code: string,
  values: boolean[][],
  done: (parts: number) => void,
): { ballot: Unsigned; secrets: bigint[][] } {
  if (values.length !== election.questions.length)
    throw new Refused("有问题没有回答", "there are questions without an answer");
  const ballot: Unsigned = {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential: `${g().power(secret(code, election.uuid))}`,
    answers: [],
  };
  const parts = election.questions.map((question, i) =>
    within(`第 ${i + 1} 题`, `question ${i + 1}`, () => answer(question, election.y, s0(ballot), values[i], done)),
  );
  ballot.answers = parts.map((part) => part.answer);
  return { ballot, secrets: parts.map((part) => part.secrets) };
}
/** The ballot's text as it is sent. */
export function sign(election: Election, code: string, ballot: Unsigned): string {
  const hash = checkNumber(ballot);
  const proof = know(signHead(hash), secret(code, election.uuid), (w) => [g().power(w)]);
  return JSON.stringify({ ...ballot, signature: { hash, proof } });
}

function readUnsigned(value: unknown, questions: Question[]): Unsigned {
  const { election_uuid, election_hash, credential, answers } = fields(value);
  const all = list(answers);
  if (all.length !== questions.length)
    throw new Refused("答案的数目与选举的问题不符", "there are not as many answers as the election has questions");
  return {
    election_uuid: String(election_uuid),
    election_hash: String(election_hash),
    credential: `${element(credential)}`,
    answers: all.map((value, i) => within(`第 ${i + 1} 题`, `question ${i + 1}`, () => readAnswer(value, questions[i]))),
  };
}
const foreign = (): Refused =>
  new Refused("这张选票属于另一次选举，或选举内容已改动", "this ballot belongs to another election, or the election was changed");

/** A ballot of the election as it was sent, of which nothing is checked yet but its form. */
export function readBallot(raw: string, election: Election): Ballot {
  const value = fields(json(raw));
  const { hash, proof } = fields(value.signature);
  const ballot = { ...readUnsigned(value, election.questions), signature: { hash: String(hash), proof: readProof(proof) } };
  exactly(raw, ballot);
  if (ballot.election_uuid !== election.uuid || ballot.election_hash !== election.fingerprint) throw foreign();
  return ballot;
}
/** A ballot of the election, with everything in it proved. Whether its credential is on the roll is asked elsewhere. */
export function checkBallot(raw: string, election: Election): Ballot {
  const ballot = readBallot(raw, election);
  const { signature, ...unsigned } = ballot;
  const { challenge: c, response } = signature.proof;
  const commitment = times(g().power(BigInt(response)), power(BigInt(ballot.credential), BigInt(c)));
  if (signature.hash !== checkNumber(unsigned) || challenge(signHead(signature.hash), [commitment]) !== BigInt(c))
    throw new Refused("选票的签名不成立", "the ballot's signature does not hold");
  election.questions.forEach((question, i) =>
    within(`第 ${i + 1} 题`, `question ${i + 1}`, () => checkAnswer(ballot.answers[i], question, election, s0(ballot))),
  );
  return ballot;
}

/** What a challenge reveals. It is not signed, so nobody can hand it in. */
export function reveal(ballot: Unsigned, values: boolean[][], secrets: bigint[][]): string {
  return JSON.stringify({
    challenged: ballot,
    values: values.map((row) => row.map(Number)),
    randomness: secrets.map((row) => row.map(String)),
  });
}
/** Encrypts anew what a challenge revealed; gives the ballot's check number and what it says, if it is the same to the last digit. */
export function recompute(text: string, election: Election): { check: string; values: boolean[][] } {
  const { challenged, values, randomness } = fields(json(text));
  const ballot = readUnsigned(challenged, election.questions);
  if (ballot.election_uuid !== election.uuid || ballot.election_hash !== election.fingerprint) throw foreign();
  const differs = (i: number): Refused =>
    new Refused(
      `第 ${i + 1} 题：重新加密的结果与选票不同。这张选票里不是所显示的选择：请停止使用该设备或网页，并报告监票人`,
      `question ${i + 1}: encrypting again gives something else. What this ballot holds is not what was shown: stop using that device or page, and tell the scrutineers`,
    );
  const said = ballot.answers.map((answer, i) => {
    const row = list(list(values)[i]);
    const secrets = list(list(randomness)[i]).map(scalar);
    if (row.length !== answer.choices.length || secrets.length !== row.length) throw differs(i);
    return answer.choices.map((choice, j) => {
      const again = encrypt(election.y, secrets[j], row[j] === 1);
      if (again.alpha !== choice.alpha || again.beta !== choice.beta) throw differs(i);
      return row[j] === 1;
    });
  });
  return { check: checkNumber(ballot), values: said };
}
