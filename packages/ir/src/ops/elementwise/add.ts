import { applyScalar, one, pointwise } from '../../algebra/index.ts';
import { arithmeticFor, mapElements } from '../../evaluate/elementwise.ts';
import { anyTensor, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { sameShape, showShape } from '../../types/type.ts';
import { quantizedAxis } from '../quantized/scales.ts';

const isQuantized = (x: { readonly element: { readonly kind: string } }): boolean => x.element.kind === 'quantized';

/** Sum of two tensors; logical or for booleans. The one sum that may be quantized per axis. Source: StableHLO specification, add. */
export const add: Primitive = definePrimitive({
  name: 'stablehlo.add',
  operands: { lhs: anyTensor, rhs: anyTensor },
  constraints: {
    c1: ({ lhs, rhs }) => {
      if (!isQuantized(lhs) && !isQuantized(rhs) && lhs.element !== rhs.element)
        return `lhs and rhs must have one element type; got ${lhs.element.name} and ${rhs.element.name}`;
      return sameShape(lhs.shape, rhs.shape) || `lhs and rhs must have one shape; got ${showShape(lhs.shape)} and ${showShape(rhs.shape)}`;
    },
    c2: ({ lhs, rhs }) => isQuantized(lhs) === isQuantized(rhs) || `both lhs and rhs must be quantized; got ${lhs.element.name} and ${rhs.element.name}`,
    c3: ({ lhs, rhs }) => {
      const [a, b] = [lhs.element.quantization?.storage, rhs.element.quantization?.storage];
      return a === b || `lhs and rhs must have one storage type; got ${a?.name} and ${b?.name}`;
    },
    c4: ({ lhs, rhs }) => {
      const [a, b] = [lhs.element.quantization?.expressed, rhs.element.quantization?.expressed];
      return a === b || `lhs and rhs must have one expressed type; got ${a?.name} and ${b?.name}`;
    },
    // With c6: the result has the axis of both.
    c7: ({ lhs, rhs }) => {
      const [a, b] = [quantizedAxis(lhs.element), quantizedAxis(rhs.element)];
      return a < 0 || b < 0 || a === b || `lhs and rhs must be quantized along one axis; got ${a} and ${b}`;
    },
  },
  // c5 to c7: the result is quantized along the axis of the operand that is quantized along one.
  infer: ({ lhs, rhs }) => (quantizedAxis(lhs.element) < 0 && quantizedAxis(rhs.element) >= 0 ? rhs.type : lhs.type),
  evaluate: ({ lhs, rhs }) => {
    const arithmetic = arithmeticFor(lhs);
    return mapElements(lhs.type, [lhs, rhs], (a, b) => arithmetic.add(a, b));
  },
  derivative: { partials: [() => one, () => one] },
  batch: 'elementwise',
  lower: ({ lhs, rhs }) => pointwise([lhs, rhs], (a, b) => applyScalar('add', [a, b])),
  traits: { commutative: true },
});
