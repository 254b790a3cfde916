import type { Axis, Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import type { ConstraintLike } from '../../constraints/constraint.ts';
import { atLeast32Bits, sameDtype } from '../../dtypes.ts';
import type { InitializerLike } from '../../initializers/initializer.ts';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import type { RegularizerLike } from '../../regularizers/regularizer.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import { knownSize, onlyShape, resolveAxes, type ShapeTree } from '../base/shapes.ts';

export interface LayerNormalizationOptions extends LayerOptions {
  /** Axis or axes to normalize over. Default -1: the features. */
  axis?: Axis;
  /** Added to the variance. Default 1e-3. */
  epsilon?: number;
  /** Whether to add the learned `beta`. Default true. */
  center?: boolean;
  /** Whether to multiply by the learned `gamma`. Default true. */
  scale?: boolean;
  /** Initial value of `beta`. Default 'zeros'. */
  betaInitializer?: InitializerLike;
  /** Initial value of `gamma`. Default 'ones'. */
  gammaInitializer?: InitializerLike;
  /** Default null. */
  betaRegularizer?: RegularizerLike | null;
  /** Default null. */
  gammaRegularizer?: RegularizerLike | null;
  /** Default null. */
  betaConstraint?: ConstraintLike | null;
  /** Default null. */
  gammaConstraint?: ConstraintLike | null;
}

/**
 * Normalizes each example over `axis` to mean 0 and variance 1, then scales and shifts: y = (x - mean) / sqrt(var + epsilon) * gamma + beta.
 *
 * - Input: floating, rank ≥ 1, sizes on `axis` known. Output: same shape, the layer's compute dtype.
 * - Weights: `gamma`, `beta` with the sizes on `axis`.
 * - Throws: ValueError when an axis is out of range or repeated.
 * - Source: arXiv:1607.06450; `keras.layers.LayerNormalization`.
 *
 * @example
 * tf.keras.layers.layerNormalization({ axis: [1, 2] })(tf.ones([4, 8, 8, 3])).shape; // [4, 8, 8, 3]
 */
export class LayerNormalization extends Layer<LayerNormalizationOptions> {
  static override readonly className: string = 'LayerNormalization';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<LayerNormalizationOptions> = {
    ...Layer.options,
    axis: option.axes(-1),
    epsilon: option.number(1e-3, { above: 0 }),
    center: option.boolean(true),
    scale: option.boolean(true),
    betaInitializer: option.initializer('zeros'),
    gammaInitializer: option.initializer('ones'),
    betaRegularizer: option.regularizer(),
    gammaRegularizer: option.regularizer(),
    betaConstraint: option.constraint(),
    gammaConstraint: option.constraint(),
  };
  override readonly convertsIntegers: boolean = true;
  override supportsMasking = true;
  gamma: Variable | null = null;
  beta: Variable | null = null;

  override build(inputShape: ShapeTree): void {
    const input = onlyShape(inputShape, this.name);
    const shape = resolveAxes(this.options.axis, input, this.name).map((axis) => knownSize(input, axis, this.name));
    const { scale, center, gammaInitializer, gammaRegularizer, gammaConstraint, betaInitializer, betaRegularizer, betaConstraint } = this.options;
    if (scale) this.gamma = this.addWeight({ name: 'gamma', shape, initializer: gammaInitializer, regularizer: gammaRegularizer, constraint: gammaConstraint });
    if (center) this.beta = this.addWeight({ name: 'beta', shape, initializer: betaInitializer, regularizer: betaRegularizer, constraint: betaConstraint });
  }

  override call(inputs: Tensor): Tensor {
    const { axis, epsilon } = this.options;
    const x = atLeast32Bits(inputs);
    const [gamma, beta] = [this.gamma, this.beta].map((weight) => weight && sameDtype(weight.value(), x));
    return sameDtype(tf.nn.layerNormalization(x, { axis: [...axis], epsilon, gamma, beta }), inputs);
  }

  override computeOutputShape(inputShape: ShapeTree): ShapeTree {
    return inputShape;
  }
}
export const layerNormalization: Factory<LayerNormalizationOptions, LayerNormalization> = factory(LayerNormalization);
