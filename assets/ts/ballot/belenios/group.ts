// The group BELENIOS-2048: the subgroup of order q of the integers modulo p, and its exponents, the integers modulo q.
//
// The arithmetic is BigInt's. Its times depend on the numbers, which nobody but the page's own device can watch: what is
// computed here is sent only when a person says so.

export const P =
  0xa3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f21e6d36856b428030421f514ed40bfd4c06e092a495af8d79a2f85e0fb11c0ede07dd973f9c53e50930c6e82ac36de1ae3fb8c3aabfff12ce27a5022ddd8912d107435012768a2cdd0a4091d8fa447f6c7ebc15a349fa318a6b4fe17d8d47e843a3e14dfa9b2162f4d7229abe93a188b46b006517d6f6747ebbb29c9ec3099b607f18fb1a8bc858279aa8599411d998d3e3fada9e010840d082d8c31911acdd4a0e7992d0f18cc759cb5de0acf66a3882555bc810941e021b6a4ccfa04ee4008f878affa2375e2999b44f6cef17d707301e59e0e6351e051ed9cec4157646e64fn;
export const G =
  0x1307c1ab5f295885d7caa3a78a42415e31fd1c5807b61fb1e781878a52230a51988b98c259597f9c5a9dfd001d26ba31d9d8976f01d95a1c8262ee68a0e92cea541e5219e0d0d094301b894236823fe1d4bc04e29f3748aefd4f10d5b1a356a8643e673fd9d215fc8fe5fb9cf9fdb8ea88fdb1a3381a697fdf9c2458570b06d26aef1be365fdd90165f397c6b870df8c1b9e519edcee8bb0f74b7a1615a274ba60a7ea574a61f552d2dde0ce514e0927c4ff49b1964c4a913731ae4268d60d7f22127b6cbba44d453ac8b72fd04e0991b7aeff04867d8724ac638f5f34100d2d47aa680d43771902743d663f42d853c041e1c91fe3823f4bcf284308f1d7e653n;
export const Q = 0xadb6066a73522565f4daa0f2579db7f2f0fa90c2168bc709e20263387d55c491n;
export const GROUP = "BELENIOS-2048";

const BITS = 256;

export const times = (a: bigint, b: bigint): bigint => (a * b) % P;

/** The number modulo q, never negative. */
export function mod(n: bigint): bigint {
  const rest = n % Q;
  return rest < 0n ? rest + Q : rest;
}

/** An exponent that nobody can foretell, every one as likely as another. */
export function random(): bigint {
  const bytes = new Uint8Array(32);
  for (;;) {
    // not crypto.subtle: a page within a building has no secure context
    crypto.getRandomValues(bytes);
    const number = whole(bytes);
    // reducing instead would favour small numbers
    if (number < Q) return number;
  }
}

/** The big-endian number that bytes write. */
export function whole(bytes: Uint8Array): bigint {
  let hex = "0x0";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return BigInt(hex);
}

/** The digits of an exponent in base 2^width, lowest first. */
function digits(exponent: bigint, width: number): number[] {
  const out: number[] = [];
  const bits = exponent.toString(2);
  for (let end = bits.length; end > 0; end -= width) out.push(parseInt(bits.slice(Math.max(0, end - width), end), 2));
  return out;
}

/** A base raised to many exponents, each with one multiplication for every six bits. */
export class Table {
  private static readonly WIDTH = 6;
  private readonly rows: bigint[][] = [];

  constructor(base: bigint) {
    let step = base;
    for (let row = 0; row * Table.WIDTH < BITS; row++) {
      const powers = [1n];
      for (let i = 1; i < 1 << Table.WIDTH; i++) powers.push(times(powers[i - 1], step));
      this.rows.push(powers);
      step = times(powers[powers.length - 1], step);
    }
  }
  power(exponent: bigint): bigint {
    return digits(exponent, Table.WIDTH).reduce((product, digit, row) => times(product, this.rows[row][digit]), 1n);
  }
}

let generator: Table | undefined;
/** The generator's table, made when it is first needed. */
export const g = (): Table => (generator ??= new Table(G));

/** One base raised to several exponents, which share its squarings. */
export function powers(base: bigint, exponents: bigint[]): bigint[] {
  const width = 4;
  const steps: bigint[] = [];
  for (let step = base, at = 0; at < BITS; at += width) {
    steps.push(step);
    for (let i = 0; i < width; i++) step = times(step, step);
  }
  return exponents.map((exponent) => {
    // what is multiplied for each digit, then d times the share of digit d, as a sum of running products
    const shares: bigint[] = new Array(1 << width).fill(1n);
    digits(exponent, width).forEach((digit, at) => digit && (shares[digit] = times(shares[digit], steps[at])));
    let running = 1n;
    let product = 1n;
    for (let digit = shares.length - 1; digit > 0; digit--) {
      if (shares[digit] !== 1n) running = times(running, shares[digit]);
      if (running !== 1n) product = times(product, running);
    }
    return product;
  });
}
export const power = (base: bigint, exponent: bigint): bigint => powers(base, [exponent])[0];
export const inverse = (element: bigint): bigint => power(element, Q - 1n);
export const product = (elements: bigint[]): bigint => elements.reduce(times, 1n);
