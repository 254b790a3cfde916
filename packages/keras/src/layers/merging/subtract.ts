import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import type { Shape, ShapeTree } from '../base/shapes.ts';
import { Merge, type MergeFactory, mergeFactory } from './merge.ts';

/** The first input minus the second. Throws ValueError unless there are two. Shapes broadcast. Source: `keras.layers.Subtract`. */
export class Subtract extends Merge {
  static override readonly className: string = 'Subtract';
  static override readonly module: string = 'keras.layers';
  override computeOutputShape(inputShape: ShapeTree): Shape {
    const count = Array.isArray(inputShape) ? inputShape.length : 1;
    if (count !== 2) throw failure('value', { op: this.name, message: `the layer takes a list of 2 tensors; got ${count}` });
    return super.computeOutputShape(inputShape);
  }
  protected override merge(inputs: readonly Tensor[]): Tensor {
    return tf.subtract(inputs[0], inputs[1]);
  }
}
export const subtract: MergeFactory<Subtract> = mergeFactory(Subtract);
