import type { Primitive } from '../../primitive/index.ts';
import { isComplex } from '../../types/element.ts';
import type { TensorType } from '../../types/type.ts';
import { signedLike, unary } from './family.ts';

/** -1, 0 or 1 (zeros keep their sign, NaN passes), or a complex number's direction x / |x|. Source: StableHLO specification, sign. */
export const sign: Primitive = unary({
  name: 'stablehlo.sign',
  operand: signedLike,
  evaluate: (x, arithmetic) => arithmetic.sign(x),
  partial: {
    // For complex x = r u with |u| = 1, only the part of dx across u turns u: du = (dx - u Re(conj(u) dx)) / r. The map is its own adjoint.
    jvp: ({ x, results: [u], tangents }, b) => {
      const type = x.type as TensorType;
      const dx = tangents.x;
      if (!dx || !isComplex(type.element)) return [null];
      const along = b.multiply(u, b.convert(b.real(b.multiply(b.conjugate(u), dx)), { element: type.element }));
      const radius = b.convert(b.abs(x), { element: type.element });
      const atZero = b.compare(radius, b.zeros(type), { comparisonDirection: 'EQ' });
      return b.select(atZero, b.zeros(type), b.divide(b.subtract(dx, along), b.select(atZero, b.ones(type), radius)));
    },
  },
});
