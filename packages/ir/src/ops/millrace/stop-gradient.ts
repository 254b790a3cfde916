import { pointwise } from '../../algebra/index.ts';
import { anyTensor, definePrimitive, type Primitive } from '../../primitive/index.ts';

/** The operand, held constant: no derivative flows through it. StableHLO has no such operation; it exports as the operand itself. */
export const stopGradient: Primitive = definePrimitive({
  name: 'millrace.stop_gradient',
  operands: { operand: anyTensor },
  infer: ({ operand }) => operand.type,
  evaluate: ({ operand }) => operand,
  derivative: 'zero',
  batch: 'elementwise',
  lower: ({ operand }) => pointwise([operand], (x) => x),
  traits: { movesNoData: true },
});
