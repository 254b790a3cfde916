/** The shape that two shapes broadcast to. Source: NumPy's rule ("General broadcasting rules"), which ChloOps.td and TensorFlow share. */
import { type Dim, sameDim } from './dim.ts';
import type { Shape } from './type.ts';

/** The size that two sizes of one axis broadcast to; null where they differ and neither is 1. An open question becomes a guard. */
export function broadcastDim(a: Dim, b: Dim): Dim | null {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  return sameDim(a, b) ? (typeof a === 'number' ? a : b) : null;
}

/** The shape that two shapes broadcast to, aligned at the right; null where two sizes differ and neither is 1. */
export function broadcastShape(a: Shape, b: Shape): Shape | null {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  const rank = Math.max(a.length, b.length);
  const shape = new Array<Dim>(rank);
  for (let i = 1; i <= rank; i++) {
    const dim = broadcastDim(i <= a.length ? a[a.length - i] : 1, i <= b.length ? b[b.length - i] : 1);
    if (dim === null) return null;
    shape[rank - i] = dim;
  }
  return shape;
}
