/** `tf.math`. */

export { inTopK, topK } from '../ops/indexing/index.ts';
export { l2Normalize } from '../ops/linalg/index.ts';
export * from '../ops/math/index.ts';
export { zeroFraction } from '../ops/nn/features.ts';
export * from '../ops/reduction/index.ts';
