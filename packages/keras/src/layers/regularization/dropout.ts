import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import type { CallArguments } from '../base/call-context.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import type { Shape, ShapeTree } from '../base/shapes.ts';
import { SeedGenerator } from './seed-generator.ts';

export interface DropoutOptions extends LayerOptions {
  /** Probability that a value is dropped, in [0, 1]. */
  rate: number;
  /** Shape of the mask; sizes 1 share one decision, null is the input's size. Default null: each value by itself. */
  noiseShape?: Shape | null;
  /** Equal seeds give equal masks; null draws fresh ones. Default null. */
  seed?: number | null;
}

/**
 * In training sets each value to 0 with probability `rate` and scales the others by 1 / (1 - rate); otherwise gives back what it gets.
 * Any shape in, the same shape out. Source: jmlr.org/papers/v15/srivastava14a, `keras.layers.Dropout`.
 */
export class Dropout extends Layer<DropoutOptions> {
  static override readonly className: string = 'Dropout';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<DropoutOptions> = {
    ...Layer.options,
    rate: option.number(undefined, { atLeast: 0, atMost: 1 }),
    seed: option.optional(option.integer()),
    noiseShape: option.optional(option.shape()),
  };
  override readonly convertsIntegers: boolean = true;
  override supportsMasking = true;
  readonly seedGenerator: SeedGenerator | null;

  constructor(options: DropoutOptions) {
    super(options);
    this.seedGenerator = this.options.rate > 0 ? new SeedGenerator(this.options.seed, this.name) : null;
  }

  override call(x: Tensor, { training }: CallArguments): Tensor {
    const { rate } = this.options;
    if (!training || this.seedGenerator === null) return x;
    const seed = this.seedGenerator.next();
    if (rate === 1) return tf.zerosLike(x);
    const kept = tf.cast(tf.greaterEqual(tf.random.statelessUniform(this.#maskShape(x), { seed, dtype: x.dtype.name as 'float32' }), rate), x.dtype);
    return tf.multiply(x, tf.multiply(kept, 1 / (1 - rate)));
  }

  #maskShape(x: Tensor): number[] {
    const { noiseShape } = this.options;
    if (noiseShape === null) return x.shape as number[];
    if (noiseShape.length !== x.rank)
      throw failure('value', { op: this.name, message: `noiseShape must have rank ${x.rank}, that of the input; got [${noiseShape.join(', ')}]` });
    return noiseShape.map((size, i) => size ?? (x.shape[i] as number));
  }

  override computeOutputShape(inputShape: ShapeTree): ShapeTree {
    return inputShape;
  }
}
/** `dropout(0.5)` or `dropout({ rate: 0.5, seed })`. */
export const dropout = (options: DropoutOptions | number): Dropout => new Dropout(typeof options === 'number' ? { rate: options } : options);
