/** For `evaluate` rules of functions on reals with a complex extension. */
import type { Complex, ElementValue } from '../../types/element.ts';

/** Applies `real` to numbers and `complex` to complex numbers. */
export const onReals =
  (real: (x: number) => number, complex: (z: Complex) => Complex) =>
  (x: ElementValue): ElementValue =>
    typeof x === 'object' ? complex(x) : real(x as number);
