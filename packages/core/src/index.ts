export * from './tensor/dtypes.ts';
export { Tensor } from './tensor/tensor.ts';
