/** Partial derivatives of pointwise primitives as scalar expressions. */
import { type Scalar, scalarInput } from '../algebra/index.ts';
import type { Primitive } from '../primitive/primitive.ts';

/** The scalar expression of the partial derivative by operand `index`, over inputs [operands..., y]; null where there is none. */
export function partialExpression(primitive: Primitive, index: number, count: number): Scalar | null {
  return preparedPartial(primitive, index, count).partial;
}

/** A partial and, over [operands..., y, cotangent], the cotangent times it. */
export interface Prepared {
  readonly partial: Scalar | null;
  readonly product: Scalar | null;
}
const prepared = new Map<Primitive, Prepared[]>();

/** Expressions are made once for each primitive: a backward pass asks at every step. */
export function preparedPartial(primitive: Primitive, index: number, count: number): Prepared {
  let list = prepared.get(primitive);
  if (!list) prepared.set(primitive, (list = []));
  const key = count * 16 + index;
  let found = list[key];
  if (!found) {
    const partial = makePartial(primitive, index, count);
    list[key] = found = { partial, product: partial && scalarInput(count + 1).mul(partial) };
  }
  return found;
}

function makePartial(primitive: Primitive, index: number, count: number): Scalar | null {
  const rule = primitive.derivative;
  if (typeof rule === 'string' || !('partials' in rule)) return null;
  const partial = rule.partials[index];
  if (!partial) return null;
  const scalars = primitive.named(
    Array.from({ length: count }, (_, i) => scalarInput(i)),
    {},
    [],
  );
  return partial({ ...scalars, y: scalarInput(count) } as never);
}
