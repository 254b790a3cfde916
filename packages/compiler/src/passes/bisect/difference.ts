/** Where two runs of a program differ. */
import { type Complex, type ElementType, type ElementValue, elementAt, type Literal } from '@millrace/ir';
import { sameElementValue } from '../rewrite/constants.ts';

export interface Difference {
  /** Which result. */
  readonly result: number;
  /** Which element, in row-major order. */
  readonly element: number;
  readonly before: string;
  readonly after: string;
}

const show = (v: ElementValue): string => (typeof v === 'object' ? `${v.re}+${v.im}i` : Object.is(v, -0) ? '-0' : String(v));

const partsOf = (v: ElementValue): readonly number[] => (typeof v === 'object' ? [v.re, (v as Complex).im] : [Number(v)]);

/** |a - b| <= tolerance * (1 + |a|) in each part; without tolerance the same bits, but for NaN, which is always NaN. */
function agrees(a: ElementValue, b: ElementValue, tolerance: number): boolean {
  if (sameElementValue(a, b)) return true;
  if (tolerance === 0 || typeof a === 'boolean' || typeof b === 'boolean') return false;
  const [x, y] = [partsOf(a), partsOf(b)];
  return x.every((p, i) => Object.is(p, y[i]) || Math.abs(p - y[i]) <= tolerance * (1 + Math.abs(p)));
}

/** Relative error that counts as equal: one number for all types, or what a few roundings may cost. */
export type Tolerance = number | 'rounding';

/** Last digits, by type; narrow floats have few. */
const roundings = ({ kind, format }: ElementType): number => (kind === 'float' || kind === 'complex' ? (format ? 2 ** -4 : 1e-4) : 0);

/** The first element that differs by more than the tolerance, or null. 0 differs from -0 where there is no tolerance. */
export function firstDifference(before: readonly Literal[], after: readonly Literal[], tolerance: Tolerance = 0): Difference | null {
  for (const [result, x] of before.entries()) {
    const y = after[result];
    if (x.type !== y?.type) return { result, element: 0, before: String(x.type), after: String(y?.type) };
    const allowed = tolerance === 'rounding' ? roundings(x.type.element) : tolerance;
    for (let element = 0; element < x.type.size; element++) {
      const [a, b] = [elementAt(x, element), elementAt(y, element)];
      if (!agrees(a, b, allowed)) return { result, element, before: show(a), after: show(b) };
    }
  }
  return null;
}
