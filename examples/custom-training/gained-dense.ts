/** A layer of one's own, registered so that saved models that use it can be loaded by any program that imports this file. */
import * as tf from 'millrace';

export interface GainedDenseOptions extends tf.keras.layers.LayerOptions {
  /** Number of outputs. */
  units: number;
}

/** A dense layer whose units compete: y = softplus(x W + b) scaled by a learned gain for each unit. */
export class GainedDense extends tf.keras.layers.Layer {
  readonly units: number;
  kernel!: tf.Variable;
  bias!: tf.Variable;
  gain!: tf.Variable;
  constructor({ units, ...options }: GainedDenseOptions) {
    super(options);
    this.units = units;
  }
  override build(inputShape: tf.keras.layers.Shape): void {
    this.kernel = this.addWeight({ name: 'kernel', shape: [inputShape.at(-1) as number, this.units], initializer: 'glorotUniform' });
    this.bias = this.addWeight({ name: 'bias', shape: [this.units], initializer: 'zeros' });
    this.gain = this.addWeight({ name: 'gain', shape: [this.units], initializer: 'ones' });
  }
  override call(x: tf.Tensor): tf.Tensor {
    return tf.multiply(tf.nn.softplus(tf.add(tf.matmul(x, this.kernel), this.bias)), this.gain);
  }
  override getConfig(): ReturnType<tf.keras.layers.Layer['getConfig']> {
    return { ...super.getConfig(), units: this.units };
  }
}
tf.keras.saving.registerKerasSerializable({ package: 'examples' })(GainedDense);
