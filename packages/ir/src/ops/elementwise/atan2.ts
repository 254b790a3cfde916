import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import type { Primitive } from '../../primitive/index.ts';
import type { Complex } from '../../types/element.ts';
import { binary, floatLike } from './family.ts';

/** The angle of the point (rhs, lhs), in (-pi, pi]. Source: StableHLO specification, atan2. */
export const atan2: Primitive = binary({
  name: 'stablehlo.atan2',
  operand: floatLike,
  evaluate: (y, x) => (typeof y === 'object' ? c.atan2(y, x as Complex) : Math.atan2(y as number, x as number)),
  partials: [(y, x) => x.div(x.square().add(y.square())), (y, x) => y.neg().div(x.square().add(y.square()))],
});
