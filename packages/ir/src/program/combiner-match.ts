/** Recognizes the regions of reductions: each foreign region is matched once, when it is met. */
import type { CombinerName } from '../algebra/forms.ts';
import type { Program } from './program.ts';

/** The primitive that each combiner applies. */
export const combinerPrimitives: Readonly<Record<CombinerName, string>> = {
  add: 'stablehlo.add',
  multiply: 'stablehlo.multiply',
  maximum: 'stablehlo.maximum',
  minimum: 'stablehlo.minimum',
  and: 'stablehlo.and',
  or: 'stablehlo.or',
  xor: 'stablehlo.xor',
};
const nameOf: ReadonlyMap<string, CombinerName> = new Map(Object.entries(combinerPrimitives).map(([name, primitive]) => [primitive, name as CombinerName]));

const matched = new WeakMap<Program, { readonly name: CombinerName | null }>();

/** Which combiner a region of two scalars is, or null where it is none of them. */
export function combinerOf(program: Program): CombinerName | null {
  let match = matched.get(program);
  if (!match) matched.set(program, (match = { name: matchCombiner(program) }));
  return match.name;
}

function matchCombiner(program: Program): CombinerName | null {
  const [operation] = program.operations;
  if (program.operations.length !== 1 || program.arguments.length !== 2 || program.results.length !== 1) return null;
  const [a, b] = program.arguments;
  const straight = operation.operands[0] === a && operation.operands[1] === b;
  const swapped = operation.operands[0] === b && operation.operands[1] === a;
  if (operation.results[0] !== program.results[0] || !(straight || swapped)) return null;
  return nameOf.get(operation.primitive.name) ?? null;
}

/** Whether a region of two scalars returns the second: a scatter that replaces. */
export const isReplacement = (program: Program): boolean =>
  program.operations.length === 0 && program.results.length === 1 && program.arguments.length === 2 && program.results[0] === program.arguments[1];

const comparisons: ReadonlyMap<string, 'GE' | 'GT' | 'LE' | 'LT'> = new Map([
  ['GE', 'GE'],
  ['GT', 'GT'],
  ['LE', 'LE'],
  ['LT', 'LT'],
]);

/** The direction of a region that compares its two scalar arguments in order (`(a, b) → a >= b`), or null. */
export function comparisonOf(program: Program): 'GE' | 'GT' | 'LE' | 'LT' | null {
  const [operation] = program.operations;
  if (program.operations.length !== 1 || program.arguments.length !== 2 || program.results.length !== 1) return null;
  if (operation.operands[0] !== program.arguments[0] || operation.operands[1] !== program.arguments[1]) return null;
  return operation.results[0] === program.results[0] ? (comparisons.get(String(operation.attributes.comparisonDirection)) ?? null) : null;
}
