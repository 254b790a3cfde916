/** The protocol of objects that stand for a tensor wherever one is taken: variables now, composite values later. `convertToTensor` asks for it. */
import type { Tensor } from './tensor.ts';

/** Name of the method that yields the tensor; a variable read under a gradient tape is watched by it. */
export const readAsTensor = 'readAsTensor' as const;

export interface TensorSource {
  readAsTensor(): Tensor;
}

/** Whether `convertToTensor` should call `value.readAsTensor()`. */
export const isTensorSource = (value: unknown): value is TensorSource => typeof value === 'object' && value !== null && readAsTensor in value;
