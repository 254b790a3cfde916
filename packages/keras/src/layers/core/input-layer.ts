import { asDtype, type Tensor } from '@millrace/core';
import { failure } from '@millrace/ir';
import type { Configurable, LoadContext } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { Json, JsonObject, OptionTable } from '../../options/option-table.ts';
import { graph } from '../../symbolic/graph-builder.ts';
import { LayerNode } from '../../symbolic/layer-node.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import type { Shape, ShapeTree } from '../base/shapes.ts';

export interface InputOptions {
  /** Sizes of one example, null where open. */
  shape?: Shape | null;
  /** The batch's size where it is fixed. Default null: open. */
  batchSize?: number | null;
  /** Sizes with the batch; instead of shape and batchSize. */
  batchShape?: Shape | null;
  /** Default 'float32'. */
  dtype?: string | null;
  /** Default: `input_layer`, numbered. */
  name?: string | null;
}

export type InputLayerOptions = Omit<LayerOptions, 'dtype'> & InputOptions;

/** The entry of a model: its one output is a symbolic tensor. Source: `keras.layers.InputLayer`. */
export class InputLayer extends Layer<InputLayerOptions & LayerOptions> {
  static override readonly className: string = 'InputLayer';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<Pick<InputOptions, 'shape' | 'batchSize' | 'batchShape'> & { inputDtype?: string }> & typeof Layer.options = {
    ...Layer.options,
    shape: option.transient(option.optional(option.shape())),
    batchSize: option.transient(option.optional(option.integer(undefined, { atLeast: 1 }))),
    batchShape: option.optional(option.shape()),
    inputDtype: option.transient(option.string('float32')),
  };
  /** With the batch first. */
  readonly batchShape: Shape;
  readonly inputDtype: string;
  /** The symbolic tensor. */
  readonly output: Tensor;

  constructor({ dtype, ...options }: InputLayerOptions = {}) {
    super({ ...options, inputDtype: dtype ?? 'float32' } as never);
    const { shape, batchSize, batchShape, inputDtype } = this.options as unknown as {
      shape: Shape | null;
      batchSize: number | null;
      batchShape: Shape | null;
      inputDtype: string;
    };
    if ((shape === null) === (batchShape === null))
      throw failure('value', { op: 'Input', message: 'give either shape (sizes of one example) or batchShape (with the batch first)' });
    this.batchShape = batchShape ?? [batchSize, ...(shape as Shape)];
    this.inputDtype = inputDtype;
    this.built = true;
    const node = new LayerNode(this as never, [], {});
    this.output = graph.tensor(asDtype(inputDtype).element, this.batchShape, { node: node as never, index: 0 });
    node.outputs = [this.output];
    this.inboundNodes.push(node);
  }

  override call(x: Tensor): Tensor {
    return x;
  }
  override computeOutputShape(): ShapeTree {
    return this.batchShape;
  }
  override getConfig(): Record<string, Json> {
    const { name, trainable } = this;
    // Keras 3 writes the plain dtype here, and the keys of sparse and ragged tensors.
    return { batch_shape: this.batchShape as Json, dtype: this.inputDtype, sparse: false, ragged: false, name, trainable };
  }
  static override fromConfig(config: JsonObject, _context?: LoadContext): Configurable {
    if (config.sparse === true || config.ragged === true) throw failure('unimplemented', { op: 'Input', message: 'sparse and ragged inputs are not here yet' });
    const dtype = config.dtype as string | { config: { name: string } } | null;
    return new InputLayer({
      batchShape: (config.batch_shape ?? config.batch_input_shape) as Shape,
      dtype: typeof dtype === 'object' && dtype !== null ? dtype.config.name : dtype,
      name: (config.name ?? null) as string | null,
    });
  }
}
export const inputLayer = (options: InputLayerOptions): InputLayer => new InputLayer(options);

/**
 * A symbolic tensor: the start of a functional model.
 * @throws ValueError unless exactly one of `shape` and `batchShape` is given
 *
 * @example
 * const inputs = tf.keras.Input({ shape: [784] });
 * const outputs = tf.keras.layers.dense({ units: 10 })(inputs);
 * const model = tf.keras.model({ inputs, outputs });
 */
export const Input = (options: InputOptions): Tensor => new InputLayer(options).output;
