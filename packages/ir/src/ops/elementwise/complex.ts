import { applyScalar, pointwise } from '../../algebra/index.ts';
import { mapElements } from '../../evaluate/elementwise.ts';
import { definePrimitive, type Primitive, TypeConstraint } from '../../primitive/index.ts';
import { complex64, complex128, type ElementType, f32, f64 } from '../../types/element.ts';
import { sameShape, showShape, type TensorType, tensorType } from '../../types/type.ts';

const isPart = (e: ElementType): boolean => e === f32 || e === f64;
/** Floats that complex numbers are made of. */
const part: TypeConstraint = new TypeConstraint('f32 or f64', (t) => t.kind === 'tensor' && isPart(t.element), isPart);

/** Complex numbers from real and imaginary parts. Source: StableHLO specification, complex. */
export const complex: Primitive = definePrimitive({
  name: 'stablehlo.complex',
  operands: { lhs: part, rhs: part },
  constraints: {
    c1: ({ lhs, rhs }) =>
      (lhs.element === rhs.element && sameShape(lhs.shape, rhs.shape)) ||
      `lhs and rhs must have one type; got ${lhs.element.name}${showShape(lhs.shape)} and ${rhs.element.name}${showShape(rhs.shape)}`,
  },
  infer: ({ lhs }) => tensorType(lhs.element === f64 ? complex128 : complex64, lhs.shape),
  evaluate: ({ lhs, rhs }, { resultTypes }) => mapElements(resultTypes[0] as TensorType, [lhs, rhs], (re, im) => ({ re: re as number, im: im as number })),
  derivative: { linear: 'jointly', transpose: { lhs: ({ ct }, b) => b.real(ct), rhs: ({ ct }, b) => b.imag(ct) } },
  batch: 'elementwise',
  lower: ({ lhs, rhs }) => pointwise([lhs, rhs], (re, im) => applyScalar('complex', [re, im])),
  assembly: 'operands attrs type(results)',
});
