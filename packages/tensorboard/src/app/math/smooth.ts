/** Smoothing of noisy series. Source: shared specification of TensorBoard, section 5 (an exponential average without the bias of its start). */

/**
 * The exponential moving average of `values`, divided by the weight that the values so far have.
 * A constant series stays as it is; values that are not finite are passed through and do not count.
 * @param weight  0 (none) to below 1
 */
export function smooth(values: ArrayLike<number>, weight: number): Float64Array {
  const out = Float64Array.from(values);
  const constant = out.every((v) => v === out[0]);
  if (weight <= 0 || constant) return out;
  let last = 0;
  let count = 0;
  for (let i = 0; i < out.length; i++) {
    const value = out[i];
    if (!Number.isFinite(value)) continue;
    last = last * weight + (1 - weight) * value;
    count++;
    out[i] = last / (1 - weight ** count);
  }
  return out;
}
