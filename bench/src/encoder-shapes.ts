/** The weights of the encoder layer in order: query, key, value, output, inner and outer dense layer; without biases, the same for every peer. */
export const encoderShapes: readonly { readonly shape: readonly [number, number]; readonly scale: number }[] = [
  ...Array.from({ length: 4 }, () => ({ shape: [256, 256] as const, scale: 0.1 })),
  { shape: [256, 1024], scale: 0.1 },
  { shape: [1024, 256], scale: 0.05 },
];
