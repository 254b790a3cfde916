import { one } from '../../algebra/index.ts';
import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import type { Primitive } from '../../primitive/index.ts';
import { floatLike, unary } from './family.ts';
import { onReals } from './real-or-complex.ts';

/** 1 / (1 + exp(-x)), also called sigmoid. Source: StableHLO specification, logistic. */
export const logistic: Primitive = unary({
  name: 'stablehlo.logistic',
  operand: floatLike,
  evaluate: onReals((x) => 1 / (1 + Math.exp(-x)), c.logistic),
  partial: (_x, y) => y.mul(one.sub(y)),
});
