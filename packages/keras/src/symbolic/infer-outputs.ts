/** Shapes and dtypes of a layer's outputs without data: the layer says so, or `call` is traced. */
import { asDtype, Tensor } from '@millrace/core';
import { type ElementType, type TensorType, type Type, tensorType, trace, type Value, type ValueHost } from '@millrace/ir';
import { type CallArguments, inCall } from '../layers/base/call-context.ts';
import { flattenShapes, isShape, type Shape, type ShapeTree, shapesOf } from '../layers/base/shapes.ts';
import { leavesOf, packTree, type TensorTree, type Tree } from '../layers/base/tree.ts';

/** What inference needs of a layer. */
export interface InferredLayer {
  readonly name: string;
  ensureBuilt(tree: TensorTree): void;
  apply(inputs: TensorTree, args?: Partial<CallArguments>): TensorTree;
  computeOutputShape(inputShape: ShapeTree): ShapeTree | null;
  outputDtype(input: string, isFloating: boolean): string;
}

export interface OutputType {
  readonly element: ElementType;
  readonly shape: Shape;
}
export interface Outputs {
  /** Form of the outputs; null for a single tensor. */
  readonly form: Tree<unknown> | null;
  readonly types: readonly OutputType[];
}

export function inferOutputs(layer: InferredLayer, inputs: TensorTree, args: Partial<CallArguments>): Outputs {
  const shapes = layer.computeOutputShape(shapesOf(inputs));
  if (shapes === null) return traceOutputs(layer, inputs, args);
  const { dtype } = leavesOf(inputs)[0];
  const { element } = asDtype(layer.outputDtype(dtype.name, dtype.isFloating));
  if (isShape(shapes)) return { form: null, types: [{ element, shape: shapes }] };
  return { form: formOf(shapes), types: flattenShapes(shapes).map((shape) => ({ element, shape })) };
}

/** A tree with a leaf for each shape. */
const formOf = (shapes: ShapeTree): Tree<unknown> =>
  isShape(shapes)
    ? null
    : Array.isArray(shapes)
      ? (shapes as readonly ShapeTree[]).map(formOf)
      : Object.fromEntries(Object.entries(shapes).map(([k, v]) => [k, formOf(v)]));

/** Sizes that stand for open ones when symbols will not do: primes, so that products can be told apart. */
const probes: readonly number[] = [83, 89];

/**
 * Traces the layer with two sets of numbers for open sizes; a size of the outputs that changes between them is open. Numbers rather than
 * symbols, because `call` may compute with sizes in JavaScript.
 */
function traceOutputs(layer: InferredLayer, inputs: TensorTree, args: Partial<CallArguments>): Outputs {
  const types = leavesOf(inputs).map((t) => t.type);
  const [a, b] = (types.every((t) => t.isStatic) ? probes.slice(0, 1) : probes).map((probe) =>
    traceWith(
      layer,
      inputs,
      args,
      types.map((t) => concrete(t, probe)),
    ),
  );
  if (b === undefined) return a;
  return {
    form: a.form,
    types: a.types.map((type, i) => ({ element: type.element, shape: type.shape.map((size, axis) => (size === b.types[i].shape[axis] ? size : null)) })),
  };
}

/** Makes the values of a trace tensors, so that layers can use them. */
const host: ValueHost = { make: (type, builder, payload) => new Tensor(type as TensorType, builder, payload) };

const concrete = (type: TensorType, probe: number): TensorType =>
  tensorType(
    type.element,
    type.shape.map((d) => (typeof d === 'number' ? d : probe)),
  );

function traceWith(layer: InferredLayer, inputs: TensorTree, args: Partial<CallArguments>, types: readonly Type[]): Outputs {
  let outputs: TensorTree = [];
  trace(
    types,
    (...values: Value[]) => {
      outputs = inCall({ name: 'trace' }, args.training ?? false, () => layer.apply(packTree(inputs, values as Tensor[]) as TensorTree, args));
      return leavesOf(outputs);
    },
    host,
  );
  const tensors = leavesOf(outputs);
  return { form: outputs instanceof Tensor ? null : outputs, types: tensors.map((t) => ({ element: t.type.element, shape: t.shape as Shape })) };
}
