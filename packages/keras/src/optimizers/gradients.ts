/** What happens to gradients before the update: missing ones are left out, large ones are clipped. */

import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';

export interface GradientAndVariable {
  readonly gradient: Tensor;
  readonly variable: Variable;
}

const warned = new WeakSet<object>();

/** Pairs with a gradient. Warns once an optimizer about variables without one; throws ValueError when no variable has one. */
export function presentGradients(owner: object, op: string, gradients: readonly (Tensor | null)[], variables: readonly Variable[]): GradientAndVariable[] {
  if (gradients.length !== variables.length) throw failure('value', { op, message: `got ${gradients.length} gradients for ${variables.length} variables` });
  const present = gradients.flatMap((gradient, i) => (gradient === null ? [] : [{ gradient, variable: variables[i] }]));
  if (present.length === 0) {
    throw failure('value', {
      op,
      message: variables.length === 0 ? 'there are no variables to train' : `no variable has a gradient: ${variables.map((v) => v.name).join(', ')}`,
      hint: "is the loss computed from the model's outputs by differentiable operations, inside the tape?",
    });
  }
  if (present.length < variables.length && !warned.has(owner)) {
    warned.add(owner);
    const missing = variables.filter((_, i) => gradients[i] === null).map((v) => v.name);
    console.warn(`${op}: these variables have no gradient and are left as they are: ${missing.join(', ')}`);
  }
  return present;
}

export interface Clipping {
  readonly clipnorm: number | null;
  readonly globalClipnorm: number | null;
  readonly clipvalue: number | null;
}

/** Clips each gradient to a norm, all of them to a common norm, or elements to a range. */
export function clipGradients(pairs: readonly GradientAndVariable[], { clipnorm, globalClipnorm, clipvalue }: Clipping): readonly GradientAndVariable[] {
  const change = (clip: (g: Tensor) => Tensor): GradientAndVariable[] => pairs.map(({ gradient, variable }) => ({ gradient: clip(gradient), variable }));
  if (clipnorm !== null) return change((g) => tf.clipByNorm(g, clipnorm));
  if (clipvalue !== null) return change((g) => tf.clipByValue(g, -clipvalue, clipvalue));
  if (globalClipnorm === null) return pairs;
  const [clipped] = tf.clipByGlobalNorm(
    pairs.map((p) => p.gradient),
    globalClipnorm,
  );
  return pairs.map(({ variable }, i) => ({ gradient: clipped[i] as Tensor, variable }));
}
