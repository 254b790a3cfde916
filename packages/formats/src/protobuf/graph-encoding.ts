/** Graphs that a summary writer makes, encoded without the protobuf library. Source: tensorflow/core/framework/{graph,node_def,attr_value}.proto. */
import { dtypeNumber } from './summary-event.ts';
import { WireWriter } from './wire-writer.ts';

/** Sizes by axis; -1 where unknown. */
type Sizes = readonly number[];

/** An attribute of a node: text, a whole number, a boolean, a dtype by TensorFlow's name, or the shapes of results. */
export type AttributeInit =
  | { readonly text: string }
  | { readonly integer: number }
  | { readonly boolean: boolean }
  | { readonly dtype: string }
  | { readonly shapes: readonly Sizes[] };

export interface NodeInit {
  /** Parts between slashes are scopes. */
  readonly name: string;
  readonly op: string;
  /** Names of nodes, `node:1` for a result other than the first, `^node` where only the order counts. */
  readonly inputs: readonly string[];
  readonly device?: string;
  readonly attributes?: Readonly<Record<string, AttributeInit>>;
}

const encoder = new TextEncoder();

function shape(sizes: Sizes): Uint8Array {
  const out = new WireWriter();
  for (const size of sizes) out.always(2, new WireWriter().varint(1, size).finish());
  return out.finish();
}

function attribute(value: AttributeInit): Uint8Array {
  const out = new WireWriter();
  // Members of a oneof are there even when they have the default.
  if ('text' in value) return out.always(2, encoder.encode(value.text)).finish();
  if ('integer' in value) return out.presentVarint(3, value.integer).finish();
  if ('boolean' in value) return out.presentVarint(5, value.boolean ? 1 : 0).finish();
  if ('dtype' in value) return out.presentVarint(6, dtypeNumber(value.dtype)).finish();
  const list = new WireWriter();
  for (const sizes of value.shapes) list.always(7, shape(sizes));
  return out.always(1, list.finish()).finish();
}

function node({ name, op, inputs, device, attributes = {} }: NodeInit): Uint8Array {
  const out = new WireWriter().text(1, name).text(2, op);
  for (const input of inputs) out.always(3, encoder.encode(input));
  out.text(4, device);
  for (const [key, value] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)))
    out.always(5, new WireWriter().text(1, key).always(2, attribute(value)).finish());
  return out.finish();
}

/** Bytes of a GraphDef. The version is one that graphs of today have. */
export function encodeGraphDef(nodes: readonly NodeInit[]): Uint8Array {
  const out = new WireWriter();
  for (const n of nodes) out.always(1, node(n));
  return out.always(4, new WireWriter().varint(1, 22).finish()).finish();
}

/** Bytes of a RunMetadata with the graph of one function, before and after what a compiler does to it. */
export const encodeFunctionGraphs = (before: Uint8Array, after: Uint8Array): Uint8Array =>
  new WireWriter().always(4, new WireWriter().always(1, before).always(2, before).always(3, after).finish()).finish();
