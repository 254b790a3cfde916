/** Checks on the elements of integer operands: division by zero and negative powers raise, eagerly and in compiled programs. */
import { methods } from '@millrace/ir';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantLike } from '../broadcast.ts';
import { checkElements } from '../check.ts';

/** The divisor, after a check that no element is 0. */
export function refuseZeroDivisor(op: string, divisor: Tensor): Tensor {
  const valid = methods.compare(divisor, constantLike(divisor, 0), { comparisonDirection: 'NE' }) as Tensor;
  return checkElements(divisor, valid, { op, code: 'integer-division-by-zero', message: 'integer division by zero' });
}

/** The exponent, after a check that no element is negative. */
export function refuseNegativePower(exponent: Tensor): Tensor {
  const valid = methods.compare(exponent, constantLike(exponent, 0), { comparisonDirection: 'GE' }) as Tensor;
  return checkElements(exponent, valid, { op: 'pow', code: 'invalid-value', message: 'integers have no negative powers' });
}
