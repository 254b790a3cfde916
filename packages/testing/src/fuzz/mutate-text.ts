/** Small random damage to a text: what a reader must refuse or understand, but never die of. */
import type { Random } from '../ops/draws.ts';

/** A tiny edit of a text at a random place. */
type Mutation = (text: string, random: Random, alphabet: readonly string[]) => string;

const place = (text: string, random: Random): number => random.integer(0, text.length + 1);
const splice = (text: string, at: number, remove: number, insert: string): string => text.slice(0, at) + insert + text.slice(at + remove);
const pick = <T>(list: readonly T[], random: Random): T => list[random.integer(0, list.length)];

/** A stretch of up to `longest` characters. */
function stretch(text: string, random: Random, longest: number): { readonly at: number; readonly length: number } {
  return { at: place(text, random), length: random.integer(1, longest) };
}

const mutations: readonly Mutation[] = [
  // Remove.
  (text, random) => {
    const { at, length } = stretch(text, random, 12);
    return splice(text, at, length, '');
  },
  // Insert a piece of the language.
  (text, random, alphabet) => splice(text, place(text, random), 0, pick(alphabet, random)),
  // Replace by a piece of the language.
  (text, random, alphabet) => {
    const { at, length } = stretch(text, random, 6);
    return splice(text, at, length, pick(alphabet, random));
  },
  // Copy a stretch to another place.
  (text, random) => {
    const { at, length } = stretch(text, random, 80);
    return splice(text, place(text, random), 0, text.slice(at, at + length));
  },
  // Another digit.
  (text, random) => {
    const digits = [...text.matchAll(/\d/g)];
    if (digits.length === 0) return text;
    return splice(text, pick(digits, random).index, 1, String(random.integer(0, 10)));
  },
  // Another word of the same text in the place of one.
  (text, random) => {
    const words = [...text.matchAll(/[%@#!^]?[\w.]+/g)];
    if (words.length === 0) return text;
    const target = pick(words, random);
    return splice(text, target.index, target[0].length, pick(words, random)[0]);
  },
  // End early.
  (text, random) => text.slice(0, place(text, random)),
  // Any character.
  (text, random) => splice(text, place(text, random), 1, String.fromCharCode(random.integer(0, 0x180))),
];

/** The text after one random edit or, less often, several. `alphabet`: pieces that the language is made of. */
export function mutateText(text: string, random: Random, alphabet: readonly string[]): string {
  let mutated = text;
  do mutated = pick(mutations, random)(mutated, random, alphabet);
  while (random.next() < 0.3);
  return mutated;
}
