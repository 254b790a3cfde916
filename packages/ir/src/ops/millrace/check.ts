import { opaque } from '../../algebra/index.ts';
import { type ErrorCode, errorTable, failure } from '../../errors/index.ts';
import { anyTensor, attr, boolean, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import type { Complex } from '../../types/element.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { sameShape, showShape, staticShape } from '../../types/type.ts';
import { currentMask, withoutMask } from '../control/mask.ts';
import { batchOf, tensorTypeOf } from '../values.ts';

/** The coordinate of a flat index: `3`, `1, 2`; empty for a scalar. */
function coordinate(flat: number, shape: readonly number[]): string {
  let rest = flat;
  const index = [...shape].reverse().map((d) => {
    const k = rest % d;
    rest = Math.floor(rest / d);
    return k;
  });
  return index.reverse().join(', ');
}

const showElement = (x: Literal, flat: number): string => {
  const value = elementAt(x, x.type.rank === 0 ? 0 : flat);
  return typeof value === 'object' ? `${(value as Complex).re}+${(value as Complex).im}i` : String(value);
};

/**
 * The text of a failed check: `{position}` in the message becomes the coordinate of the first element that fails, `{0}`, `{1}` … the elements of
 * the shown operands there (or the operand itself where it is a scalar). `indices[{position}] = {0} is not in [0, {1})`.
 */
export function checkMessage(message: string, flat: number, shape: readonly number[], shown: readonly Literal[]): string {
  return message.replace(/\{(position|\d+)\}/g, (whole, key: string) => {
    if (key === 'position') return coordinate(flat, shape);
    const operand = shown[Number(key)];
    return operand ? showElement(operand, flat) : whole;
  });
}

/**
 * Fails with `code` and `message` at the first element, in row-major order, for which `predicate` does not hold. It precedes operations that
 * clamp, skip or divide, so that bad operands raise as TensorFlow's CPU kernels do; see design-notes N4. `shown` operands have the
 * predicate's shape or are scalars; see `checkMessage`.
 */
export const check: Primitive = definePrimitive({
  name: 'millrace.check',
  operands: { predicate: boolean, shown: variadic(anyTensor) },
  attributes: { code: attr.string(), op: attr.string(), message: attr.string() },
  results: 0,
  constraints: {
    c1: ({ predicate, shown }) =>
      shown.every((x) => x.rank === 0 || sameShape(x.shape, predicate.shape)) ||
      `shown operands must be scalars or have shape ${showShape(predicate.shape)}; got ${shown.map((x) => showShape(x.shape)).join(', ')}`,
    c2: ({ code }) => code in errorTable || `code ${code} is not in the table of errors`,
  },
  infer: () => [],
  evaluate: ({ predicate, shown, code, op, message }) => {
    for (let i = 0; i < predicate.type.size; i++) {
      if (elementAt(predicate, i) === false) throw failure(code as ErrorCode, { op, message: checkMessage(message, i, staticShape(predicate.type), shown) });
    }
    return [];
  },
  derivative: 'zero',
  batch: ({ predicate, shown, code, op, message, size }, b) => {
    const mask = currentMask();
    const whole = batchOf(predicate, size, b);
    const { shape } = tensorTypeOf(whole);
    // Examples that are not in the branch cannot fail in it.
    const holds = mask ? b.or(whole, b.broadcast(b.not(mask), shape, [0])) : whole;
    const spread = shown.map((x) => (x.type.rank === 0 && x.batched ? b.broadcast(x.value, shape, [0]) : x.type.rank === 0 ? x.value : batchOf(x, size, b)));
    return withoutMask(() => b.check(holds, spread, { code, op, message }));
  },
  lower: () => opaque('check'),
  traits: { sideEffect: true, maskable: true },
});
