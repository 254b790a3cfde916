/** The same inputs for every peer, so that results can be compared: numbers spread over (-scale, scale), by a formula that Python repeats exactly. */
export function pattern(count: number, seed: number, scale = 1): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = (((i * 7919 + seed * 104729) % 10007) / 5003.5 - 1) * scale;
  return values;
}

/** Of Adam in every peer. */
export const learningRate = 1e-3;

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
