import { select as choose, pointwise } from '../../algebra/index.ts';
import { mapElements } from '../../evaluate/elementwise.ts';
import { boolean, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { sameBaseline } from '../../types/element.ts';
import { sameShape, showShape, type TensorType } from '../../types/type.ts';
import { anyPerTensor } from './family.ts';

/** `onTrue` where `pred` holds, `onFalse` elsewhere; `pred` may be a scalar. Source: StableHLO specification, select. */
export const select: Primitive = definePrimitive({
  name: 'stablehlo.select',
  operands: { pred: boolean, onTrue: anyPerTensor, onFalse: anyPerTensor },
  constraints: {
    c1: ({ pred, onTrue }) =>
      pred.rank === 0 || sameShape(pred.shape, onTrue.shape) || `pred must be a scalar or have shape ${showShape(onTrue.shape)}; got ${showShape(pred.shape)}`,
    c2: ({ onTrue, onFalse }) =>
      (sameBaseline(onTrue.element, onFalse.element) && sameShape(onTrue.shape, onFalse.shape)) ||
      `onTrue and onFalse must have one type; got ${onTrue.type} and ${onFalse.type}`,
  },
  infer: ({ onTrue }) => onTrue.type,
  evaluate: ({ pred, onTrue, onFalse }) => mapElements(onTrue.type, [pred, onTrue, onFalse], (p, a, b) => (p ? a : b)),
  // The cotangent is selected, not multiplied by 0, so that NaN and infinity in the other branch do not spread: the rule is linear.
  derivative: {
    linear: 'jointly',
    transpose: {
      onTrue: ({ pred, onTrue, ct }, b) => b.select(pred, ct, b.zeros(onTrue.type as TensorType)),
      onFalse: ({ pred, onFalse, ct }, b) => b.select(pred, b.zeros(onFalse.type as TensorType), ct),
    },
  },
  batch: 'elementwise',
  lower: ({ pred, onTrue, onFalse }) => pointwise([pred, onTrue, onFalse], (p, a, b) => choose(p, a, b)),
  assembly: 'operands attrs type(select)',
});
