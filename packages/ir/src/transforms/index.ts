export { BatchBuilder, batchType, exampleType, vectorize } from './batch.ts';
export { inlineCalls } from './inline.ts';
export { bindSizes, instantiateProgram, type Sizes } from './instantiate.ts';
export { jvp } from './jvp.ts';
export { isDifferentiableType } from './named.ts';
export { type BatchOptions, batchProgram, type DerivativeOptions, type GradOptions, gradProgram, jvpProgram, pullbackProgram } from './programs.ts';
export { type Applied, inputsOf, pullback, pullbackRecords, pullbackRegion, transposeLinear } from './pullback.ts';
export { type Residual, type SplitDerivative, splitDerivative } from './split-derivative.ts';
