/** Base of layers. Source: `keras.layers.Layer`. */

import type { DTypeName, Tensor, TensorLike, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import type { Constraint, ConstraintLike } from '../../constraints/constraint.ts';
import { type DTypePolicy, type FloatName, type PolicyName, policyOption } from '../../dtype-policy.ts';
import type { InitializerLike } from '../../initializers/initializer.ts';
import { autoName } from '../../naming/names.ts';
import { Configurable, classNameOf } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { Json, OptionTable } from '../../options/option-table.ts';
import type { Regularizer, RegularizerLike } from '../../regularizers/regularizer.ts';
import { graph } from '../../symbolic/graph-builder.ts';
import { recordCall } from '../../symbolic/record-call.ts';
import { AutocastVariable, withAutocast } from './autocast-variable.ts';
import { type CallArguments, callChain, currentCall, inCall } from './call-context.ts';
import { initScope } from './init-scope.ts';
import { checkInputSpec, type InputSpec } from './input-spec.ts';
import { maskOf, masksInUse, setMask } from './masks.ts';
import { openBatch, type Shape, type ShapeTree, shapesOf } from './shapes.ts';
import { layersIn } from './tracking.ts';
import { isTensor, leavesOf, mapTree, type TensorTree, type Tree, toTensors } from './tree.ts';

export interface LayerOptions {
  /** Default: the class's name in snake_case, numbered. */
  name?: string | null;
  /** Whether the weights train. Default true. */
  trainable?: boolean;
  /** Policy of dtypes, or its name, as `'mixed_bfloat16'`. Default null: the global one, which is 'float32' at first. */
  dtype?: DTypePolicy | PolicyName | null;
  /** For the first layer of a model: sizes of one example, null where open. */
  inputShape?: Shape | null;
  /** Penalty on the outputs. Default null. */
  activityRegularizer?: RegularizerLike | null;
}

export interface WeightOptions {
  readonly name?: string;
  /** Default []: a scalar. */
  readonly shape?: readonly number[];
  /** Default 'glorotUniform' for floating weights, 'zeros' for others. */
  readonly initializer?: InitializerLike | null;
  /** Default true. */
  readonly trainable?: boolean;
  readonly regularizer?: RegularizerLike | null;
  readonly constraint?: ConstraintLike | null;
  /** Default: the layer's variable dtype. */
  readonly dtype?: DTypeName;
  /** Whether `call` reads it in the dtype that the layer computes in. Default true. */
  readonly autocast?: boolean;
}

/** What a layer is called on: tensors, variables, numbers and arrays of them, or lists and records of these. */
export type LayerInputs = Tree<TensorLike>;

interface Weight {
  readonly variable: Variable;
  readonly trainable: boolean;
  readonly regularizer: Regularizer | null;
}

/**
 * A layer: weights and a function of tensors. Calling a layer (`layer(x)`, `layer.apply(x)`) builds it on the first call.
 * Subclasses implement `call`, and where they have weights `build`.
 *
 * @example
 * class Scale extends tf.keras.layers.Layer {
 *   override build(shape: Shape) { this.factor = this.addWeight({ name: 'factor', shape: [shape.at(-1)!], initializer: 'ones' }); }
 *   override call(x: tf.Tensor) { return tf.multiply(x, this.factor); }
 * }
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: instances are functions, see options/callable.ts
export class Layer<O extends LayerOptions = LayerOptions> extends Configurable<O> {
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<LayerOptions> = {
    name: option.optional(option.string()),
    trainable: option.boolean(true),
    dtype: policyOption,
    inputShape: option.transient(option.optional(option.shape())),
    activityRegularizer: option.regularizer(),
  };
  /** Marks layers for tracking. */
  readonly isKerasLayer = true as const;
  readonly name: string;
  readonly dtypePolicy: DTypePolicy;
  /** Whether the weights exist. */
  built: boolean = false;
  /** What inputs must be like; checked at every call. */
  inputSpec: InputSpec | readonly InputSpec[] | null = null;
  /** Whether `call` uses or passes on masks. A layer that does not drops them. */
  supportsMasking: boolean = false;
  /** Whether integer inputs become floating before `call`. */
  readonly convertsIntegers: boolean = false;
  /** The shapes that the weights were made for. */
  buildShape: ShapeTree | null = null;
  /** Calls on symbolic tensors, in order: what a functional model is made of. */
  readonly inboundNodes: unknown[] = [];
  #weights: Weight[] = [];
  #losses: Tensor[] = [];
  #lossForward = -1;
  #lastForward = -1;
  #trainable: boolean;
  #hasWarned = false;

  constructor(options?: O) {
    super(options);
    const base = this.options as unknown as { name: string | null; trainable: boolean; dtype: DTypePolicy };
    this.name = base.name ?? autoName(classNameOf(this.definition));
    this.dtypePolicy = base.dtype;
    this.#trainable = base.trainable;
  }

  // What subclasses implement

  /** Makes the weights for inputs of this shape (a tree of shapes where there are several inputs). */
  build(_inputShape: ShapeTree): void {}

  /** The layer's function. */
  call(_inputs: TensorTree, _args: CallArguments): TensorTree {
    throw failure('unimplemented', { op: this.name, message: `class ${classNameOf(this.definition)} does not implement call(inputs)` });
  }

  /** Shape of the outputs for these shapes of inputs; null (the default) says that tracing `call` has to tell. */
  computeOutputShape(_inputShape: ShapeTree): ShapeTree | null {
    return null;
  }

  /** The mask of the outputs. Default: that of the inputs, if the layer supports masks. */
  computeMask(_inputs: TensorTree, mask: TensorTree | null): TensorTree | null {
    return this.supportsMasking ? mask : null;
  }

  // Calling

  /**
   * Calls the layer: on tensors it computes, on symbolic tensors (from `Input`) it adds to a functional model.
   * @param args.training  default: that of the layer that calls this one, else false
   * @throws ValueError when inputs do not fit the layer
   */
  apply<R extends TensorTree = Tensor>(inputs: LayerInputs, args: Partial<CallArguments> = {}): R {
    const tree = toTensors(inputs);
    const symbolic = isTensor(tree) ? graph.owns(tree) : leavesOf(tree).some((t) => graph.owns(t));
    return (symbolic ? recordCall(this, tree, args) : this.#run(tree, args)) as R;
  }

  #run(tree: TensorTree, args: Partial<CallArguments>): TensorTree {
    const outer = currentCall();
    const training = args.training ?? outer?.training ?? false;
    this.ensureBuilt(tree);
    const inputs = this.castInputs(tree);
    const masked = masksInUse() || args.mask != null;
    const mask = masked ? (args.mask ?? inputMask(tree)) : null;
    return inCall(this, training, (frame) => {
      this.#lastForward = frame.forward;
      const readAs = this.computeDtype === this.variableDtype ? null : this.computeDtype;
      const outputs = withAutocast(readAs, () => this.call(inputs, { ...args, training, mask }));
      const { activityRegularizer } = this.options as unknown as { activityRegularizer: Regularizer | null };
      if (activityRegularizer !== null) for (const t of leavesOf(outputs)) this.addLoss(tf.divide(activityRegularizer.apply(t), t.shape[0] ?? 1));
      if (masked && mask !== null) this.#passMask(tree, outputs, mask as TensorTree);
      else if (this.createsMask) this.#passMask(tree, outputs, null);
      return outputs;
    });
  }

  /** Whether `computeMask` gives a mask where the inputs have none. */
  get createsMask(): boolean {
    return false;
  }

  #passMask(inputs: TensorTree, outputs: TensorTree, mask: TensorTree | null): void {
    if (mask !== null && !this.supportsMasking) this.#warnOfLostMask();
    const out = this.computeMask(inputs, mask);
    if (out === null) return;
    const masks = leavesOf(out as TensorTree);
    leavesOf(outputs).forEach((t, i) => setMask(t, masks[i] ?? null));
  }

  #warnOfLostMask(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    console.warn(`${this.name}: the input has a mask, but ${classNameOf(this.definition)} does not support masks: the layers after it see none`);
  }

  /** Builds the layer for these inputs unless it is built, and checks them. */
  ensureBuilt(tree: TensorTree): void {
    if (this.inputSpec !== null) checkInputSpec(callChain(this), this.inputSpec, isTensor(tree) ? [tree] : leavesOf(tree));
    if (this.built) return;
    this.buildFor(shapesOf(tree));
    if (this.inputSpec !== null) checkInputSpec(callChain(this), this.inputSpec, isTensor(tree) ? [tree] : leavesOf(tree));
  }

  /** Builds the layer for inputs of this shape. A build that fails leaves it unbuilt. */
  buildFor(shape: ShapeTree): void {
    if (this.built) return;
    const before = this.#weights;
    this.#weights = [...before];
    try {
      initScope(() => this.build(shape));
    } catch (error) {
      this.#weights = before;
      throw error;
    }
    this.built = true;
    this.buildShape = openBatch(shape);
  }

  /** Floating inputs in the dtype that the layer computes in; integers too where the layer says so. */
  protected castInputs(tree: TensorTree): TensorTree {
    const wanted = this.computeDtype;
    const cast = (t: Tensor): Tensor =>
      t.dtype.name !== wanted && (t.dtype.isFloating || (this.convertsIntegers && !t.dtype.isComplex)) ? tf.cast(t, wanted) : t;
    return isTensor(tree) ? cast(tree) : (mapTree(tree, cast) as TensorTree);
  }

  /** Dtype that the layer computes in. */
  get computeDtype(): FloatName {
    return this.dtypePolicy.computeDtype;
  }
  /** Dtype of the weights. */
  get variableDtype(): FloatName {
    return this.dtypePolicy.variableDtype;
  }
  /** Name of the dtype of outputs for inputs of this dtype; read where `computeOutputShape` says the shape. */
  outputDtype(input: string, isFloating: boolean): string {
    return isFloating || this.convertsIntegers ? this.computeDtype : input;
  }

  // Weights

  /** Makes a weight. @throws ValueError for a bad option */
  addWeight(options: WeightOptions = {}): Variable {
    const { name = 'variable', shape = [], trainable = true, dtype = this.variableDtype, autocast = true } = options;
    const place = (key: string): { op: string; option: string } => ({ op: `${this.name}.addWeight`, option: key });
    const fallback = tf.asDtype(dtype).isFloating ? 'glorotUniform' : 'zeros';
    const make = option.initializer('zeros').parse(options.initializer ?? fallback, place('initializer')) as (
      shape: readonly number[],
      dtype: DTypeName,
    ) => Tensor;
    const regularizer = option.regularizer().parse(options.regularizer ?? null, place('regularizer')) as Regularizer | null;
    const constraint = option.constraint().parse(options.constraint ?? null, place('constraint')) as Constraint | null;
    const Kind = autocast ? AutocastVariable : tf.Variable;
    const variable = initScope(() => new Kind(make(shape, dtype), { name: `${this.name}/${name}`, dtype, trainable, constraint: constraint as never }));
    this.#weights.push({ variable, trainable, regularizer });
    return variable;
  }

  /** The layers in the properties of this one. */
  get sublayers(): readonly Layer[] {
    return layersIn<Layer>(this);
  }

  /** This layer and all layers in it, each once, outer before inner. */
  get allLayers(): readonly Layer[] {
    const found = new Set<Layer>();
    const visit = (layer: Layer): void => {
      if (found.has(layer)) return;
      found.add(layer);
      layer.sublayers.forEach(visit);
    };
    visit(this as unknown as Layer);
    return [...found];
  }

  /** Weights that this layer itself made: trainable ones first, then by creation. */
  get ownWeights(): readonly Variable[] {
    return [...this.#weights.filter((w) => w.trainable), ...this.#weights.filter((w) => !w.trainable)].map((w) => w.variable);
  }
  /** All weights, of this layer and then of those in it. */
  get weights(): readonly Variable[] {
    return [...new Set(this.allLayers.flatMap((layer) => layer.ownWeights))];
  }
  /** Weights that training changes: none of a frozen layer. */
  get trainableWeights(): readonly Variable[] {
    return [...new Set(this.allLayers.flatMap((layer) => (layer.#trainable ? layer.#weights.filter((w) => w.trainable).map((w) => w.variable) : [])))];
  }
  get nonTrainableWeights(): readonly Variable[] {
    const trainable = new Set(this.trainableWeights);
    return this.weights.filter((w) => !trainable.has(w));
  }
  get trainableVariables(): readonly Variable[] {
    return this.trainableWeights;
  }
  get variables(): readonly Variable[] {
    return this.weights;
  }

  /** Whether the weights train. Setting it sets it for all layers inside. */
  get trainable(): boolean {
    return this.#trainable;
  }
  set trainable(value: boolean) {
    for (const layer of this.allLayers) layer.#trainable = value;
  }

  /** Values of all weights, in the order of `weights`. */
  getWeights(): Tensor[] {
    return this.weights.map((w) => w.value());
  }

  /** Sets all weights. @throws ValueError when the number or a shape differs; nothing is set then */
  setWeights(values: readonly TensorLike[]): void {
    const weights = this.weights;
    if (values.length !== weights.length)
      throw failure('value', { op: `${this.name}.setWeights`, message: `expected ${weights.length} arrays, got ${values.length}` });
    const tensors = values.map((v) => tf.convertToTensor(v));
    tensors.forEach((t, i) => {
      if (t.shape.join() !== weights[i].shape.join()) {
        throw failure('value', {
          op: `${this.name}.setWeights`,
          message: `weight ${weights[i].name} has shape [${weights[i].shape.join(', ')}]; got [${t.shape.join(', ')}]`,
        });
      }
    });
    tensors.forEach((t, i) => void weights[i].assign(t.dtype.name === weights[i].dtype.name ? t : tf.cast(t, weights[i].dtype.name as DTypeName)));
  }

  /** The number of elements of all weights. @throws FailedPreconditionError before the layer is built */
  countParams(): number {
    if (!this.built && this.weights.length === 0) {
      throw failure('precondition', {
        op: `${this.name}.countParams`,
        message: 'the layer is not built, so it has no weights yet',
        hint: 'call it on data first, or give it an inputShape',
      });
    }
    return this.weights.reduce((sum, w) => sum + w.size, 0);
  }

  // Losses

  /** Adds a scalar to the loss of this forward pass. */
  addLoss(loss: Tensor): void {
    const forward = currentCall()?.forward ?? this.#lastForward;
    if (this.#lossForward !== forward) this.#losses = [];
    this.#lossForward = forward;
    this.#lastForward = forward;
    this.#losses.push(loss.rank === 0 ? loss : tf.reduceSum(loss));
  }

  /** What the last forward pass added, and the penalties of the regularizers. */
  get losses(): readonly Tensor[] {
    const layers = this.allLayers;
    const added = layers.flatMap((layer) => (layer.#lossForward === this.#lastForward ? layer.#losses : []));
    const penalties = layers.flatMap((layer) =>
      layer.#trainable
        ? layer.#weights.filter((w) => w.regularizer !== null && w.trainable).map((w) => (w.regularizer as Regularizer).apply(w.variable.value()))
        : [],
    );
    return [...added, ...penalties];
  }

  override getConfig(): Record<string, Json> {
    const { activity_regularizer: activity, ...config } = super.getConfig();
    return { ...config, name: this.name, trainable: this.trainable, ...(activity === null ? {} : { activity_regularizer: activity }) };
  }

  /** Shapes from which `buildFor` can make the weights again, for saved files. */
  getBuildConfig(): Record<string, Json> | null {
    return this.buildShape === null ? null : { input_shape: this.buildShape as Json };
  }

  override get [Symbol.toStringTag](): string {
    return `${classNameOf(this.definition)} ${this.name}`;
  }
}

/** Layers are called like functions. */
export interface Layer<O extends LayerOptions = LayerOptions> {
  <R extends TensorTree = Tensor>(inputs: LayerInputs, args?: Partial<CallArguments>): R;
  readonly optionsType?: O;
}

/** The mask that inputs carry: a tree of their form, or null where none has one. */
function inputMask(tree: TensorTree): TensorTree | null {
  if (isTensor(tree)) return maskOf(tree);
  const masks = leavesOf(tree).map(maskOf);
  return masks.some((m) => m !== null) ? (masks as unknown as TensorTree) : null;
}
