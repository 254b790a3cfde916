/** Numbers of inputs and outputs of a unit, by the shape of its weights. Source: `keras.initializers.compute_fans`. */

/** fanIn and fanOut: [in, out] for a matrix; receptive field × channels for a kernel [...spatial, in, out]. */
export function computeFans(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0], fanOut: shape[0] };
  const receptiveField = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  return { fanIn: shape[shape.length - 2] * receptiveField, fanOut: shape[shape.length - 1] * receptiveField };
}
