/** Local response normalization: each channel divided by the energy of its neighbors. */
import { applyScalar, checkOptions, failure, methods, scalarInput, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { requireKind } from '../broadcast.ts';
import { floating } from '../math/families.ts';
import { pointwise } from '../pointwise.ts';

export interface LocalResponseNormalizationOptions {
  /** Channels to each side that count. Default 5. */
  readonly depthRadius?: number;
  /** Default 1. */
  readonly bias?: number;
  /** Default 1. */
  readonly alpha?: number;
  /** Default 0.5. */
  readonly beta?: number;
}

const [x, sum] = [scalarInput(0), scalarInput(1)];

/**
 * x / (bias + alpha * sum of squares of the channels within `depthRadius`)^beta. Source: Krizhevsky et al., NIPS 2012, section 3.3;
 * `tf.nn.local_response_normalization`.
 * @param input  [batch, height, width, channels]
 */
export function localResponseNormalization(input: TensorLike, options: LocalResponseNormalizationOptions = {}): Tensor {
  const op = 'nn.localResponseNormalization';
  checkOptions(op, options, ['depthRadius', 'bias', 'alpha', 'beta']);
  const value = toTensor(op, input);
  requireKind(op, value, floating, 'input');
  if (value.rank !== 4)
    throw failure('rank', { op, message: `input has shape ${showShape(value.type.shape)}`, valid: 'rank 4: batch, height, width, channels' });
  const radius = checkInteger(op, 'depthRadius', options.depthRadius ?? 5, { min: 0 });
  const { element } = value.type;
  const [squares] = methods.reduceWindow([pointwise(x.mul(x), [value])], [toTensor(op, 0, element)], {
    windowDimensions: [1, 1, 1, 2 * radius + 1],
    padding: [
      [0, 0],
      [0, 0],
      [0, 0],
      [radius, radius],
    ],
    body: methods.combiner('add', element),
  });
  const { bias = 1, alpha = 1, beta = 0.5 } = options;
  return pointwise(x.mul(applyScalar('power', [sum.mul(alpha).add(bias), -beta])), [value, squares as Tensor]);
}
/** The same as `localResponseNormalization`. TensorFlow: `tf.nn.lrn`. */
export const lrn: typeof localResponseNormalization = localResponseNormalization;
