export { batchType, exampleType, vectorize } from './batch.ts';
export { jvp } from './jvp.ts';
export { isDifferentiableType } from './named.ts';
export { type Applied, inputsOf, pullback, pullbackRecords, pullbackRegion, transposeLinear } from './pullback.ts';
