/** `tf.bitwise`. */
export { bitwiseAnd, bitwiseOr, bitwiseXor, invert, leftShift, populationCount, rightShift } from '../ops/math/bitwise.ts';
