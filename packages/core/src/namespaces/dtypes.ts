/** `tf.dtypes`. */
export { cast, complex, saturateCast } from '../ops/math/index.ts';
export { asDtype, DType } from '../tensor/dtypes.ts';
