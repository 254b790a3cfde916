/** Where operands of lower rank stand in the shape that they broadcast to. Source: ChloOps.td, "Broadcasting". */
import type { Dim } from '../../types/dim.ts';
import type { Shape } from '../../types/type.ts';

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
