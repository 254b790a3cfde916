import { select, zero } from '../../algebra/index.ts';
import type { Primitive } from '../../primitive/index.ts';
import { binary, numberLike } from './family.ts';

/** lhs to the power of rhs; integers wrap, and a negative power of an integer truncates. Source: StableHLO specification, power. */
export const power: Primitive = binary({
  name: 'stablehlo.power',
  operand: numberLike,
  evaluate: (a, b, arithmetic) => arithmetic.power(a, b),
  partials: [
    // 0 for the power 0, where b * a^-1 is not defined at a = 0
    (a, b) => select(b.equal(0), zero, b.mul(a.pow(b.sub(1)))),
    // 0 where log a is not a number (a real a below 0) or infinite (a = 0), as in TensorFlow
    (a, _b, y) => select(a.equal(0).or(a.log().notEqual(a.log())), zero, y.mul(a.log())),
  ],
});
