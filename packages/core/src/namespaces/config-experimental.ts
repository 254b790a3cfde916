/** `tf.config.experimental`. */

/**
 * Equal programs give equal bits, whatever the number of threads: sums have one order and scatters one winner (docs/decisions/0011). That is so from
 * the start and cannot be turned off, so there is nothing to do. TensorFlow: `tf.config.experimental.enable_op_determinism`.
 */
export function enableOpDeterminism(): void {
  // Kernels know no other way.
}
