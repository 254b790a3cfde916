/** `tf.nn`: what networks are made of. */
// activations

// features
export { inTopK } from '../indexing/sort.ts';
export { type L2NormalizeOptions, l2Normalize } from '../linalg/norm.ts';
export { logSigmoid, sigmoid, softplus, tanh } from '../math/unary.ts';
export {
  type CreluOptions,
  crelu,
  type EluOptions,
  elu,
  type GeluOptions,
  gelu,
  hardSigmoid,
  hardSilu,
  type LeakyReluOptions,
  leakyRelu,
  mish,
  relu,
  relu6,
  type SiluOptions,
  selu,
  silu,
  softsign,
  swish,
} from './activations.ts';
export { type AttentionOptions, scaledDotProductAttention } from './attention.ts';
// convolutions and pooling
export { type ConvolutionOptions, conv1d, conv2d, conv3d, convolution } from './convolution.ts';
export { type ConvolutionTransposeOptions, conv1dTranspose, conv2dTranspose, conv3dTranspose } from './convolution-transpose.ts';
// losses
export {
  type CrossEntropyArguments,
  type SoftmaxCrossEntropyArguments,
  sigmoidCrossEntropyWithLogits,
  softmaxCrossEntropyWithLogits,
  sparseSoftmaxCrossEntropyWithLogits,
  type WeightedCrossEntropyArguments,
  weightedCrossEntropyWithLogits,
} from './cross-entropy.ts';
export type { DataFormat } from './data-format.ts';
export { depthwiseConv1d, depthwiseConv2d, separableConv2d } from './depthwise-convolution.ts';
export { type DropoutOptions, dropout, type StatelessDropoutOptions, statelessDropout } from './dropout.ts';
export * as experimental from './experimental.ts';
export {
  type BiasAddOptions,
  biasAdd,
  type EmbeddingLookupOptions,
  embeddingLookup,
  l2Loss,
  zeroFraction,
} from './features.ts';
export { type FusedBatchNormOptions, fusedBatchNorm } from './fused-batch-norm.ts';
// normalization and regularization
export { type LocalResponseNormalizationOptions, localResponseNormalization, lrn } from './local-response.ts';
export {
  batchNormalization,
  type LayerNormalizationOptions,
  layerNormalization,
  type Moments,
  type MomentsOptions,
  moments,
  normalizeMoments,
} from './normalization.ts';
export {
  avgPool,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  type GenericPoolOptions,
  type MaxPoolWithArgmaxOptions,
  maxPool,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  maxPoolWithArgmax,
  type PoolOptions,
  pool,
} from './pooling.ts';
export { logSoftmax, type SoftmaxOptions, softmax } from './softmax.ts';
export type { Padding, SpatialArgument, WindowOptions } from './window.ts';
