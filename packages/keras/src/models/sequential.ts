import { failure } from '@millrace/ir';
import type { Layer, LayerOptions } from '../layers/base/layer.ts';
import { isShape, onlyShape, type Shape, type ShapeTree } from '../layers/base/shapes.ts';
import type { TensorTree } from '../layers/base/tree.ts';
import { InputLayer } from '../layers/core/input-layer.ts';
import { Configurable, type LoadContext } from '../options/configurable.ts';
import type { Json, JsonObject, Option, OptionTable } from '../options/option-table.ts';
import { saveLayer } from '../saving/layer-form.ts';
import { Model, type ModelOptions } from './model.ts';

export interface SequentialOptions extends LayerOptions {
  /** The layers, first to last. Default []. */
  layers?: readonly Layer[];
}

const layersOption: Option = { fallback: [], saved: false, describe: 'a list of layers', parse: (value) => value, serialize: (): Json => null };

/**
 * Layers one after the other. Where the input's shape is known (`inputShape` of the first layer, or an `InputLayer`) the weights are made
 * at once, otherwise at the first call. Source: `keras.Sequential`.
 */
export class Sequential extends Model<SequentialOptions & ModelOptions> {
  static override readonly className: string = 'Sequential';
  static override readonly module: string = 'keras';
  static override readonly options: OptionTable<SequentialOptions & ModelOptions> = { ...Model.options, layers: layersOption };
  readonly #list: Layer[] = [];
  #input: InputLayer | null = null;

  constructor(options: SequentialOptions = {}) {
    super(options);
    for (const layer of (this.options as unknown as { layers: readonly Layer[] }).layers) this.#append(layer);
    this.#rebuild();
  }

  override get layers(): readonly Layer[] {
    return [...this.#list];
  }
  override get sublayers(): readonly Layer[] {
    return this.layers;
  }

  /** Appends a layer. @throws TypeError for anything else; ValueError for a layer whose name is taken */
  add(layer: Layer): void {
    this.#append(layer);
    try {
      this.#rebuild();
    } catch (error) {
      this.#list.pop();
      throw error;
    }
  }

  /** Removes the last layer and returns it. @throws ValueError when there is none */
  pop(): Layer {
    const layer = this.#list.pop();
    if (!layer) throw failure('value', { op: `${this.name}.pop`, message: 'the model has no layers' });
    this.#rebuild();
    return layer;
  }

  #append(layer: Layer): void {
    if (typeof layer !== 'function' || layer.isKerasLayer !== true) {
      throw failure('wrong-kind', {
        op: `${this.name}.add`,
        message: `a sequential model is made of layers; got ${String(layer)}`,
        hint: 'tf.keras.layers.lambda(fn) makes a layer of a function',
      });
    }
    if (layer instanceof InputLayer) {
      if (this.#list.length > 0 || this.#input !== null) throw failure('value', { op: `${this.name}.add`, message: 'an input must be the first layer' });
      this.#input = layer;
      return;
    }
    if (this.#list.some((l) => l.name === layer.name))
      throw failure('value', { op: `${this.name}.add`, message: `there is a layer '${layer.name}' already; names must differ` });
    const { inputShape } = layer.options as { inputShape?: Shape | null };
    if (this.#list.length === 0 && this.#input === null && inputShape) this.#input = new InputLayer({ shape: inputShape });
    this.#list.push(layer);
  }

  /** Makes the data flow anew when the input's shape is known. */
  #rebuild(): void {
    this.clearGraph();
    const first = this.#list[0] as Layer & { readonly graph?: unknown; readonly input?: TensorTree };
    if (this.#input === null && first?.graph) this.#input = new InputLayer({ batchShape: onlyShape(first.buildShape as ShapeTree, this.name) });
    if (this.#input === null || this.#list.length === 0) return;
    const inputs = this.#input.output;
    this.setGraph(
      inputs,
      this.#list.reduce<TensorTree>((x, layer) => layer.apply(x), inputs),
    );
  }

  /** Makes the weights for inputs of this shape (with the batch). */
  override build(inputShape: ShapeTree): void {
    if (this.#list.length === 0) throw failure('precondition', { op: this.name, message: 'the model has no layers', hint: 'model.add(layer)' });
    if (!isShape(inputShape)) throw failure('value', { op: this.name, message: 'a sequential model takes one tensor; got several' });
    if (this.#input === null) {
      this.#input = new InputLayer({ batchShape: inputShape.length === 0 ? inputShape : [null, ...inputShape.slice(1)] });
      try {
        this.#rebuild();
      } catch (error) {
        // A later call says again what is wrong.
        this.#input = null;
        throw error;
      }
    }
  }

  override getConfig(): Record<string, Json> {
    const { name, trainable, dtype } = Configurable.prototype.getConfig.call(this) as Record<string, Json>;
    const layers = [...(this.#input === null ? [] : [this.#input as Layer]), ...this.#list].map((layer): Json => saveLayer(layer));
    return {
      name: name ?? this.name,
      trainable: trainable ?? true,
      dtype,
      layers,
      ...(this.#input === null ? {} : { build_input_shape: this.#input.batchShape as Json }),
    };
  }
  static override fromConfig(config: JsonObject, context?: LoadContext): Configurable {
    const layers = (config.layers as readonly Json[]).map((json) => (context as LoadContext).deserialize(json) as Layer);
    const model = new Sequential({ name: config.name as string, layers });
    if (config.trainable === false) model.trainable = false;
    if (!model.built && config.build_input_shape) model.buildFor(config.build_input_shape as unknown as ShapeTree);
    return model;
  }
}

/** `sequential([dense({ units: 1 })])`, or with options: `sequential({ layers, name })`. */
export const sequential = (options: readonly Layer[] | SequentialOptions = {}): Sequential =>
  new Sequential(Array.isArray(options) ? { layers: options as readonly Layer[] } : (options as SequentialOptions));
