/** The table that `summary()` prints. Source: the layout of Keras 3's `print_summary`. */

import type { Variable } from '@millrace/core';
import { checkOptions } from '@millrace/ir';
import type { Layer } from '../layers/base/layer.ts';
import { flattenShapes, isShape, type Shape, type ShapeTree } from '../layers/base/shapes.ts';
import { classNameOf } from '../options/configurable.ts';
import { graph } from '../symbolic/graph-builder.ts';
import type { LayerNode } from '../symbolic/layer-node.ts';
import type { Graph } from './graph.ts';

export interface SummaryOptions {
  /** Gets each line. Default `console.log`. */
  readonly printFn?: (line: string) => void;
  /** Whether layers of nested models get lines of their own. Default false. */
  readonly expandNested?: boolean;
  /** Whether a column says which layers train. Default false. */
  readonly showTrainable?: boolean;
  /** Width of the table in characters. Default 79. */
  readonly lineLength?: number;
}

/** What a summary needs of a model. */
export interface SummarizedModel {
  readonly name: string;
  readonly built: boolean;
  readonly layers: readonly Layer[];
  readonly weights: readonly Variable[];
  readonly trainableWeights: readonly Variable[];
  readonly graph: Graph | null;
  readonly trainer: { readonly optimizer: { readonly built: boolean; readonly variables: readonly Variable[] } | null };
}

interface Row {
  readonly cells: readonly string[];
}

export function summarize(model: SummarizedModel, options: SummaryOptions = {}): void {
  checkOptions('summary', options, ['printFn', 'expandNested', 'showTrainable', 'lineLength']);
  const print = options.printFn ?? ((line: string): void => console.log(line));
  for (const line of summaryLines(model, options)) print(line);
}

const thousands = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
const showSizes = (shape: Shape): string => `(${shape.map((s) => s ?? 'None').join(', ')}${shape.length === 1 ? ',' : ''})`;

/** `4.25 KB`, with a factor of 1,024 as Keras has. */
export function memorySize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(2)} ${units[unit]}`;
}

function outputShapeOf(layer: Layer): string {
  const node = layer.inboundNodes[0] as LayerNode | undefined;
  if (node) return node.outputs.map((t) => showSizes(t.shape as Shape)).join(', ');
  if (!layer.built) return '?';
  const shape = layer.buildShape === null ? null : layer.computeOutputShape(layer.buildShape as ShapeTree);
  if (shape === null) return '?';
  return (isShape(shape) ? [shape] : flattenShapes(shape)).map(showSizes).join(', ');
}

const countOf = (weights: readonly Variable[]): number => weights.reduce((sum, w) => sum + w.size, 0);
const bytesOf = (weights: readonly Variable[]): number => weights.reduce((sum, w) => sum + w.size * w.dtype.size, 0);

/** Whether each layer follows the one before it, so that no column of connections is needed. */
function isChain(flow: Graph): boolean {
  return (
    flow.nodes.every((node, i) => node.inputs.length <= 1 && (i === 0 || node.inputs.every((t) => graph.historyOf(t).node === flow.nodes[i - 1]))) &&
    new Set(flow.nodes.map((n) => n.layer)).size === flow.nodes.length
  );
}

function rowsOf(layers: readonly Layer[], flow: Graph | null, options: SummaryOptions, depth: number, connected: boolean): Row[] {
  return layers.flatMap((layer) => {
    const label = `${'    '.repeat(depth)}${depth > 0 ? '└ ' : ''}${layer.name} (${classNameOf(layer.definition)})`;
    const params = layer.built || layer.weights.length > 0 ? thousands(countOf(layer.weights)) : '0 (unbuilt)';
    const cells = [label, outputShapeOf(layer), params];
    if (connected) cells.push(connectionsOf(layer, flow));
    if (options.showTrainable) cells.push(layer.weights.length === 0 ? '-' : layer.trainableWeights.length > 0 ? 'Y' : 'N');
    const nested = layer as unknown as Partial<SummarizedModel>;
    const inner = options.expandNested && nested.layers ? rowsOf(nested.layers, nested.graph ?? null, options, depth + 1, connected) : [];
    return [{ cells }, ...inner];
  });
}

function connectionsOf(layer: Layer, flow: Graph | null): string {
  const nodes = flow?.nodes.filter((n) => n.layer === layer) ?? [];
  const from = nodes
    .flatMap((n) => n.inputs.map((t) => graph.historyOf(t)))
    .map(({ node, index }) => (node.layer === null ? node.label : `${node.layer.name}[0][${index}]`));
  return from.length === 0 ? '-' : from.join(', ');
}

/** The lines of the summary. */
export function summaryLines(model: SummarizedModel, options: SummaryOptions = {}): string[] {
  const connected = model.graph !== null && !isChain(model.graph);
  const titles = ['Layer (type)', 'Output Shape', 'Param #', ...(connected ? ['Connected to'] : []), ...(options.showTrainable ? ['Trai…'] : [])];
  const shares = connected ? [0.3, 0.24, 0.16, 0.3] : [0.45, 0.32, 0.19];
  const rows = rowsOf(model.layers, model.graph, options, 0, connected);
  const width = options.lineLength ?? 79;
  const room = width - 1 - 3 * titles.length - (options.showTrainable ? 5 : 0);
  const widths = titles.map((_, i) => (i < shares.length ? Math.max(8, Math.floor(room * shares[i])) : 5));
  const table = drawTable(titles, rows, widths);
  return [`Model: "${model.name}"`, ...table, ...totals(model)];
}

function totals(model: SummarizedModel): string[] {
  const trainable = model.trainableWeights;
  const frozen = model.weights.filter((w) => !trainable.includes(w));
  const { optimizer } = model.trainer;
  // Before the first step an optimizer has a counter and a rate, but not yet its slots; Keras counts it from then on.
  const state = optimizer?.built ? optimizer.variables : [];
  const line = (title: string, weights: readonly Variable[]): string => ` ${title}: ${thousands(countOf(weights))} (${memorySize(bytesOf(weights))})`;
  const lines = [line('Total params', [...model.weights, ...state]), line('Trainable params', trainable), line('Non-trainable params', frozen)];
  return state.length === 0 ? lines : [...lines, line('Optimizer params', state)];
}

/** Text in pieces of at most `width` characters. */
function wrap(text: string, width: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length || at === 0; at += width) pieces.push(text.slice(at, at + width));
  return pieces;
}

function drawTable(titles: readonly string[], rows: readonly Row[], widths: readonly number[]): string[] {
  // Numbers stand at the right.
  const pad = (text: string, i: number): string => (i === 2 ? text.padStart(widths[i]) : text.padEnd(widths[i]));
  const rule = (left: string, fill: string, cross: string, right: string): string => `${left}${widths.map((w) => fill.repeat(w + 2)).join(cross)}${right}`;
  const line = (cells: readonly string[], bar: string): string => `${bar} ${cells.map(pad).join(` ${bar} `)} ${bar}`;
  const body = rows.map(({ cells }) => {
    const columns = cells.map((c, i) => wrap(c, widths[i]));
    const height = Math.max(...columns.map((c) => c.length));
    return Array.from({ length: height }, (_, h) =>
      line(
        columns.map((c) => c[h] ?? ''),
        '│',
      ),
    );
  });
  const between = rule('├', '─', '┼', '┤');
  return [
    rule('┏', '━', '┳', '┓'),
    line(titles, '┃'),
    rule('┡', '━', '╇', '┩'),
    ...body.flatMap((lines, i) => (i === 0 ? lines : [between, ...lines])),
    rule('└', '─', '┴', '┘'),
  ];
}
