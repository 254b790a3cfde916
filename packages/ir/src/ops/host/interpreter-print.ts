import { opaque } from '../../algebra/index.ts';
import { anyTensor, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { showLiteral } from './show-literal.ts';

/** Writes its operand. Source: StableHLO's interpreter dialect. */
export const interpreterPrint: Primitive = definePrimitive({
  name: 'interpreter.print',
  method: 'printTensor',
  operands: { operand: anyTensor },
  results: 0,
  infer: () => [],
  evaluate: ({ operand }, { print }) => {
    print(showLiteral(operand));
    return [];
  },
  derivative: 'zero',
  batch: 'none',
  lower: () => opaque('print'),
  traits: { sideEffect: true },
  assembly: '$operand attrs type(operands)',
});
