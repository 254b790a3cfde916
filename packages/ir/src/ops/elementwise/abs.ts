import { scalarInput } from '../../algebra/index.ts';
import type { Primitive } from '../../primitive/index.ts';
import { isComplex } from '../../types/element.ts';
import type { TensorType } from '../../types/type.ts';
import { signedLike, unary } from './family.ts';

/** Absolute value, or modulus of a complex number; its derivative at 0 is 0. Source: StableHLO specification, abs. */
export const abs: Primitive = unary({
  name: 'stablehlo.abs',
  operand: signedLike,
  evaluate: (x, arithmetic) => arithmetic.abs(x),
  resultElement: (x) => x.part ?? x,
  partial: {
    // The modulus is no holomorphic function: its gradient is the direction of x, times a real cotangent.
    vjp: ({ x, ct }, b) => {
      const { element } = x.type as TensorType;
      return { x: isComplex(element) ? b.multiply(b.convert(ct, { element }), b.sign(x)) : b.pointwise(scalarInput(0).mul(scalarInput(1).sign()), [ct, x]) };
    },
  },
});
