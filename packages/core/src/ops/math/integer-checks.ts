/** Checks on the elements of integer operands: division by zero and negative powers raise, eagerly and in compiled programs. */
import { methods } from '@millrace/ir';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantLike } from '../broadcast.ts';
import { checkElements } from '../check.ts';

/**
 * The divisor, after a check that no element is 0. Where one is, the program goes on with 1 until the check is reported, because native
 * code must never divide by zero.
 */
export function refuseZeroDivisor(op: string, divisor: Tensor): Tensor {
  const valid = methods.compare(divisor, constantLike(divisor, 0), { comparisonDirection: 'NE' }) as Tensor;
  checkElements(valid, [], { op, code: 'integer-division-by-zero', message: 'the divisor is 0 at [{position}]' });
  return methods.select(valid, divisor, constantLike(divisor, 1)) as Tensor;
}

/** The exponent, after a check that no element is negative. */
export function refuseNegativePower(exponent: Tensor): Tensor {
  const valid = methods.compare(exponent, constantLike(exponent, 0), { comparisonDirection: 'GE' }) as Tensor;
  checkElements(valid, [exponent], {
    op: 'pow',
    code: 'invalid-value',
    message: 'an integer to the power {0} at [{position}]; integers have no negative powers',
  });
  return exponent;
}
