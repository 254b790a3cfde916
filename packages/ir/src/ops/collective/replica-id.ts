import { opaque } from '../../algebra/index.ts';
import { definePrimitive, type Primitive } from '../../primitive/index.ts';
import { ui32 } from '../../types/element.ts';
import { scalarLiteral } from '../../types/literal.ts';
import { tensorType } from '../../types/type.ts';

/** The replica id of this process. Source: StableHLO specification, replica_id. */
export const replicaId: Primitive = definePrimitive({
  name: 'stablehlo.replica_id',
  operands: {},
  infer: () => tensorType(ui32, []),
  evaluate: (_, { process }) => scalarLiteral(ui32, process.replicaId),
  derivative: 'zero',
  batch: 'none', // it has no operands, so it never runs on a batch
  lower: () => opaque('replica_id'),
  traits: { collective: true },
  assembly: 'attrs type(results)',
});
