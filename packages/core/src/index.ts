export * from './function/index.ts';
export * as nest from './function/nest.ts';
export * as random from './ops/random/index.ts';
export * from './tensor/dtypes.ts';
export { Tensor } from './tensor/tensor.ts';
