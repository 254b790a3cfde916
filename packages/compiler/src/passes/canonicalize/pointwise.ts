/** Conversions, choices and parts of complex numbers that undo each other. Exact for every element. */
import { type ElementType, type FloatFormat, primitives } from '@millrace/ir';
import { splatValue, typeOf } from '../rewrite/constants.ts';
import type { Rule } from '../rewrite/rules.ts';

const { convert, select, negate, not, abs, real, imag, complex, subtract, add, multiply } = primitives;

/** Bits of the fraction and exponents of normal and subnormal numbers. */
interface Precision {
  readonly mantissa: number;
  readonly lowest: number;
  readonly highest: number;
}
const wide: Readonly<Record<number, Precision>> = { 32: { mantissa: 23, lowest: -149, highest: 127 }, 64: { mantissa: 52, lowest: -1074, highest: 1023 } };

const narrow = ({ mantissaBits, exponentBits, bias, special }: FloatFormat): Precision => ({
  mantissa: mantissaBits,
  lowest: 1 - bias - mantissaBits,
  // The largest exponent is kept for infinity and NaN, or has one NaN at its end.
  highest: 2 ** exponentBits - (special === 'ieee' || special === 'power-of-two' ? 2 : 1) - bias,
});
const precisionOf = (e: ElementType): Precision => (e.format ? narrow(e.format) : wide[e.bits]);
/** Only these formats have every special value of the others: NaN, both infinities, both zeros. */
const hasSpecials = (e: ElementType): boolean => !e.format || (e.format.special === 'ieee' && e.bits === 16);

const isInteger = (e: ElementType): boolean => e.kind === 'signed' || e.kind === 'unsigned';
const magnitudeBits = (e: ElementType): number => (e.kind === 'signed' ? e.bits - 1 : e.bits);

/** Whether every value of `a` is a value of `b`. */
export function embeds(a: ElementType, b: ElementType): boolean {
  if (a === b) return true;
  if (isInteger(a) && isInteger(b)) return magnitudeBits(a) <= magnitudeBits(b) && (a.kind === 'unsigned' || b.kind === 'signed');
  if (b.kind !== 'float' || !hasSpecials(b)) return false;
  const to = precisionOf(b);
  if (isInteger(a)) return magnitudeBits(a) <= to.mantissa + 1 && magnitudeBits(a) <= to.highest;
  if (a.kind !== 'float') return false;
  const from = precisionOf(a);
  return from.mantissa <= to.mantissa && from.lowest >= to.lowest && from.highest <= to.highest;
}

/** Whether converting `from` → `by` → `to` is converting `from` → `to`. Integers wrap where floats saturate, so a way over floats must not lose range. */
export function passesThrough(from: ElementType, by: ElementType, to: ElementType): boolean {
  if (!embeds(from, by)) return false;
  return !(isInteger(from) && by.kind === 'float' && isInteger(to)) || embeds(from, to);
}

export const pointwiseRules: readonly Rule[] = [
  {
    name: 'convert to the same type → its operand',
    on: [convert],
    apply: ({ operands, results }) => (operands[0].type === results[0].type ? [operands[0]] : null),
  },
  {
    name: 'convert(convert(x)) → convert(x) where the first loses nothing',
    on: [convert],
    apply: ({ operands, attributes }, rewriter) => {
      const inner = rewriter.producer(operands[0]);
      if (inner?.primitive !== convert) return null;
      const [x] = inner.operands;
      return passesThrough(typeOf(x).element, typeOf(operands[0]).element, attributes.element as ElementType) ? rewriter.emit(convert, [x], attributes) : null;
    },
  },
  {
    name: 'select(constant, x, y) → x or y',
    on: [select],
    apply: ({ operands: [predicate, x, y] }, rewriter) => {
      if (x === y) return [x];
      const known = splatValue(predicate, rewriter);
      return known === undefined ? null : [known ? x : y];
    },
  },
  {
    name: 'select(not(p), x, y) → select(p, y, x)',
    on: [select],
    apply: ({ operands: [predicate, x, y] }, rewriter) => {
      const made = rewriter.producer(predicate);
      return made?.primitive === not ? rewriter.emit(select, [made.operands[0], y, x]) : null;
    },
  },
  ...[negate, not].map(
    (twice): Rule => ({
      name: `${twice.shortName}(${twice.shortName}(x)) → x`,
      on: [twice],
      apply: ({ operands }, rewriter) => {
        const inner = rewriter.producer(operands[0]);
        return inner?.primitive === twice ? [inner.operands[0]] : null;
      },
    }),
  ),
  {
    name: 'abs(negate(x)) and abs(abs(x)) → abs(x)',
    on: [abs],
    apply: ({ operands }, rewriter) => {
      const inner = rewriter.producer(operands[0]);
      return inner?.primitive === negate || inner?.primitive === abs ? rewriter.emit(abs, [inner.operands[0]]) : null;
    },
  },
  {
    name: 'x - (-y) → x + y',
    on: [subtract],
    apply: ({ operands: [x, y] }, rewriter) => {
      const made = rewriter.producer(y);
      return made?.primitive === negate ? rewriter.emit(add, [x, made.operands[0]]) : null;
    },
  },
  {
    name: 'x + (-y) → x - y',
    on: [add],
    apply: ({ operands: [x, y] }, rewriter) => {
      if (typeOf(x).element.kind === 'boolean') return null;
      const [left, right] = [x, y].map((v) => rewriter.producer(v));
      if (right?.primitive === negate) return rewriter.emit(subtract, [x, right.operands[0]]);
      return left?.primitive === negate ? rewriter.emit(subtract, [y, left.operands[0]]) : null;
    },
  },
  {
    name: '(-x) * (-y) → x * y',
    on: [multiply],
    apply: ({ operands }, rewriter) => {
      const made = operands.map((v) => rewriter.producer(v));
      return made.every((m) => m?.primitive === negate) && typeOf(operands[0]).element.kind !== 'complex'
        ? rewriter.emit(
            multiply,
            made.map((m) => m!.operands[0]),
          )
        : null;
    },
  },
  ...[real, imag].map(
    (part, index): Rule => ({
      name: `${part.shortName}(complex(re, im)) → ${index === 0 ? 're' : 'im'}`,
      on: [part],
      apply: ({ operands }, rewriter) => {
        const made = rewriter.producer(operands[0]);
        return made?.primitive === complex ? [made.operands[index]] : null;
      },
    }),
  ),
  {
    name: 'complex(real(x), imag(x)) → x',
    on: [complex],
    apply: ({ operands }, rewriter) => {
      const [re, im] = operands.map((v) => rewriter.producer(v));
      return re?.primitive === real && im?.primitive === imag && re.operands[0] === im.operands[0] ? [re.operands[0]] : null;
    },
  },
];
