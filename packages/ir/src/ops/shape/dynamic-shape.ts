/** What operations share whose result's shape, or place, is an operand: reading it, and giving it a batch axis. */
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { failure } from '../../errors/index.ts';
import { type Arg, type Batched, integer, type TypeConstraint } from '../../primitive/index.ts';
import { type Dim, isStatic, sameDim } from '../../types/dim.ts';
import type { ElementType } from '../../types/element.ts';
import { elementsOf, type Literal } from '../../types/literal.ts';
import { showShape, type TensorType, tensorType } from '../../types/type.ts';
import { tensorTypeOf } from '../values.ts';

/** A list of integers, one an axis. */
export const shapeTensor: TypeConstraint = integer.ofRank(1);

export const integersOf = (x: Literal): number[] => elementsOf(x).map(Number);

/** Whether a list operand has one entry an axis. */
export const entryEachAxis = (list: Arg, rank: number): true | string =>
  sameDim(list.shape[0], rank) || `${list.name} must have ${rank} entries, one for each axis; got ${showShape(list.shape)}`;

/** The type with the shape that an operand gives; what was declared (where known) must agree. */
export function actualType(op: string, element: ElementType, shape: readonly number[], declared: TensorType): TensorType {
  const agrees = declared.shape.every((d, i) => !isStatic(d) || d === shape[i]);
  if (!agrees || shape.some((d) => d < 0)) {
    throw failure('evaluation', { op, message: `the shape given is ${showShape(shape)}, and the result is declared as ${showShape(declared.shape)}` });
  }
  return tensorType(element, shape);
}

/** A shape operand with the batch size before its entries. */
export function withBatchSize(list: Value, size: Dim, batch: Value, b: Methods): Value {
  const { element } = tensorTypeOf(list);
  const first = isStatic(size)
    ? b.full(tensorType(element, [1]), size)
    : b.reshape(b.convert(b.getDimensionSize(batch, { dimension: 0 }), { element }), { shape: [1] });
  return b.concatenate([first, list], { dimension: 0 });
}

/** A list operand with an entry for the batch axis before its own. */
export const withBatchEntry = (list: Value, entry: number, b: Methods): Value =>
  b.concatenate([b.full(tensorType(tensorTypeOf(list).element, [1]), entry), list], { dimension: 0 });

/** Whether any of the lists differs between examples: then results have no common shape. */
export const differ = (...lists: readonly Batched[]): boolean => lists.some((l) => l.batched);

/** The sizes of a tensor as a list operand of the type of `like`. */
export function sizesOf(x: Value, like: Value, b: Methods): Value {
  const { element } = tensorTypeOf(like);
  const { shape, rank } = tensorTypeOf(x);
  const one = tensorType(element, [1]);
  const parts = shape.map((d, dimension) =>
    isStatic(d) ? b.full(one, d) : b.reshape(b.convert(b.getDimensionSize(x, { dimension }), { element }), { shape: [1] }),
  );
  return rank === 0 ? b.zeros(tensorType(element, [0])) : b.concatenate(parts, { dimension: 0 });
}

/** From the first to just after the last of `counts` elements that are `strides` apart, on each axis. */
export function spansOf(counts: Value, strides: Value, b: Methods): Value {
  const type = tensorTypeOf(counts);
  const one = b.ones(type);
  return b.maximum(b.add(b.multiply(b.subtract(counts, one), strides), one), b.zeros(type));
}
