/** What a layer says about its inputs, and the check. Source: `keras.layers.InputSpec`. */
import type { Tensor } from '@millrace/core';
import { failure, showShape } from '@millrace/ir';
import type { Shape } from './shapes.ts';

export interface InputSpec {
  /** The exact rank. */
  readonly ndim?: number;
  readonly minNdim?: number;
  readonly maxNdim?: number;
  /** Sizes of axes; negative ones count from the end. */
  readonly axes?: Readonly<Record<number, number>>;
  readonly shape?: Shape;
  readonly dtype?: string;
}

/** Checks inputs against their specs. Throws ValueError that names the layer, what was expected and what arrived. */
export function checkInputSpec(layer: string, specs: InputSpec | readonly InputSpec[], inputs: readonly Tensor[]): void {
  const list = Array.isArray(specs) ? (specs as readonly InputSpec[]) : [specs as InputSpec];
  if (list.length !== inputs.length) throw failure('value', { op: layer, message: `the layer takes ${list.length} input(s); got ${inputs.length}` });
  for (let i = 0; i < list.length; i++) checkOne(layer, i, list[i], inputs[i]);
}

function checkOne(layer: string, index: number, spec: InputSpec, input: Tensor): void {
  const shape = input.shape as Shape;
  const reject = (expected: string, found: string): never => {
    throw failure('value', {
      op: layer,
      message: `input ${index} is incompatible with the layer: expected ${expected}; found ${found} (shape ${showShape(shape)})`,
    });
  };
  if (spec.ndim !== undefined && shape.length !== spec.ndim) reject(`rank ${spec.ndim}`, `rank ${shape.length}`);
  if (spec.minNdim !== undefined && shape.length < spec.minNdim) reject(`rank at least ${spec.minNdim}`, `rank ${shape.length}`);
  if (spec.maxNdim !== undefined && shape.length > spec.maxNdim) reject(`rank at most ${spec.maxNdim}`, `rank ${shape.length}`);
  if (spec.dtype !== undefined && input.dtype.name !== spec.dtype) reject(`dtype ${spec.dtype}`, `dtype ${input.dtype.name}`);
  if (spec.axes !== undefined) {
    for (const key in spec.axes) {
      const axis = Number(key);
      const size = shape[axis < 0 ? axis + shape.length : axis];
      if (size !== spec.axes[axis] && size !== null) reject(`size ${spec.axes[axis]} on axis ${axis}`, `size ${size}`);
    }
  }
  if (spec.shape !== undefined) {
    const fits = spec.shape.length === shape.length && spec.shape.every((size, i) => size === null || shape[i] === null || size === shape[i]);
    if (!fits) reject(`shape ${showShape(spec.shape)}`, `shape ${showShape(shape)}`);
  }
}
