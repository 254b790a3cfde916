import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import type { ConstraintLike } from '../../constraints/constraint.ts';
import { atLeast32Bits, sameDtype } from '../../dtypes.ts';
import type { InitializerLike } from '../../initializers/initializer.ts';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import type { RegularizerLike } from '../../regularizers/regularizer.ts';
import type { CallArguments } from '../base/call-context.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import { knownSize, onlyShape, resolveAxis, type ShapeTree } from '../base/shapes.ts';

export interface BatchNormalizationOptions extends LayerOptions {
  /** Axis of the features. Default -1. */
  axis?: number;
  /** How much of the moving statistics stays at each step. Default 0.99. */
  momentum?: number;
  /** Added to the variance. Default 1e-3. */
  epsilon?: number;
  /** Whether to add the learned `beta`. Default true. */
  center?: boolean;
  /** Whether to multiply by the learned `gamma`. Default true. */
  scale?: boolean;
  /** Default 'zeros'. */
  betaInitializer?: InitializerLike;
  /** Default 'ones'. */
  gammaInitializer?: InitializerLike;
  /** Default 'zeros'. */
  movingMeanInitializer?: InitializerLike;
  /** Default 'ones'. */
  movingVarianceInitializer?: InitializerLike;
  /** Default null. */
  betaRegularizer?: RegularizerLike | null;
  /** Default null. */
  gammaRegularizer?: RegularizerLike | null;
  /** Default null. */
  betaConstraint?: ConstraintLike | null;
  /** Default null. */
  gammaConstraint?: ConstraintLike | null;
  /** Statistics over all replicas; only false so far. Default false. */
  synchronized?: boolean;
  /** Whether the moving variance takes the batch's variance with divisor n - 1, as tf.keras 2's fused kernels do. Default false. */
  fusedCompat?: boolean;
}

/**
 * Normalizes each feature over the batch: y = (x - mean) / sqrt(variance + epsilon) gamma + beta.
 * In training mean and variance are the batch's, and moving averages follow them; otherwise, or when frozen, the moving averages are used.
 *
 * - Input: any rank ≥ 2. Output: the same shape.
 * - Weights: `gamma`, `beta`, and not trained `moving_mean`, `moving_variance`, each [features].
 * - Source: arXiv:1502.03167, `keras.layers.BatchNormalization`.
 */
export class BatchNormalization extends Layer<BatchNormalizationOptions> {
  static override readonly className: string = 'BatchNormalization';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<BatchNormalizationOptions> = {
    ...Layer.options,
    axis: option.integer(-1),
    momentum: option.number(0.99, { atLeast: 0, atMost: 1 }),
    epsilon: option.number(1e-3, { above: 0 }),
    center: option.boolean(true),
    scale: option.boolean(true),
    betaInitializer: option.initializer('zeros'),
    gammaInitializer: option.initializer('ones'),
    movingMeanInitializer: option.initializer('zeros'),
    movingVarianceInitializer: option.initializer('ones'),
    betaRegularizer: option.regularizer(),
    gammaRegularizer: option.regularizer(),
    betaConstraint: option.constraint(),
    gammaConstraint: option.constraint(),
    synchronized: option.boolean(false),
    fusedCompat: option.transient(option.boolean(false)),
  };
  override readonly convertsIntegers: boolean = true;
  override supportsMasking = true;
  gamma: Variable | null = null;
  beta: Variable | null = null;
  movingMean: Variable | null = null;
  movingVariance: Variable | null = null;
  #axes: number[] = [];

  constructor(options?: BatchNormalizationOptions) {
    super(options);
    if (this.options.synchronized)
      throw failure('unimplemented', { op: 'batchNormalization', message: 'synchronized statistics come with distribution strategies' });
  }

  override build(inputShape: ShapeTree): void {
    const shape = onlyShape(inputShape, this.name);
    const { axis, center, scale, gammaInitializer, gammaRegularizer, gammaConstraint, betaInitializer, betaRegularizer, betaConstraint } = this.options;
    const features = [knownSize(shape, axis, this.name)];
    const feature = resolveAxis(axis, shape, this.name);
    if (scale)
      this.gamma = this.addWeight({
        name: 'gamma',
        shape: features,
        initializer: gammaInitializer,
        regularizer: gammaRegularizer,
        constraint: gammaConstraint,
      });
    if (center)
      this.beta = this.addWeight({ name: 'beta', shape: features, initializer: betaInitializer, regularizer: betaRegularizer, constraint: betaConstraint });
    this.movingMean = this.addWeight({
      name: 'moving_mean',
      shape: features,
      initializer: this.options.movingMeanInitializer,
      trainable: false,
      autocast: false,
    });
    this.movingVariance = this.addWeight({
      name: 'moving_variance',
      shape: features,
      initializer: this.options.movingVarianceInitializer,
      trainable: false,
      autocast: false,
    });
    this.#axes = shape.map((_, i) => i).filter((i) => i !== feature);
    this.inputSpec = { ndim: shape.length, axes: { [feature]: features[0] } };
  }

  override call(inputs: Tensor, { training, mask }: CallArguments): Tensor {
    const x = atLeast32Bits(inputs);
    const [mean, variance] =
      training && this.trainable ? this.#batchStatistics(x, mask as Tensor | null) : [this.#wide(this.movingMean, x), this.#wide(this.movingVariance, x)];
    const offset = this.beta === null ? null : this.#wide(this.beta, x);
    const scale = this.gamma === null ? null : this.#wide(this.gamma, x);
    return sameDtype(tf.nn.batchNormalization(x, mean, variance, offset, scale, this.options.epsilon), inputs);
  }

  /** The batch's statistics with the axes of `x`; the moving averages follow them. */
  #batchStatistics(x: Tensor, mask: Tensor | null): readonly [Tensor, Tensor] {
    const axis = this.#axes;
    const { mean, variance } = mask === null ? tf.nn.moments(x, axis, { keepdims: true }) : weightedMoments(x, mask, axis);
    const { momentum, fusedCompat } = this.options;
    const count = axis.reduce((product, a) => product * (x.shape[a] ?? 1), 1);
    const kept = fusedCompat && count > 1 ? tf.multiply(variance, count / (count - 1)) : variance;
    follow(this.movingMean as Variable, mean, momentum);
    follow(this.movingVariance as Variable, kept, momentum);
    return [mean, variance];
  }

  /** A weight of the features with the axes of `x`. */
  #wide(weight: Variable | null, x: Tensor): Tensor {
    const value = sameDtype((weight as Variable).value(), x);
    const last = this.#axes.length === x.rank - 1 && !this.#axes.includes(x.rank - 1);
    return last
      ? value
      : tf.reshape(
          value,
          x.shape.map((_, i) => (this.#axes.includes(i) ? 1 : value.size)),
        );
  }

  override computeOutputShape(inputShape: ShapeTree): ShapeTree {
    return inputShape;
  }
}
export const batchNormalization: Factory<BatchNormalizationOptions, BatchNormalization> = factory(BatchNormalization);

/** moving = moving momentum + value (1 - momentum). */
function follow(moving: Variable, value: Tensor, momentum: number): void {
  const flat = tf.reshape(tf.stopGradient(value), moving.shape as number[]);
  moving.update((old) => tf.add(tf.multiply(old, momentum), tf.multiply(flat, 1 - momentum)));
}

/** Mean and variance over the steps that the mask keeps. */
function weightedMoments(x: Tensor, mask: Tensor, axis: number[]): { readonly mean: Tensor; readonly variance: Tensor } {
  let weights = tf.cast(mask, x.dtype);
  while (weights.rank < x.rank) weights = tf.expandDims(weights, -1);
  const wide = tf.broadcastTo(weights, x.shape as number[]);
  const total = tf.add(tf.reduceSum(wide, { axis, keepdims: true }), 1e-7);
  const mean = tf.divide(tf.reduceSum(tf.multiply(x, wide), { axis, keepdims: true }), total);
  const squares = tf.square(tf.subtract(x, mean));
  return { mean, variance: tf.divide(tf.reduceSum(tf.multiply(squares, wide), { axis, keepdims: true }), total) };
}
