/** What the layers that combine several tensors elementwise have in common. Source: `keras.layers.Add` and its siblings. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure, showShape } from '@millrace/ir';
import { Layer, type LayerInputs, type LayerOptions } from '../base/layer.ts';
import { flattenShapes, type Shape, type ShapeTree } from '../base/shapes.ts';
import type { TensorTree } from '../base/tree.ts';

/** Base of elementwise merging: subclasses say how two tensors of one shape become one. */
export abstract class Merge extends Layer<LayerOptions> {
  override supportsMasking = true;
  /** Fewest inputs. */
  protected readonly atLeast: number = 1;

  /** Combines all inputs; shapes broadcast, the batch stays first. */
  protected abstract merge(inputs: readonly Tensor[]): Tensor;

  override build(inputShape: ShapeTree): void {
    this.computeOutputShape(inputShape);
  }

  override call(inputs: TensorTree): Tensor {
    const list = inputs as readonly Tensor[];
    const rank = Math.max(...list.map((t) => t.rank));
    return this.merge(list.map((t) => widen(t, rank)));
  }

  override computeMask(_inputs: TensorTree, mask: TensorTree | null): TensorTree | null {
    const masks = (mask as readonly (Tensor | null)[] | null)?.filter((m) => m !== null) ?? [];
    return masks.length === 0 ? null : masks.reduce((a, b) => tf.logicalAnd(a, b));
  }

  override computeOutputShape(inputShape: ShapeTree): Shape {
    const shapes = inputShape === null || !Array.isArray(inputShape) || inputShape.some((s) => !Array.isArray(s)) ? [] : flattenShapes(inputShape);
    if (shapes.length < this.atLeast)
      throw failure('value', {
        op: this.name,
        message: `the layer takes a list of at least ${this.atLeast} tensors; got ${shapes.length === 0 ? 'one tensor' : shapes.length}`,
      });
    const rank = Math.max(...shapes.map((s) => s.length));
    const wide = shapes.map((s) => [s[0], ...new Array(rank - s.length).fill(1), ...s.slice(1)] as Shape);
    return wide.reduce((a, b) => a.map((size, axis) => this.#size(size, b[axis], shapes)));
  }

  #size(a: number | null, b: number | null, shapes: readonly Shape[]): number | null {
    if (a === 1) return b;
    if (b === 1 || a === b) return a;
    if (a === null || b === null) return a ?? b;
    throw failure('value', { op: this.name, message: `shapes cannot be merged: ${shapes.map((s) => showShape(s)).join(', ')}`, valid: 'equal sizes, or 1' });
  }
}

/** Axes of size 1 after the batch. */
function widen(x: Tensor, rank: number): Tensor {
  let wide = x;
  while (wide.rank < rank) wide = tf.expandDims(wide, 1);
  return wide;
}

/** A factory of a merging layer: `add()([a, b])`, or at once `add([a, b])`. */
export type MergeFactory<T extends Layer> = {
  (options?: LayerOptions): T;
  (inputs: readonly LayerInputs[], options?: LayerOptions): Tensor;
};

/** The factory of a merging layer. */
export function mergeFactory<T extends Layer>(target: new (options?: LayerOptions) => T): MergeFactory<T> {
  return ((first?: LayerOptions | readonly LayerInputs[], options?: LayerOptions) =>
    Array.isArray(first) ? new target(options).apply(first as LayerInputs) : new target(first as LayerOptions | undefined)) as MergeFactory<T>;
}
