/** How exact products are: an attribute of the operations that multiply matrices. */
import { type AttributeSpec, attr, withDefault } from '../../primitive/index.ts';

type Precision = 'DEFAULT' | 'HIGH' | 'HIGHEST';

export const precisionConfig: AttributeSpec<readonly Precision[]> = withDefault(attr.choices(['DEFAULT', 'HIGH', 'HIGHEST'], { mlir: 'precision' }), []);

/**
 * One entry for each operand. The specification says 2; StableHLO's verifier takes fewer, and its tests contain a program with one
 * (`dot_general_one_element_precision_config` in ops_stablehlo.mlir).
 */
export const atMostTwo = (precision: readonly Precision[]): true | string =>
  precision.length <= 2 || `precisionConfig must have at most 2 entries; got ${precision.length}`;
