import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import type { ConstraintLike } from '../../constraints/constraint.ts';
import type { InitializerLike } from '../../initializers/initializer.ts';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import type { RegularizerLike } from '../../regularizers/regularizer.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import { onlyShape, type Shape, type ShapeTree } from '../base/shapes.ts';
import { isTensor, type TensorTree } from '../base/tree.ts';

export interface EmbeddingOptions extends LayerOptions {
  /** Number of rows: the largest index plus 1. */
  inputDim: number;
  /** Length of each vector. */
  outputDim: number;
  /** Default 'uniform': in ±0.05. */
  embeddingsInitializer?: InitializerLike;
  /** Default null. */
  embeddingsRegularizer?: RegularizerLike | null;
  /** Default null. */
  embeddingsConstraint?: ConstraintLike | null;
  /** Whether index 0 is padding, masked for later layers. Default false. */
  maskZero?: boolean;
}

/**
 * Vectors by index.
 *
 * - Input: integers [...] in [0, inputDim). Output: [..., outputDim].
 * - Weights: `embeddings` [inputDim, outputDim].
 * - Throws: InvalidArgumentError for an index out of range, with its position.
 * - Source: `keras.layers.Embedding`.
 *
 * @example
 * tf.keras.layers.embedding({ inputDim: 100, outputDim: 8 })(tf.zeros([2, 5], { dtype: 'int32' })).shape; // [2, 5, 8]
 */
export class Embedding extends Layer<EmbeddingOptions> {
  static override readonly className: string = 'Embedding';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<EmbeddingOptions> = {
    ...Layer.options,
    inputDim: option.integer(undefined, { atLeast: 1 }),
    outputDim: option.integer(undefined, { atLeast: 1 }),
    embeddingsInitializer: option.initializer('uniform'),
    embeddingsRegularizer: option.regularizer(),
    embeddingsConstraint: option.constraint(),
    maskZero: option.boolean(false),
  };
  embeddings: Variable | null = null;

  constructor(options: EmbeddingOptions) {
    super(options);
    this.supportsMasking = this.options.maskZero;
  }

  override get createsMask(): boolean {
    return this.options.maskZero;
  }

  override build(): void {
    const { inputDim, outputDim, embeddingsInitializer, embeddingsRegularizer, embeddingsConstraint } = this.options;
    this.embeddings = this.addWeight({
      name: 'embeddings',
      shape: [inputDim, outputDim],
      initializer: embeddingsInitializer,
      regularizer: embeddingsRegularizer,
      constraint: embeddingsConstraint,
    });
  }

  override call(indices: Tensor): Tensor {
    const integers = indices.dtype.isInteger ? indices : tf.cast(indices, 'int32');
    return tf.gather((this.embeddings as Variable).value(), integers);
  }

  override computeMask(inputs: TensorTree): TensorTree | null {
    if (!this.options.maskZero || !isTensor(inputs)) return null;
    return tf.notEqual(inputs, tf.zerosLike(inputs));
  }

  override computeOutputShape(inputShape: ShapeTree): Shape {
    return [...onlyShape(inputShape, this.name), this.options.outputDim];
  }

  override outputDtype(): string {
    return this.computeDtype;
  }
}
export const embedding: Factory<EmbeddingOptions, Embedding> = factory(Embedding);
