export { Constraint, type ConstraintLike } from './constraint.ts';
export { MaxNorm, type MaxNormOptions, maxNorm } from './max-norm.ts';
export { MinMaxNorm, type MinMaxNormOptions, minMaxNorm } from './min-max-norm.ts';
export { NonNeg, nonNeg } from './non-neg.ts';
export { UnitNorm, type UnitNormOptions, unitNorm } from './unit-norm.ts';
