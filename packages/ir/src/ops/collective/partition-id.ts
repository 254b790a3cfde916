import { opaque } from '../../algebra/index.ts';
import { definePrimitive, type Primitive } from '../../primitive/index.ts';
import { ui32 } from '../../types/element.ts';
import { scalarLiteral } from '../../types/literal.ts';
import { tensorType } from '../../types/type.ts';

/** The partition id of this process. Source: StableHLO specification, partition_id. */
export const partitionId: Primitive = definePrimitive({
  name: 'stablehlo.partition_id',
  operands: {},
  infer: () => tensorType(ui32, []),
  evaluate: (_, { process }) => scalarLiteral(ui32, process.partitionId),
  derivative: 'zero',
  batch: 'none', // it has no operands, so it never runs on a batch
  lower: () => opaque('partition_id'),
  traits: { collective: true },
  assembly: 'attrs type(results)',
});
