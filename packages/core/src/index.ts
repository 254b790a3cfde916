/**
 * The core of Millrace: tensors, operations, automatic differentiation. What `import * as tf from 'millrace'` finds at the top level.
 *
 * @module core
 */
// namespaces

// functions, variables, gradients
export * from './function/index.ts';
export * as nest from './function/nest.ts';
export * as audio from './namespaces/audio.ts';
export * as bitwise from './namespaces/bitwise.ts';
export * as config from './namespaces/config.ts';
export * as debugging from './namespaces/debugging.ts';
export * as dtypes from './namespaces/dtypes.ts';
export * as errors from './namespaces/errors.ts';
export * as linalg from './namespaces/linalg.ts';
export * as math from './namespaces/math.ts';
export * as signal from './namespaces/signal.ts';
// operations
export * from './ops/array/index.ts';
export * from './ops/creation/index.ts';
export { type PrintOptions, print } from './ops/debugging/print.ts';
export * from './ops/indexing/index.ts';
export {
  eig,
  eigvals,
  einsum,
  type MatmulOptions,
  matmul,
  type NormOptions,
  type NormOrder,
  norm,
  sqrtm as matrixSquareRoot,
  tensordot,
} from './ops/linalg/index.ts';
export * from './ops/math/index.ts';
export * as nn from './ops/nn/index.ts';
export * as random from './ops/random/index.ts';
export * from './ops/reduction/index.ts';
// tensors
export { Tensor } from './tensor/chained.ts';
export type { Nested, Scalar, TensorLike } from './tensor/convert.ts';
export * from './tensor/dtypes.ts';
export type { DataOf, ItemOf, NestedArray } from './tensor/read.ts';
export { dispose, keep, memory, tidy } from './tensor/scope.ts';
export type { Axis, ShapeArgument } from './tensor/shape-argument.ts';
export type { Shape } from './tensor/tensor.ts';
export { TensorShape, type TensorShapeLike } from './tensor/tensor-shape.ts';
