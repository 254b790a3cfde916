export { arithmeticOf } from './arithmetic/arithmetic.ts';
export { nextAfter } from './arithmetic/bits.ts';
export * as complexFunctions from './arithmetic/complex-functions.ts';
export { roundAwayFromZero, roundToEven } from './arithmetic/rounding.ts';
export * as specialFunctions from './arithmetic/special-functions/index.ts';
export * from './context.ts';
export { mapElements } from './elementwise.ts';
export { EvalBuilder, type EvaluateOptions, evaluateOperation, evaluateProgram, type RunElsewhere, singleProcess } from './evaluator.ts';
export { type Grid, type GridResult, runGrid } from './grid.ts';
