import { opaque } from '../../algebra/index.ts';
import { totalOrderKey } from '../../evaluate/arithmetic/bits.ts';
import { arithmeticFor } from '../../evaluate/elementwise.ts';
import { attr, definePrimitive, floating, integer, type Primitive, withDefault } from '../../primitive/index.ts';
import { allocate, i32, isFloat, writeElement } from '../../types/element.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { showShape, type TensorType, tensorType } from '../../types/type.ts';
import { takeAlong } from '../gather/take-along.ts';
import { tensorTypeOf } from '../values.ts';

/** Orders flat positions of a literal from the largest element down. NaN is above infinity and -0 below 0, as in a total order. */
function descending(x: Literal): (i: number, k: number) => number {
  const { element } = x.type;
  if (isFloat(element)) {
    const key = (i: number): bigint => totalOrderKey(element, x.data, i);
    return (i, k) => (key(i) > key(k) ? -1 : key(i) < key(k) ? 1 : 0);
  }
  const { less } = arithmeticFor(x);
  return (i, k) => (less(elementAt(x, k), elementAt(x, i)) ? -1 : less(elementAt(x, i), elementAt(x, k)) ? 1 : 0);
}

/** The k largest elements of each row, largest first, and their positions; of equal elements the earlier one comes first. Source: ChloOps.td, top_k. */
export const topK: Primitive = definePrimitive({
  name: 'chlo.top_k',
  operands: { operand: integer.or(floating) },
  attributes: { k: attr.int(), isStable: withDefault(attr.boolean(), true) },
  results: 2,
  constraints: {
    i1: ({ operand }) => operand.rank >= 1 || 'operand must have rank 1 or more',
    i2: ({ operand, k }) => {
      const last = operand.shape[operand.rank - 1];
      return (k >= 0 && (typeof last !== 'number' || k <= last)) || `k must be between 0 and the last size of ${showShape(operand.shape)}; got ${k}`;
    },
  },
  infer: ({ operand, k }) => {
    const shape = [...operand.shape.slice(0, -1), k];
    return [tensorType(operand.element, shape), tensorType(i32, shape)];
  },
  evaluate: ({ operand, k }, { resultTypes }) => {
    const [valueType, indexType] = resultTypes as TensorType[];
    const length = operand.type.shape[operand.type.rank - 1] as number;
    const values = allocate(valueType.element, valueType.size);
    const indices = allocate(indexType.element, indexType.size);
    const compare = descending(operand);
    for (let row = 0; row * k < valueType.size; row++) {
      const order = Array.from({ length }, (_, i) => row * length + i).sort(compare);
      for (let j = 0; j < k; j++) {
        writeElement(valueType.element, values, row * k + j, elementAt(operand, order[j]));
        writeElement(indexType.element, indices, row * k + j, order[j] - row * length);
      }
    }
    return [
      { type: valueType, data: values },
      { type: indexType, data: indices },
    ];
  },
  derivative: {
    // The tangents of the elements that were taken.
    jvp: ({ operand, results: [, indices], tangents }, b) => {
      if (!tangents.operand) return [null, null];
      return [takeAlong(tangents.operand, indices, tensorTypeOf(operand).rank - 1, b), null];
    },
  },
  batch: 'elementwise', // rows of the last axis, whatever comes before it
  lower: () => opaque('top_k'),
  assembly: '( $operand , k = $k ?( , is_stable = $isStable )? ) attrs type(arrow)',
});
