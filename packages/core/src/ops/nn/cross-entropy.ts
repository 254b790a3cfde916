/** Losses between labels and logits. */
import { failure, isStatic, methods, type Scalar, sameShape, scalarInput, select, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { commonDtype, requireKind } from '../broadcast.ts';
import { toIndices } from '../indexing/gather.ts';
import { checkIndices } from '../indexing/index-checks.ts';
import { floating } from '../math/families.ts';
import { log1pExp, softplusScalar } from '../math/softplus-scalar.ts';
import { pointwise } from '../pointwise.ts';
import { requireOptions } from '../required-options.ts';

export interface CrossEntropyArguments {
  readonly labels: TensorLike;
  readonly logits: TensorLike;
}
export interface SoftmaxCrossEntropyArguments extends CrossEntropyArguments {
  /** The axis of the classes. Default -1. */
  readonly axis?: number;
}

const both: readonly string[] = ['labels', 'logits'];

/** Labels and logits of one shape and a floating dtype. */
function pair(op: string, { labels, logits }: CrossEntropyArguments): [Tensor, Tensor] {
  const [z, x] = commonDtype(op, [labels, logits], ['labels', 'logits']);
  requireKind(op, x, floating, 'logits');
  if (!sameShape(z.type.shape, x.type.shape))
    throw failure('shape-mismatch', { op, message: `labels have shape ${showShape(z.type.shape)}, logits ${showShape(x.type.shape)}`, valid: 'equal shapes' });
  return [z, x];
}

/**
 * Cross-entropy between distributions and softmax(logits): -sum(labels * log softmax(logits)).
 * @param given.labels  [..., classes], rows that sum to 1
 * @param given.logits  [..., classes]
 * @returns [...]
 * @throws InvalidArgumentError when shapes or dtypes differ
 */
export function softmaxCrossEntropyWithLogits(given: SoftmaxCrossEntropyArguments): Tensor {
  const op = 'nn.softmaxCrossEntropyWithLogits';
  requireOptions(op, given, ['labels', 'logits', 'axis'], both);
  const [labels, logits] = pair(op, given);
  const axis = resolveAxis(op, given.axis ?? -1, logits.rank);
  const last = logits.rank - 1;
  return methods.softmaxCrossEntropy(methods.moveAxis(logits, axis, last), methods.moveAxis(labels, axis, last)) as Tensor;
}

/**
 * Cross-entropy between classes and softmax(logits): -log softmax(logits)[label].
 * @param given.labels  [...], integers in [0, classes)
 * @param given.logits  [..., classes]
 * @returns [...]
 * @throws InvalidArgumentError when a label is out of range, or the shapes do not fit
 */
export function sparseSoftmaxCrossEntropyWithLogits(given: CrossEntropyArguments): Tensor {
  const op = 'nn.sparseSoftmaxCrossEntropyWithLogits';
  requireOptions(op, given, both, both);
  const logits = toTensor(op, given.logits);
  const labels = toIndices(op, given.labels, 'labels');
  requireKind(op, logits, floating, 'logits');
  const { shape } = logits.type;
  if (labels.rank !== logits.rank - 1 || !sameShape(labels.type.shape, shape.slice(0, -1))) {
    const valid = 'labels of the shape of logits without the last axis';
    throw failure('shape-mismatch', { op, message: `labels have shape ${showShape(labels.type.shape)}, logits ${showShape(shape)}`, valid });
  }
  const classes = shape[logits.rank - 1];
  if (!isStatic(classes)) throw failure('unimplemented', { op, message: 'the number of classes must be known' });
  checkIndices(op, labels, logits, logits.rank - 1, 'labels');
  return methods.sparseSoftmaxCrossEntropy(logits, labels) as Tensor;
}

const z: Scalar = scalarInput(0);
const x: Scalar = scalarInput(1);
// By cases: a maximum at a tie and |x| at 0 would give one-sided derivatives. x - x z comes first, so that a small loss is not lost.
const sigmoidLoss = select(x.greaterEqual(0), x.sub(x.mul(z)).add(log1pExp(x.neg())), log1pExp(x).sub(x.mul(z)));

/**
 * Cross-entropy between probabilities and sigmoid(logits), element by element: max(x, 0) - x z + log(1 + e^-|x|).
 * Source: `tf.nn.sigmoid_cross_entropy_with_logits`.
 * @throws InvalidArgumentError when shapes or dtypes differ
 */
export function sigmoidCrossEntropyWithLogits(given: CrossEntropyArguments): Tensor {
  const op = 'nn.sigmoidCrossEntropyWithLogits';
  requireOptions(op, given, both, both);
  return pointwise(sigmoidLoss, pair(op, given));
}

export interface WeightedCrossEntropyArguments extends CrossEntropyArguments {
  /** Weight of the positive labels. */
  readonly posWeight: number;
}

/**
 * `sigmoidCrossEntropyWithLogits` with the positive part weighted: (1 - z) x + (1 + (q - 1) z) log(1 + e^-x), q the weight.
 * Source: `tf.nn.weighted_cross_entropy_with_logits`.
 */
export function weightedCrossEntropyWithLogits(given: WeightedCrossEntropyArguments): Tensor {
  const op = 'nn.weightedCrossEntropyWithLogits';
  requireOptions(op, given, [...both, 'posWeight'], [...both, 'posWeight']);
  const weight = z.mul(given.posWeight - 1).add(1);
  const one = z.neg().add(1);
  return pointwise(one.mul(x).add(weight.mul(softplusScalar(x.neg()))), pair(op, given));
}
