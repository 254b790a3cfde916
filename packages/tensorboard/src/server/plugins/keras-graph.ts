/** Layers of a Keras model as a graph. Source: tensorboard/plugins/graph/keras_util.py (behavior only). */
import { type GraphDef, type GraphDefInit, makeGraphDef } from '@millrace/formats/protobuf';
import { RequestError } from '../plugin.ts';

type Json = Readonly<Record<string, unknown>>;
type NodeInit = NonNullable<GraphDefInit['node']>[number];

const isObject = (x: unknown): x is Json => typeof x === 'object' && x !== null && !Array.isArray(x);
const configOf = (layer: Json): Json => (isObject(layer.config) ? layer.config : {});
const layersOf = (layer: Json): readonly Json[] | null => {
  const { layers } = configOf(layer);
  return Array.isArray(layers) ? layers.filter(isObject) : null;
};
const nameOf = (layer: Json): string => String(layer.name ?? configOf(layer).name ?? layer.class_name ?? 'layer');

/** Names of layers that a call takes its inputs from: in files of Keras 3 by `keras_history`, in older ones as lists that begin with the name. */
function callInputs(node: unknown): string[] {
  if (isObject(node)) {
    const history = isObject(node.config) ? node.config.keras_history : undefined;
    if (Array.isArray(history)) return [String(history[0])];
    return Object.values(node).flatMap(callInputs);
  }
  if (!Array.isArray(node)) return [];
  if (typeof node[0] === 'string' && typeof node[1] === 'number') return [node[0]];
  return node.flatMap(callInputs);
}

/** Numbers of dtypes by name, as far as layers have them. */
const dtypeNumbers: Readonly<Record<string, number>> = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  int16: 5,
  int8: 6,
  string: 7,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  float16: 19,
};

function dtypeOf(layer: Json): number {
  const { dtype } = configOf(layer);
  const name = isObject(dtype) ? configOf(dtype).name : dtype;
  return dtypeNumbers[String(name)] ?? 0;
}

class KerasGraph {
  readonly nodes: NodeInit[] = [];
  /** Adds a model's layers below `scope`. `inputs`: nodes that feed it from outside. Gives the node that stands for its output. */
  model(model: Json, scope: string, inputs: readonly string[]): string {
    const places = new Map<string, string>();
    let previous: readonly string[] = inputs;
    let last = '';
    let fed = 0;
    for (const layer of layersOf(model) ?? []) {
      const name = nameOf(layer);
      const calls = Array.isArray(layer.inbound_nodes) ? layer.inbound_nodes : null;
      const named = calls === null ? previous : [...new Set(callInputs(calls))].map((n) => places.get(n) ?? '').filter((n) => n !== '');
      const isInput = layer.class_name === 'InputLayer';
      const from = isInput && inputs.length > 0 && calls !== null ? inputs.slice(fed, ++fed) : named;
      last = this.layer(layer, `${scope}/${name}`, from);
      places.set(name, last);
      previous = [last];
    }
    const { output_layers: outputs } = configOf(model);
    const output = callInputs(outputs)[0];
    return places.get(output ?? '') ?? last;
  }
  layer(layer: Json, path: string, inputs: readonly string[]): string {
    if (layersOf(layer) !== null) return this.model(layer, path, inputs);
    this.nodes.push({
      name: path,
      op: String(layer.class_name ?? 'Layer'),
      input: [...inputs],
      attr: {
        keras_class: { value: { case: 's', value: new TextEncoder().encode(String(layer.class_name ?? '')) } },
        dtype: { value: { case: 'type', value: dtypeOf(layer) } },
      },
    });
    return path;
  }
}

/** @throws RequestError for text that is no model */
export function kerasGraph(json: string): GraphDef {
  let model: unknown;
  try {
    model = JSON.parse(json);
  } catch {
    throw new RequestError(400, 'the model is not JSON');
  }
  if (!isObject(model) || layersOf(model) === null) throw new RequestError(400, 'the model has no layers');
  const graph = new KerasGraph();
  graph.model(model, nameOf(model), []);
  return makeGraphDef({ node: graph.nodes, versions: { producer: 22 } });
}
