/** Classes and factories of layers, by chapters of the manual. */
// activation
export { ELU, type ELUOptions, eLU } from './activation/elu.ts';
export { LeakyReLU, type LeakyReLUOptions, leakyReLU } from './activation/leaky-re-lu.ts';
export { ReLU, type ReLUOptions, reLU } from './activation/re-lu.ts';
export { Softmax, type SoftmaxOptions, softmax } from './activation/softmax.ts';
export type { ConvOptions } from './convolution/conv-options.ts';
// convolution
export { Conv1D, conv1d } from './convolution/conv1d.ts';
export { Conv2D, conv2d } from './convolution/conv2d.ts';
export { DepthwiseConv2D, type DepthwiseConv2DOptions, depthwiseConv2d } from './convolution/depthwise-conv2d.ts';
export { SeparableConv2D, type SeparableConv2DOptions, separableConv2d } from './convolution/separable-conv2d.ts';
// core
export { Activation, type ActivationOptions, activation } from './core/activation.ts';
export { Dense, type DenseOptions, dense } from './core/dense.ts';
export { Embedding, type EmbeddingOptions, embedding } from './core/embedding.ts';
export { Identity, identity } from './core/identity.ts';
export { Input, InputLayer, type InputLayerOptions, type InputOptions, inputLayer } from './core/input-layer.ts';
export { Lambda, type LambdaFunction, type LambdaOptions, lambda } from './core/lambda.ts';
// merging
export { Add, add } from './merging/add.ts';
export { Average, average } from './merging/average.ts';
export { Concatenate, type ConcatenateOptions, concatenate } from './merging/concatenate.ts';
export { Maximum, maximum } from './merging/maximum.ts';
export { Minimum, minimum } from './merging/minimum.ts';
export { Multiply, multiply } from './merging/multiply.ts';
export { Subtract, subtract } from './merging/subtract.ts';
// normalization
export { BatchNormalization, type BatchNormalizationOptions, batchNormalization } from './normalization/batch-normalization.ts';
export { LayerNormalization, type LayerNormalizationOptions, layerNormalization } from './normalization/layer-normalization.ts';
// pooling
export { AveragePooling1D, averagePooling1d } from './pooling/average-pooling1d.ts';
export { AveragePooling2D, averagePooling2d } from './pooling/average-pooling2d.ts';
export { GlobalAveragePooling1D, globalAveragePooling1d } from './pooling/global-average-pooling1d.ts';
export { GlobalAveragePooling2D, globalAveragePooling2d } from './pooling/global-average-pooling2d.ts';
export { GlobalMaxPooling1D, globalMaxPooling1d } from './pooling/global-max-pooling1d.ts';
export { GlobalMaxPooling2D, globalMaxPooling2d } from './pooling/global-max-pooling2d.ts';
export type { GlobalPoolingOptions } from './pooling/global-pooling.ts';
export { MaxPooling1D, maxPooling1d } from './pooling/max-pooling1d.ts';
export { MaxPooling2D, maxPooling2d } from './pooling/max-pooling2d.ts';
export type { PoolingOptions } from './pooling/pooling.ts';
// preprocessing
export { Rescaling, type RescalingOptions, rescaling } from './preprocessing/rescaling.ts';
// regularization
export { Dropout, type DropoutOptions, dropout } from './regularization/dropout.ts';
// reshaping
export { Flatten, type FlattenOptions, flatten } from './reshaping/flatten.ts';
export { Permute, type PermuteOptions, permute } from './reshaping/permute.ts';
export { RepeatVector, type RepeatVectorOptions, repeatVector } from './reshaping/repeat-vector.ts';
export { Reshape, type ReshapeOptions, reshape } from './reshaping/reshape.ts';
export { UpSampling2D, type UpSampling2DOptions, upSampling2d } from './reshaping/up-sampling2d.ts';
export { type Padding2D, ZeroPadding2D, type ZeroPadding2DOptions, zeroPadding2d } from './reshaping/zero-padding2d.ts';
