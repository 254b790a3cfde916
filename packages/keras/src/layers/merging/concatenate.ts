import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure, showShape } from '@millrace/ir';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Layer, type LayerInputs, type LayerOptions } from '../base/layer.ts';
import { flattenShapes, resolveAxis, type Shape, type ShapeTree } from '../base/shapes.ts';
import type { TensorTree } from '../base/tree.ts';

export interface ConcatenateOptions extends LayerOptions {
  /** Axis along which the inputs are joined. Default -1. */
  axis?: number;
}

/** Joins tensors along an axis; all other sizes must be equal. Source: `keras.layers.Concatenate`. */
export class Concatenate extends Layer<ConcatenateOptions> {
  static override readonly className: string = 'Concatenate';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<ConcatenateOptions> = { ...Layer.options, axis: option.integer(-1) };
  override supportsMasking = true;

  override build(inputShape: ShapeTree): void {
    this.computeOutputShape(inputShape);
  }

  override call(inputs: TensorTree): Tensor {
    return tf.concat(inputs as readonly Tensor[], this.options.axis);
  }

  override computeMask(inputs: TensorTree, mask: TensorTree | null): TensorTree | null {
    const masks = mask as readonly (Tensor | null)[] | null;
    if (masks === null || masks.every((m) => m === null)) return null;
    // A mask covers the leading axes; where an input has none, all of it counts.
    const list = (inputs as readonly Tensor[]).map((x, i) => {
      const m = masks[i];
      const full = m === null ? tf.cast(tf.onesLike(x), 'bool') : m;
      let wide = full;
      while (wide.rank < x.rank) wide = tf.expandDims(wide, -1);
      return tf.broadcastTo(wide, x.shape as number[]);
    });
    return tf.reduceAll(tf.concat(list, this.options.axis), { axis: -1 });
  }

  override computeOutputShape(inputShape: ShapeTree): Shape {
    const shapes = Array.isArray(inputShape) && inputShape.every((s) => Array.isArray(s)) ? flattenShapes(inputShape) : [];
    if (shapes.length === 0) throw failure('value', { op: this.name, message: 'the layer takes a list of tensors; got one tensor' });
    const axis = resolveAxis(this.options.axis, shapes[0], this.name);
    const fits = (s: Shape): boolean =>
      s.length === shapes[0].length && s.every((size, i) => i === axis || size === shapes[0][i] || size === null || shapes[0][i] === null);
    if (!shapes.every(fits)) {
      throw failure('value', {
        op: this.name,
        message: `shapes must be equal but for axis ${this.options.axis}; got ${shapes.map((s) => showShape(s)).join(', ')}`,
      });
    }
    const joined = shapes.reduce<number | null>((sum, s) => (sum === null || s[axis] === null ? null : sum + (s[axis] as number)), 0);
    return shapes[0].map((size, i) => (i === axis ? joined : (size ?? shapes.find((s) => s[i] !== null)?.[i] ?? null)));
  }
}

/** `concatenate({ axis })([a, b])`, or at once `concatenate([a, b], { axis })`. */
export function concatenate(options?: ConcatenateOptions): Concatenate;
export function concatenate(inputs: readonly LayerInputs[], options?: ConcatenateOptions): Tensor;
export function concatenate(first?: ConcatenateOptions | readonly LayerInputs[], options?: ConcatenateOptions): Concatenate | Tensor {
  return Array.isArray(first) ? new Concatenate(options).apply(first as LayerInputs) : new Concatenate(first as ConcatenateOptions | undefined);
}
