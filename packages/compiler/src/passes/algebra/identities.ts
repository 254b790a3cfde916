/** Operations with a neutral or absorbing constant. Only what is exact for every element: x + 0 is not x for the float -0, so -0 is the one that goes. */
import { type ElementType, elementValue, type Operation, type Primitive, type ProgramValue, primitives, scalarLiteral } from '@millrace/ir';
import { isConstant, splatValue, typeOf } from '../rewrite/constants.ts';
import type { Rewriter } from '../rewrite/rewriter.ts';
import type { Rule } from '../rewrite/rules.ts';

const { add, subtract, multiply, divide, power, maximum, minimum, and, or, xor, compare, broadcastInDim, negate } = primitives;

type Neutral = (element: ElementType) => number | undefined;

const isWhole = ({ kind }: ElementType): boolean => kind === 'signed' || kind === 'unsigned';
const ofBits = (e: ElementType): boolean => isWhole(e) || e.kind === 'boolean';

/** The right operand that changes nothing. Complex numbers are left out where a part's sign of zero would change. */
const neutral: readonly (readonly [Primitive, Neutral])[] = [
  [add, (e) => (e.kind === 'float' ? -0 : isWhole(e) || e.kind === 'boolean' ? 0 : undefined)],
  [subtract, (e) => (e.kind === 'float' || isWhole(e) ? 0 : undefined)],
  [multiply, (e) => (e.kind === 'complex' ? undefined : 1)],
  [divide, (e) => (e.kind === 'complex' ? undefined : 1)],
  [power, (e) => (e.kind === 'complex' ? undefined : 1)],
  [and, (e) => (e.kind === 'boolean' ? 1 : -1)],
  [or, () => 0],
  [xor, () => 0],
];

/** The right operand that is the result, whatever the left one is. Not for floats: 0 * NaN is NaN. */
const absorbing: readonly (readonly [Primitive, Neutral])[] = [
  [multiply, (e) => (ofBits(e) ? 0 : undefined)],
  [and, () => 0],
  [or, (e) => (e.kind === 'boolean' ? 1 : -1)],
];

const rightIs = ({ operands: [, right] }: Operation, of: Neutral, rewriter: Rewriter): boolean => {
  const wanted = of(typeOf(right).element);
  return wanted !== undefined && isConstant(right, wanted, rewriter);
};

/** x everywhere, at the type of `like`. */
function filled(like: ProgramValue, x: number, rewriter: Rewriter): ProgramValue {
  const { element, rank, shape } = typeOf(like);
  const scalar = rewriter.constant(scalarLiteral(element, elementValue(element, x)));
  return rank === 0 ? scalar : rewriter.one(broadcastInDim, [scalar], { broadcastDimensions: [], shape: shape as never });
}

/** Whether 1 / x is exact, and so is every product with it: powers of two whose reciprocals are normal numbers. */
function hasExactReciprocal(x: unknown, { kind, bits, format }: ElementType): x is number {
  if (typeof x !== 'number' || kind !== 'float' || format || x === 0 || !Number.isFinite(x)) return false;
  const exponent = Math.log2(Math.abs(x));
  return Number.isInteger(exponent) && 2 ** exponent === Math.abs(x) && Math.abs(exponent) <= (bits === 32 ? 126 : 1022);
}

export const identityRules: readonly Rule[] = [
  ...neutral.map(
    ([primitive, of]): Rule => ({
      name: `${primitive.shortName}(x, neutral) → x`,
      on: [primitive],
      apply: (operation, rewriter) => (rightIs(operation, of, rewriter) ? [operation.operands[0]] : null),
    }),
  ),
  ...absorbing.map(
    ([primitive, of]): Rule => ({
      name: `${primitive.shortName}(x, absorbing) → absorbing`,
      on: [primitive],
      apply: (operation, rewriter) => (rightIs(operation, of, rewriter) ? [operation.operands[1]] : null),
    }),
  ),
  {
    name: 'f(x, x) → x for maximum, minimum, and, or',
    on: [maximum, minimum, and, or],
    apply: ({ operands: [x, y] }) => (x === y ? [x] : null),
  },
  {
    name: 'x - x → 0 for integers, xor(x, x) → 0',
    on: [subtract, xor],
    apply: ({ operands: [x, y] }, rewriter) => (x === y && ofBits(typeOf(x).element) && typeOf(x).isStatic ? [filled(x, 0, rewriter)] : null),
  },
  {
    name: 'compare(x, x) → constant for integers',
    on: [compare],
    apply: ({ operands: [x, y], attributes, results }, rewriter) => {
      if (x !== y || !ofBits(typeOf(x).element) || !typeOf(x).isStatic) return null;
      return [filled(results[0], ['EQ', 'LE', 'GE'].includes(attributes.comparisonDirection as string) ? 1 : 0, rewriter)];
    },
  },
  {
    // The product is rounded correctly; a library's power may be one unit away from it in f64. Never farther from x².
    name: 'power(x, 2) → x * x',
    on: [power],
    apply: (operation, rewriter) => {
      const [x] = operation.operands;
      return typeOf(x).element.kind !== 'complex' && rightIs(operation, () => 2, rewriter) ? rewriter.emit(multiply, [x, x]) : null;
    },
  },
  {
    name: 'x * -1 → -x',
    on: [multiply],
    apply: (operation, rewriter) => {
      const [x] = operation.operands;
      const { kind } = typeOf(x).element;
      return (kind === 'float' || kind === 'signed') && rightIs(operation, () => -1, rewriter) ? rewriter.emit(negate, [x]) : null;
    },
  },
  {
    name: 'x / 2ⁿ → x * 2⁻ⁿ',
    on: [divide],
    apply: ({ operands: [x, y] }, rewriter) => {
      const value = splatValue(y, rewriter);
      return hasExactReciprocal(value, typeOf(y).element) && typeOf(y).isStatic ? rewriter.emit(multiply, [x, filled(y, 1 / value, rewriter)]) : null;
    },
  },
];
