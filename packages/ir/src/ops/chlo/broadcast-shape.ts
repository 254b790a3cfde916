/** Shapes of operands that broadcast against each other. Source: ChloOps.td, "Broadcasting"; NumPy's rule where no dimensions are given. */
import { type Dim, sameDim } from '../../types/dim.ts';
import type { Shape } from '../../types/type.ts';

/** The size that two sizes on one axis broadcast to, or null. */
function broadcastDim(a: Dim, b: Dim): Dim | null {
  if (b === 1) return a;
  if (a === 1) return b;
  return sameDim(a, b) ? (typeof a === 'number' ? a : b) : null;
}

/** The shape that shapes broadcast to, aligned at the right; null where two sizes differ and neither is 1. */
export function broadcastShape(shapes: readonly Shape[]): Shape | null {
  const rank = Math.max(...shapes.map((s) => s.length));
  const result = new Array<Dim>(rank).fill(1);
  for (const shape of shapes) {
    const offset = rank - shape.length;
    for (let i = 0; i < shape.length; i++) {
      const dim = broadcastDim(result[offset + i], shape[i]);
      if (dim === null) return null;
      result[offset + i] = dim;
    }
  }
  return result;
}

/** The axes of the result that the axes of an operand of rank `from` become. `dimensions` places the operand of lower rank. */
export function broadcastAxes(from: number, rank: number, dimensions: readonly number[] | undefined): readonly number[] {
  if (dimensions && from < rank) return dimensions;
  return Array.from({ length: from }, (_, i) => i + rank - from);
}

/** An operand's shape at the result's rank, with size 1 on the axes that it does not have. */
export function alignedShape(shape: Shape, rank: number, dimensions: readonly number[] | undefined): Shape {
  const aligned = new Array<Dim>(rank).fill(1);
  broadcastAxes(shape.length, rank, dimensions).forEach((axis, i) => {
    aligned[axis] = shape[i];
  });
  return aligned;
}
