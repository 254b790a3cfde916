import { opaque } from '../../algebra/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { showLiteral } from './show-literal.ts';

/** Writes its operand under a name and returns it. Source: StableHLO's interpreter dialect. */
export const interpreterProbe: Primitive = definePrimitive({
  name: 'interpreter.probe',
  method: 'probe',
  operands: { operand: anyTensor },
  attributes: { probeId: attr.string() },
  infer: ({ operand }) => operand.type,
  evaluate: ({ operand, probeId }, { print }) => {
    print(`${probeId} = ${showLiteral(operand)}`);
    return operand;
  },
  derivative: { linear: 'jointly', transpose: { operand: ({ ct }) => ct } },
  batch: ({ operand, probeId }, b) => b.probe(operand.value, { probeId }),
  lower: () => opaque('probe'),
  traits: { sideEffect: true },
  assembly: '$operand , probe_id = $probeId attrs type(same)',
});
