import { applyScalar, type Scalar, select } from '@millrace/ir';

/** log(1 + e^s), for s at most 0: above about 88 it overflows. */
export const log1pExp = (s: Scalar): Scalar => applyScalar('log_plus_one', [applyScalar('exponential', [s])]);

/**
 * log(1 + e^x) as an expression. The side of 0 decides which exponential cannot overflow; both sides have the derivative sigmoid(x), at 0,
 * too, which max(x, 0) + log1p(e^-|x|) would not.
 */
export const softplusScalar = (s: Scalar): Scalar => select(s.greater(0), s.add(log1pExp(s.neg())), log1pExp(s));
