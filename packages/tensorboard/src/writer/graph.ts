/** Graphs of functions and models. Source: `tf.summary.graph`, `tf.summary.trace_on`, `tf.summary.trace_export`, `tf.summary.trace_off`. */
import { type ConcreteFunction, onFunctionCall } from '@millrace/core';
import { encodeFunctionGraphs, encodeGraphDef, type NodeInit } from '@millrace/formats';
import { checkOptions, failure, moduleOf } from '@millrace/ir';
import type { Step } from './context.ts';
import { kerasModel } from './keras-model.ts';
import { graphOfProgram } from './program-graph.ts';
import { metadataOf, record, type Target } from './record.ts';

/** What has a graph: a trace of a `tf.function`, a `tf.function` with an input signature, or a built Keras model. */
export type GraphSource =
  | ConcreteFunction
  | { getConcreteFunction(...args: readonly unknown[]): ConcreteFunction; readonly name: string; readonly length: number }
  | { toJSON(): string; readonly name: string };

export interface GraphOptions {
  /** The tag. Default: the name of the function, 'keras' for a model. */
  readonly name?: string;
  /** Default 0. */
  readonly step?: Step;
}

/** The version of the plugin's data: the byte '1'. */
const content = new TextEncoder().encode('1');
const graphKind = { plugin: 'graph_run_metadata_graph', content, dataClass: 3 } as const;
/** Our own: MLIR text of each stage of the compiler, which other viewers leave alone. */
const stagesKind = { plugin: 'millrace_graph_stages', content, dataClass: 3 } as const;

interface Stage {
  readonly name: string;
  readonly nodes: readonly NodeInit[];
  readonly text: string;
}

/** A program with open sizes has one form for each combination of sizes that it met; before the first call none. */
function optimizedProgram(
  f: ConcreteFunction,
): { readonly program: ConcreteFunction['program']; readonly device?: string; readonly writes: readonly number[] } | null {
  try {
    const { spec } = f.executable;
    const places = Object.keys(f.executable.cost().kernels);
    return { program: spec.program, writes: spec.writes, ...(places.length === 1 ? { device: `/device:${places[0]}` } : {}) };
  } catch (error) {
    if ((error as { code?: string }).code === 'precondition') return null;
    throw error;
  }
}

async function stagesOf(f: ConcreteFunction, prefix: string): Promise<readonly Stage[]> {
  const { printedAttributes, printModule } = await import('@millrace/ir/text');
  const textOf = (program: ConcreteFunction['program']): string => printModule(moduleOf(f.name.replace(/[^A-Za-z0-9_]/g, '_'), program));
  const optimized = optimizedProgram(f);
  const facts = { prefix, variables: f.variables.map((v) => v.name), captures: f.captures.length, attributesOf: printedAttributes };
  const writes = optimized?.writes ?? [];
  const made: Stage[] = [{ name: 'stablehlo', nodes: graphOfProgram(f.program, facts, writes), text: textOf(f.program) }];
  if (optimized !== null) {
    const nodes = graphOfProgram(optimized.program, { ...facts, device: optimized.device }, writes);
    made.push({ name: 'optimized', nodes, text: textOf(optimized.program) });
  }
  return made;
}

/** Writes graphs and texts of functions under one tag. */
async function writeFunctions({ writer, tag, step }: Target, functions: readonly ConcreteFunction[]): Promise<void> {
  const stages: (readonly Stage[])[] = [];
  for (const f of functions) stages.push(await stagesOf(f, functions.length > 1 ? `${f.name}/` : ''));
  const graphs = stages.map((s) => encodeFunctionGraphs(encodeGraphDef(s[0].nodes), encodeGraphDef((s[1] ?? s[0]).nodes)));
  const bytes = new Uint8Array(graphs.reduce((n, g) => n + g.length, 0));
  // One message after another is one message with the repeated fields of both.
  let at = 0;
  for (const g of graphs) {
    bytes.set(g, at);
    at += g.length;
  }
  writer.writeValue({ step, tag, metadata: metadataOf(graphKind, {}), tensor: { dtype: 'string', shape: [], values: [bytes] } });
  const encoder = new TextEncoder();
  const texts = stages.flatMap((s, i) => s.flatMap(({ name, text }) => [stages.length > 1 ? `${functions[i].name}: ${name}` : name, text]));
  const values = texts.map((t) => encoder.encode(t));
  writer.writeValue({ step, tag: `${tag}/mlir`, metadata: metadataOf(stagesKind, {}), tensor: { dtype: 'string', shape: [values.length], values } });
}

function concreteOf(op: string, source: Exclude<GraphSource, { toJSON(): string }>): ConcreteFunction {
  if ('program' in source) return source;
  const refuse = (cause?: unknown): Error =>
    failure('value', {
      op,
      message: `'${source.name}' has no input signature: each signature of its arguments has a graph of its own`,
      hint: `summary.graph(${source.name || 'f'}.getConcreteFunction(…arguments))`,
      cause,
    });
  let f: ConcreteFunction;
  try {
    f = source.getConcreteFunction();
  } catch (error) {
    throw refuse(error);
  }
  // Without a signature it was traced for no arguments at all.
  if (source.length > 0 && f.inputs.length === 0) throw refuse();
  return f;
}

/**
 * Records the graph of a function, as it was traced and after the passes of the compiler, with the MLIR text of both; or the layers of a Keras model.
 * Where it goes is decided at the call; the answer comes when it is with the writer.
 * @returns whether it was recorded
 * @throws ValueError for a function of which there is no single graph; TypeError for what has none
 * @see tf.summary.graph
 *
 * @example
 * const step = tf.function((x) => tf.reduceSum(x));
 * await writer.asDefault(() => tf.summary.graph(step.getConcreteFunction(tf.ones([3]))));
 */
export async function graph(source: GraphSource, options: GraphOptions = {}): Promise<boolean> {
  const op = 'summary.graph';
  checkOptions(op, options, ['name', 'step']);
  const { step = 0 } = options;
  if (typeof source === 'object' && source !== null && 'toJSON' in source) return kerasModel(options.name ?? 'keras', source.toJSON(), { step });
  if (typeof source !== 'function') throw failure('wrong-kind', { op, message: `got ${typeof source}`, valid: 'a tf.function, a trace of one, a Keras model' });
  const f = concreteOf(op, source as Exclude<GraphSource, { toJSON(): string }>);
  return recordFunctions(op, options.name ?? f.name, step, [f]);
}

async function recordFunctions(op: string, name: string, step: Step, functions: readonly ConcreteFunction[]): Promise<boolean> {
  let target: Target | null = null;
  record(op, name, { step }, [], (to) => {
    target = to;
  });
  if (target === null) return false;
  await writeFunctions(target, functions);
  return true;
}

export interface TraceOptions {
  /** Whether to keep the graphs of `tf.function`s that are called. Default true. */
  readonly graph?: boolean;
  /** Whether to profile. Not here yet. Default false. */
  readonly profiler?: boolean;
}

let tracing: { readonly functions: Map<object, ConcreteFunction>; readonly stop: () => void } | null = null;

/** Begins to keep the graphs of all `tf.function`s that are called, until `traceExport` or `traceOff`. @throws UnimplementedError for `profiler: true` @see tf.summary.trace_on */
export function traceOn(options: TraceOptions = {}): void {
  const op = 'summary.traceOn';
  checkOptions(op, options, ['graph', 'profiler']);
  if (options.profiler) throw failure('unimplemented', { op, message: 'the profiler is not here yet', valid: 'profiler: false' });
  traceOff();
  if (options.graph === false) return;
  const functions = new Map<object, ConcreteFunction>();
  tracing = { functions, stop: onFunctionCall((called) => void functions.set(called.program, called)) };
}

/** Ends what `traceOn` began and drops it. @see tf.summary.trace_off */
export function traceOff(): void {
  tracing?.stop();
  tracing = null;
}

/**
 * Ends what `traceOn` began, and records the graphs of the functions that were called since.
 * @returns whether they were recorded
 * @throws FailedPreconditionError without `traceOn`, and when no function was called
 * @see tf.summary.trace_export
 */
export async function traceExport(name: string, options: { readonly step?: Step } = {}): Promise<boolean> {
  const op = 'summary.traceExport';
  checkOptions(op, options, ['step']);
  if (tracing === null) throw failure('precondition', { op, message: 'nothing is being kept', hint: 'summary.traceOn() before the functions are called' });
  const functions = [...tracing.functions.values()];
  traceOff();
  if (functions.length === 0) throw failure('precondition', { op, message: 'no tf.function was called since summary.traceOn()' });
  return recordFunctions(op, name, options.step ?? 0, functions);
}
