import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import { knownSize, onlyShape, type Shape, type ShapeTree } from '../base/shapes.ts';
import { type KernelOptions, kernelOptions } from '../base/weight-options.ts';

export interface DenseOptions extends LayerOptions, KernelOptions {
  /** Number of outputs. */
  units: number;
}

/**
 * A fully connected layer: activation(x kernel + bias).
 *
 * - Input: [..., in], rank ≥ 2. Output: [..., units], the layer's compute dtype.
 * - Weights: `kernel` [in, units], `bias` [units].
 * - Throws: ValueError when the last size is not the one that the weights were made for.
 * - Source: `keras.layers.Dense`.
 *
 * @example
 * tf.keras.layers.dense({ units: 10 })(tf.ones([4, 3])).shape; // [4, 10]
 */
export class Dense extends Layer<DenseOptions> {
  static override readonly className: string = 'Dense';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<DenseOptions> = { ...Layer.options, units: option.integer(undefined, { atLeast: 1 }), ...kernelOptions };
  override readonly convertsIntegers: boolean = true;
  override supportsMasking = true;
  kernel: Variable | null = null;
  bias: Variable | null = null;

  constructor(options: DenseOptions) {
    super(options);
    this.inputSpec = { minNdim: 2 };
  }

  override build(inputShape: ShapeTree): void {
    const inputs = knownSize(onlyShape(inputShape, this.name), -1, this.name);
    const { units, useBias, kernelInitializer, kernelRegularizer, kernelConstraint, biasInitializer, biasRegularizer, biasConstraint } = this.options;
    this.kernel = this.addWeight({
      name: 'kernel',
      shape: [inputs, units],
      initializer: kernelInitializer,
      regularizer: kernelRegularizer,
      constraint: kernelConstraint,
    });
    if (useBias)
      this.bias = this.addWeight({ name: 'bias', shape: [units], initializer: biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint });
    this.inputSpec = { minNdim: 2, axes: { [-1]: inputs } };
  }

  override call(x: Tensor): Tensor {
    const product = tf.matmul(x, (this.kernel as Variable).value());
    return this.options.activation(this.bias === null ? product : tf.add(product, this.bias.value()));
  }

  override computeOutputShape(inputShape: ShapeTree): Shape {
    return [...onlyShape(inputShape, this.name).slice(0, -1), this.options.units];
  }
}
export const dense: Factory<DenseOptions, Dense> = factory(Dense);
