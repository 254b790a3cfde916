/** The same inputs for every peer, so that results can be compared: numbers spread over (-scale, scale), by a formula that Python repeats exactly. */
export function pattern(count: number, seed: number, scale = 1): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = (((i * 7919 + seed * 104729) % 10007) / 5003.5 - 1) * scale;
  return values;
}

/**
 * Of Adam in every peer. Hundreds of steps on one batch would end in a model that knows it by heart: probabilities and gradients then vanish into
 * subnormal numbers, which processors compute many times slower, and peers would be compared by that. With tiny steps training stays at its start.
 */
export const learningRate = 1e-6;

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
