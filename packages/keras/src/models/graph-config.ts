/** Functional models as configurations: layers with the calls made on them. Source: Keras v3's `Functional.get_config`. */
import type { Tensor } from '@millrace/core';
import { failure } from '@millrace/ir';
import type { CallArguments } from '../layers/base/call-context.ts';
import type { Layer } from '../layers/base/layer.ts';
import { isTensor, leavesOf, type TensorTree } from '../layers/base/tree.ts';
import type { InputLayer } from '../layers/core/input-layer.ts';
import type { LoadContext } from '../options/configurable.ts';
import type { Json, JsonObject } from '../options/option-table.ts';
import { saveLayer } from '../saving/layer-form.ts';
import { type GraphNode, graph } from '../symbolic/graph-builder.ts';
import type { LayerNode } from '../symbolic/layer-node.ts';
import type { Graph } from './graph.ts';

/** A layer's call in a file refers to tensors as [layer name, index of the call, index of the output]. */
type TensorKey = readonly [name: string, node: number, tensor: number];

/** The configuration of a functional model. @throws UnimplementedError when tf operations stand between the layers */
export function graphConfig(model: { readonly name: string; readonly trainable: boolean }, flow: Graph): Record<string, Json> {
  const keys = numberCalls(flow);
  const keyOf = (t: Tensor): TensorKey => {
    const { node, index } = graph.historyOf(t);
    return [(node.layer as Layer).name, keys.get(node) as number, index];
  };
  const layers = flow.layers.map((layer): Json => {
    const calls = flow.nodes.filter((node) => node.layer === layer && node.inputs.length > 0) as unknown as LayerNode[];
    return { ...saveLayer(layer), name: layer.name, inbound_nodes: calls.map((call) => callForm(call, keyOf)) };
  });
  return {
    name: model.name,
    trainable: model.trainable,
    layers,
    input_layers: treeForm(flow.inputs, keyOf),
    output_layers: treeForm(flow.outputs, keyOf),
  };
}

/** The index of each call among the calls of its layer that belong to this model. */
function numberCalls(flow: Graph): ReadonlyMap<GraphNode, number> {
  const counts = new Map<unknown, number>();
  const keys = new Map<GraphNode, number>();
  for (const node of flow.nodes) {
    if (node.layer === null) {
      throw failure('unimplemented', {
        op: 'save',
        message: `the model has the tf operation ${node.label} between its layers, which files cannot hold yet`,
        hint: 'wrap it in a layer of a class of your own; saveWeights works as it is',
      });
    }
    const count = counts.get(node.layer) ?? 0;
    counts.set(node.layer, count + 1);
    keys.set(node, count);
  }
  return keys;
}

/** Keras writes a single tensor as its key, several as a list or record of keys. */
function treeForm(tree: TensorTree, keyOf: (t: Tensor) => TensorKey): Json {
  if (isTensor(tree)) return keyOf(tree);
  if (Array.isArray(tree)) return (tree as readonly TensorTree[]).map((t) => treeForm(t, keyOf));
  return Object.fromEntries(Object.entries(tree).map(([k, t]) => [k, treeForm(t as TensorTree, keyOf)]));
}

function callForm(call: LayerNode, keyOf: (t: Tensor) => TensorKey): Json {
  const form = (tree: TensorTree): Json => {
    if (isTensor(tree)) return { class_name: '__keras_tensor__', config: { shape: tree.shape as Json, dtype: tree.dtype.name, keras_history: keyOf(tree) } };
    if (Array.isArray(tree)) return (tree as readonly TensorTree[]).map(form);
    return Object.fromEntries(Object.entries(tree).map(([k, t]) => [k, form(t as TensorTree)]));
  };
  const { training } = call.args;
  return { args: [form(call.inputTree)], kwargs: training === undefined ? {} : { training } };
}

// Reading

interface SavedLayer {
  readonly name: string;
  readonly inbound_nodes: readonly Json[];
}

/** Inputs and outputs of the model that a configuration describes, its layers made anew. */
export function loadGraph(config: JsonObject, context: LoadContext): { readonly inputs: TensorTree; readonly outputs: TensorTree } {
  const saved = config.layers as unknown as readonly SavedLayer[];
  if (!Array.isArray(saved)) throw failure('corrupted', { op: 'loadModel', message: 'the configuration of a functional model has no list of layers' });
  const layers = new Map(saved.map((s) => [s.name, context.deserialize(s as unknown as Json) as Layer]));
  const results = new Map<string, readonly Tensor[]>();
  const pending: { layer: Layer; index: number; call: Json }[] = [];
  for (const { name, inbound_nodes: calls } of saved) {
    const layer = layers.get(name) as Layer;
    if (calls.length === 0) results.set(`${name}/0`, [(layer as InputLayer).output]);
    else calls.forEach((call: Json, index: number) => void pending.push({ layer, index, call }));
  }
  const resolve = (key: TensorKey): Tensor | undefined => results.get(`${key[0]}/${key[1]}`)?.[key[2]];
  while (pending.length > 0) {
    const at = pending.findIndex(({ call, layer, index }) =>
      index === 0 || results.has(`${layer.name}/${index - 1}`) ? keysIn(call).every((k) => resolve(k) !== undefined) : false,
    );
    if (at < 0)
      throw failure('corrupted', {
        op: 'loadModel',
        message: `the calls of layers ${[...new Set(pending.map((p) => p.layer.name))].join(', ')} depend on tensors that the file does not define`,
      });
    const [{ layer, index, call }] = pending.splice(at, 1);
    const { tree, args } = readCall(call, resolve);
    results.set(`${layer.name}/${index}`, leavesOf(layer.apply<TensorTree>(tree, args)));
  }
  const read = (json: Json): TensorTree => {
    if (isKey(json)) return resolve(json) as Tensor;
    if (Array.isArray(json)) return json.length === 1 && isKey(json[0]) ? (resolve(json[0]) as Tensor) : json.map(read);
    return Object.fromEntries(Object.entries(json as JsonObject).map(([k, v]) => [k, read(v)]));
  };
  return { inputs: read(config.input_layers), outputs: read(config.output_layers) };
}

const isKey = (json: Json): json is TensorKey =>
  Array.isArray(json) && json.length === 3 && typeof json[0] === 'string' && typeof json[1] === 'number' && typeof json[2] === 'number';

/** The keys of all tensors in a call. */
function keysIn(json: Json): TensorKey[] {
  if (typeof json !== 'object' || json === null) return [];
  const tensor = json as { class_name?: Json; config?: { keras_history?: TensorKey } };
  if (tensor.class_name === '__keras_tensor__') return [tensor.config?.keras_history as TensorKey];
  return Object.values(json).flatMap((v) => keysIn(v as Json));
}

function readCall(call: Json, resolve: (key: TensorKey) => Tensor | undefined): { readonly tree: TensorTree; readonly args: Partial<CallArguments> } {
  const { args, kwargs } = call as { args: readonly Json[]; kwargs: JsonObject };
  if (!Array.isArray(args)) throw failure('unimplemented', { op: 'loadModel', message: 'functional models in the format of Keras 2 are not here yet' });
  const read = (json: Json): TensorTree => {
    const [key] = (json as { class_name?: Json }).class_name === '__keras_tensor__' ? keysIn(json) : [];
    if (key) return resolve(key) as Tensor;
    if (Array.isArray(json)) return json.map(read);
    return Object.fromEntries(Object.entries(json as JsonObject).map(([k, v]) => [k, read(v)]));
  };
  const extra = Object.fromEntries(Object.entries(kwargs ?? {}).filter(([, v]) => v !== null));
  const tree = args.length === 1 ? read(args[0]) : args.map(read);
  return { tree, args: extra };
}
