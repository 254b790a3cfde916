/** Models: layers that train. Source: `keras.Model`. */
import type { Tensor } from '@millrace/core';
import { failure, nearest } from '@millrace/ir';
import type { CallArguments } from '../layers/base/call-context.ts';
import { Layer, type LayerOptions } from '../layers/base/layer.ts';
import { isShape, type ShapeTree, shapesOf } from '../layers/base/shapes.ts';
import type { TensorTree } from '../layers/base/tree.ts';
import type { Json, Option, OptionTable } from '../options/option-table.ts';
import { loadWeights } from '../saving/load-weights.ts';
import { modelForm, saveModel, saveWeights } from '../saving/save-model.ts';
import type { FileSource } from '../saving/source.ts';
import type { LoadWeightsOptions } from '../saving/weights-file.ts';
import type { DataLike, EvaluateOptions, FitOptions, History, PredictOptions, Targets, Weights } from '../training/options.ts';
import { type BatchLogs, type CompileOptions, Trainer } from '../training/trainer.ts';
import { Graph } from './graph.ts';
import { graphConfig } from './graph-config.ts';
import { type SummaryOptions, summarize } from './summary.ts';

export interface ModelOptions extends LayerOptions {
  /** Symbolic tensors from `Input`: one, a list or a record. */
  inputs?: TensorTree | null;
  /** Symbolic tensors made from them. */
  outputs?: TensorTree | null;
}

/** Symbolic tensors; they are checked where the graph is made. */
const treeOption: Option = { fallback: null, saved: false, describe: 'symbolic tensors', parse: (value) => value, serialize: (): Json => null };

/**
 * A model. Either functional, `new Model({ inputs, outputs })`, or a subclass with `call`.
 *
 * @example
 * const inputs = tf.keras.Input({ shape: [4] });
 * const model = tf.keras.model({ inputs, outputs: tf.keras.layers.dense({ units: 1 })(inputs) });
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * await model.fit(x, y, { epochs: 5 });
 */
export class Model<O extends ModelOptions = ModelOptions> extends Layer<O> {
  static override readonly className: string = 'Model';
  static override readonly module: string = 'keras';
  static override readonly options: OptionTable<ModelOptions> = { ...Layer.options, inputs: treeOption, outputs: treeOption };
  /** The data flow of a functional model. */
  #graph: Graph | null = null;
  #trainer: Trainer | null = null;
  /** Set it in a callback or in `trainStep` to end `fit` after the step in progress. */
  stopTraining: boolean = false;

  constructor(options?: O) {
    super(options);
    const { inputs, outputs } = this.options as unknown as { inputs: TensorTree | null; outputs: TensorTree | null };
    if ((inputs === null) !== (outputs === null))
      throw failure('value', { op: 'Model', message: `inputs and outputs go together; ${inputs === null ? 'inputs' : 'outputs'} is missing` });
    if (inputs !== null && outputs !== null) this.setGraph(inputs, outputs);
  }

  // Structure

  protected setGraph(inputs: TensorTree, outputs: TensorTree): void {
    this.#graph = new Graph(inputs, outputs);
    this.supportsMasking = true;
    this.built = true;
    this.buildShape = shapesOf(inputs);
  }
  protected clearGraph(): void {
    this.#graph = null;
    this.built = false;
  }
  /** The data flow of a functional model; null for other models. */
  get graph(): Graph | null {
    return this.#graph;
  }
  /** Symbolic inputs of a functional model. @throws FailedPreconditionError for other models */
  get inputs(): readonly Tensor[] {
    return this.#requireGraph('inputs').inputTensors;
  }
  /** Symbolic outputs of a functional model. @throws FailedPreconditionError for other models */
  get outputs(): readonly Tensor[] {
    return this.#requireGraph('outputs').outputTensors;
  }
  get input(): TensorTree {
    return this.#requireGraph('input').inputs;
  }
  get output(): TensorTree {
    return this.#requireGraph('output').outputs;
  }
  #requireGraph(what: string): Graph {
    if (this.#graph !== null) return this.#graph;
    throw failure('precondition', { op: `${this.name}.${what}`, message: 'only functional and built sequential models have symbolic tensors' });
  }

  /** The model's own layers, in order. */
  get layers(): readonly Layer[] {
    return this.#graph === null ? super.sublayers : this.#graph.layers;
  }
  override get sublayers(): readonly Layer[] {
    return this.#graph === null ? super.sublayers : [...new Set([...this.#graph.layers, ...super.sublayers])];
  }

  /** A layer by its name or its index. @throws ValueError with the nearest name */
  getLayer(which: string | number): Layer {
    const { layers } = this;
    const found = typeof which === 'number' ? layers.at(which) : layers.find((layer) => layer.name === which);
    if (found) return found;
    const names = layers.map((layer) => layer.name);
    const near = typeof which === 'string' ? nearest(which, names) : undefined;
    throw failure('value', {
      op: `${this.name}.getLayer`,
      message: `there is no layer ${typeof which === 'string' ? `'${which}'` : which}${near ? `; did you mean '${near}'?` : ''}`,
      valid: names.join(', '),
    });
  }

  override call(inputs: TensorTree, args: CallArguments): TensorTree {
    if (this.#graph !== null) return this.#graph.run(inputs, args);
    return super.call(inputs, args);
  }
  override computeMask(inputs: TensorTree, mask: TensorTree | null): TensorTree | null {
    // Inside a functional model masks travel from layer to layer; the outputs have theirs already.
    return this.#graph === null ? super.computeMask(inputs, mask) : null;
  }
  override computeOutputShape(inputShape: ShapeTree): ShapeTree | null {
    const graph = this.#graph;
    const fits = graph !== null && isShape(inputShape) && graph.inputTensors.length === 1 && graph.inputTensors[0].shape.join() === inputShape.join();
    return fits ? shapesOf(graph.outputs) : null;
  }

  // Training; see training/trainer.ts

  get trainer(): Trainer {
    this.#trainer ??= new Trainer(this as unknown as Model);
    return this.#trainer;
  }
  /** Sets the optimizer, the loss and the metrics. @throws ValueError for an unknown name */
  compile(options: CompileOptions = {}): void {
    this.trainer.compile(options);
  }
  get compiled(): boolean {
    return this.trainer.compiled;
  }
  get optimizer(): NonNullable<Trainer['optimizer']> {
    return this.trainer.requireCompiled('optimizer').optimizer as NonNullable<Trainer['optimizer']>;
  }
  get metrics(): Trainer['metrics'] {
    return this.trainer.metrics;
  }
  get metricsNames(): readonly string[] {
    return this.metrics.map((m) => m.name);
  }
  /** Trains for a number of epochs. Options and errors: see `FitOptions`. */
  fit(x: DataLike, y?: Targets | FitOptions, options?: FitOptions): Promise<History> {
    return this.trainer.fit(x, y, options);
  }
  /** Loss and metrics on data: a list, the loss first, or by name with `returnDict`. */
  evaluate(x: DataLike, y?: Targets | EvaluateOptions, options?: EvaluateOptions & { returnDict?: false }): Promise<number[]>;
  evaluate(x: DataLike, y: Targets | EvaluateOptions, options: EvaluateOptions & { returnDict: true }): Promise<BatchLogs>;
  evaluate(x: DataLike, y?: Targets | EvaluateOptions, options?: EvaluateOptions): Promise<number[] | BatchLogs> {
    return this.trainer.evaluate(x, y, options);
  }
  /** Outputs for all examples, computed batch by batch. */
  predict<R extends TensorTree = Tensor>(x: DataLike, options?: PredictOptions): Promise<R> {
    return this.trainer.predict(x, options) as Promise<R>;
  }
  /** One update on one batch. Metrics are not reset. */
  trainOnBatch(x: DataLike, y?: Targets, sampleWeight?: Weights): BatchLogs {
    return this.trainer.trainOnBatch(x, y, sampleWeight);
  }
  /** Loss and metrics of one batch. Metrics are not reset. */
  testOnBatch(x: DataLike, y?: Targets, sampleWeight?: Weights): BatchLogs {
    return this.trainer.testOnBatch(x, y, sampleWeight);
  }
  /** Outputs for one batch. */
  predictOnBatch<R extends TensorTree = Tensor>(x: DataLike): R {
    return this.trainer.predictOnBatch(x) as R;
  }
  /** Forgets what metrics have accumulated. */
  resetMetrics(): void {
    for (const metric of this.metrics) metric.resetState();
  }

  /** One update from one batch: override it for a training loop of your own. Returns what is logged. */
  trainStep(data: unknown): Record<string, Tensor | number> {
    return this.trainer.trainStep(data);
  }
  /** Loss and metrics of one batch: override it for an evaluation of your own. */
  testStep(data: unknown): Record<string, Tensor | number> {
    return this.trainer.testStep(data);
  }
  /** Outputs for one batch. */
  predictStep(data: unknown): TensorTree {
    return this.trainer.predictStep(data);
  }
  /** The loss of a batch: the compiled loss, what layers added, and the penalties of regularizers. */
  computeLoss(_x: TensorTree, y: TensorTree | null, yPred: TensorTree, sampleWeight: TensorTree | null, _training: boolean = true): Tensor {
    return this.trainer.computeLoss(y, yPred, sampleWeight);
  }
  /** Updates the compiled metrics and gives what is logged. */
  computeMetrics(_x: TensorTree, y: TensorTree | null, yPred: TensorTree, sampleWeight: TensorTree | null): Record<string, Tensor | number> {
    return this.trainer.computeMetrics(y, yPred, sampleWeight);
  }

  // Showing and saving

  /** Prints the layers, their output shapes and the numbers of parameters, as Keras does. */
  summary(options?: SummaryOptions): void {
    summarize(this as unknown as Model, options);
  }
  /** Writes a `.keras` file, whole or not at all. Node only. @throws ValueError for another ending */
  save(path: string): Promise<void> {
    return saveModel(this as unknown as Model, path);
  }
  /** Writes a `.weights.h5` file, whole or not at all. Node only. @throws ValueError for another ending */
  saveWeights(path: string): Promise<void> {
    return saveWeights(this as unknown as Model, path);
  }
  /** Sets the weights from a `.weights.h5` or `.keras` file. @throws ValueError listing the differences when it does not fit */
  loadWeights(source: FileSource, options?: LoadWeightsOptions): Promise<void> {
    return loadWeights(this as unknown as Model, source, options);
  }
  /** The structure as JSON text, without weights; see `modelFromJson`. */
  toJSON(): string {
    return JSON.stringify(modelForm(this as unknown as Model));
  }
  override getConfig(): Record<string, Json> {
    if (this.#graph !== null) return graphConfig(this as unknown as Model, this.#graph);
    return super.getConfig();
  }
}
