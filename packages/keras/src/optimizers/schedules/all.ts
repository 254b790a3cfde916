/** Classes and factories of schedules. */
export { CosineDecay, type CosineDecayOptions, cosineDecay } from './cosine-decay.ts';
export { ExponentialDecay, type ExponentialDecayOptions, exponentialDecay } from './exponential-decay.ts';
export { InverseTimeDecay, type InverseTimeDecayOptions, inverseTimeDecay } from './inverse-time-decay.ts';
export { PiecewiseConstantDecay, type PiecewiseConstantDecayOptions, piecewiseConstantDecay } from './piecewise-constant-decay.ts';
export { PolynomialDecay, type PolynomialDecayOptions, polynomialDecay } from './polynomial-decay.ts';
