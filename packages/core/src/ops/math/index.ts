/** Elementwise mathematics, comparisons, casts, clipping. */
export * from './arithmetic.ts';
export { bitcast, cast, saturateCast } from './cast.ts';
export * from './clip.ts';
export * from './compare.ts';
export * from './complex.ts';
export { type CumulativeOptions, cumprod, cumsum, cumulativeLogsumexp } from './cumulative.ts';
export type { Binary, Comparison, Unary, UnaryPredicate } from './families.ts';
export { bucketize, type HistogramOptions, histogramFixedWidth, histogramFixedWidthBins } from './histogram.ts';
export { ensureShape, identity, stopGradient } from './identity.ts';
export {
  type BincountOptions,
  bincount,
  type ConfusionMatrixOptions,
  confusionMatrix,
  type SortedSegment,
  segmentMax,
  segmentMean,
  segmentMin,
  segmentProd,
  segmentSum,
  type UnsortedSegment,
  unsortedSegmentMax,
  unsortedSegmentMean,
  unsortedSegmentMin,
  unsortedSegmentProd,
  unsortedSegmentSqrtN,
  unsortedSegmentSum,
} from './segment.ts';
export { besselI0, besselI0e, besselI1, besselI1e, lbeta, polygamma, zeroFraction, zeta } from './special.ts';
export {
  abs,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  ceil,
  cos,
  cosh,
  digamma,
  erf,
  erfc,
  erfcinv,
  erfinv,
  exp,
  expm1,
  floor,
  isFiniteNumber as isFinite,
  isInf,
  isNan,
  lgamma,
  log,
  log1p,
  logSigmoid,
  ndtri,
  reciprocal,
  reciprocalNoNan,
  rint,
  round,
  rsqrt,
  sigmoid,
  sign,
  sin,
  sinh,
  softplus,
  sqrt,
  square,
  tan,
  tanh,
} from './unary.ts';
