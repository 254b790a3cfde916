/** Seeded random elements for cases. */
import { buildLiteral, type ElementType, type ElementValue, type Literal, tensorType } from '@millrace/ir';

/** A stream of numbers in [0, 1): xorshift128+ (Vigna 2017), seeded by splitmix64. Tests need reproducible, not good, randomness. */
export class Random {
  #a: bigint;
  #b: bigint;
  constructor(seed: number) {
    const mix = (x: bigint): bigint => {
      let z = BigInt.asUintN(64, x + 0x9e3779b97f4a7c15n);
      z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
      z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
      return z ^ (z >> 31n);
    };
    this.#a = mix(BigInt(seed));
    this.#b = mix(this.#a);
  }
  next(): number {
    let x = this.#a;
    const y = this.#b;
    this.#a = y;
    x ^= BigInt.asUintN(64, x << 23n);
    this.#b = x ^ y ^ (x >> 17n) ^ (y >> 26n);
    return Number(BigInt.asUintN(64, this.#b + y) >> 11n) / 2 ** 53;
  }
  /** An integer in [low, high). */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low));
  }
}

/** Makes the elements of one operand. */
export type Draw = (random: Random, element: ElementType) => ElementValue;

const adapt = (x: number, element: ElementType): ElementValue => {
  switch (element.kind) {
    case 'boolean':
      return x > 0;
    case 'signed':
    case 'unsigned': {
      const whole = Math.round(element.kind === 'unsigned' ? Math.abs(x) : x);
      return element.bits === 64 ? BigInt(whole) : whole;
    }
    default:
      return x;
  }
};

const each =
  (real: (random: Random) => number): Draw =>
  (random, element) =>
    element.kind === 'complex' ? { re: real(random), im: real(random) } : adapt(real(random), element);

/** Uniform in [low, high). Integers are rounded. */
export const uniform = (low: number, high: number): Draw => each((r) => low + r.next() * (high - low));

/** Standard normal times `scale` (Box-Muller). Integers are rounded, so give a scale. */
export const normal = (scale: number = 1): Draw => each((r) => scale * Math.sqrt(-2 * Math.log(1 - r.next())) * Math.cos(2 * Math.PI * r.next()));

/** Integers in [low, high), also as floats. */
export const integers = (low: number, high: number): Draw => each((r) => r.integer(low, high));

/** One of the given numbers. */
export const oneOf = (values: readonly number[]): Draw => each((r) => values[r.integer(0, values.length)]);

/** Uniform, away from the integers and their halves by at least `gap`: for functions with kinks there. */
export const awayFromHalves =
  (low: number, high: number, gap: number = 0.05): Draw =>
  (random, element) => {
    for (;;) {
      const x = low + random.next() * (high - low);
      if (Math.abs(x * 2 - Math.round(x * 2)) > 2 * gap) return element.kind === 'complex' ? { re: x, im: random.next() } : adapt(x, element);
    }
  };

/** A literal of drawn elements. */
export const drawLiteral = (draw: Draw, random: Random, element: ElementType, shape: readonly number[]): Literal =>
  buildLiteral(tensorType(element, shape), () => draw(random, element));
