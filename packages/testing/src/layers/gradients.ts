/** Gradients of a layer against central differences, along one random direction for each input and weight. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { expect } from 'vitest';
import type { Inputs, Layer } from './rows.ts';

/** Half the distance of the two points; its cube is the error, so that 1e-4 leaves 1e-12 relative in double precision. */
const step = 1e-4;
const tolerance = 1e-5;

const isSeveral = (inputs: Inputs): inputs is readonly Tensor[] => Array.isArray(inputs);

export function checkGradients(layer: Layer, inputs: Inputs): void {
  const list = isSeveral(inputs) ? inputs : [inputs];
  const call = (tensors: readonly Tensor[]): Tensor => layer((isSeveral(inputs) ? tensors : tensors[0]) as never);
  const shape = call(list).shape as number[];
  const projection = tf.random.statelessNormal(shape, { seed: [11, 0], dtype: 'float64' });
  const loss = (tensors: readonly Tensor[]): Tensor => tf.reduceSum(tf.multiply(call(tensors), projection));

  const weights = [...layer.trainableWeights];
  const tape = new tf.GradientTape();
  const value = tape.run((t) => {
    t.watch([...list]);
    return loss(list);
  });
  const gradients = tape.gradient(value, [...list, ...weights]) as (Tensor | null)[];
  const along = (gradient: Tensor | null, direction: Tensor): number => (gradient === null ? 0 : tf.reduceSum(tf.multiply(gradient, direction)).item());
  const direction = (of: readonly (number | null)[], seed: number): Tensor =>
    tf.random.statelessNormal([...of] as number[], { seed: [12, seed], dtype: 'float64' });

  list.forEach((x, i) => {
    const d = direction(x.shape, i);
    const at = (sign: number): number => loss(list.map((t, j) => (j === i ? tf.add(t, tf.multiply(d, sign * step)) : t))).item();
    expectNear(along(gradients[i], d), (at(1) - at(-1)) / (2 * step), `input ${i}`);
  });
  weights.forEach((w, i) => {
    const d = direction(w.shape, 100 + i);
    const before = w.value();
    const at = (sign: number): number => {
      w.assign(tf.add(before, tf.multiply(d, sign * step)));
      return loss(list).item();
    };
    const difference = (at(1) - at(-1)) / (2 * step);
    w.assign(before);
    expectNear(along(gradients[list.length + i], d), difference, w.name);
  });
}

function expectNear(actual: number, expected: number, what: string): void {
  const error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  if (!(error <= tolerance)) expect.fail(`the gradient of ${what} is ${actual} along the direction; differences give ${expected}`);
}
