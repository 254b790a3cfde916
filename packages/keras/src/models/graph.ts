/** The calls between a model's inputs and outputs, in the order in which they run. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure, showShape } from '@millrace/ir';
import type { CallArguments } from '../layers/base/call-context.ts';
import type { Layer } from '../layers/base/layer.ts';
import { isTensor, leavesOf, packTree, type TensorTree } from '../layers/base/tree.ts';
import { type GraphNode, graph, type History } from '../symbolic/graph-builder.ts';

/** One call with the places of its operands. */
interface Step {
  readonly node: GraphNode;
  readonly operands: readonly number[];
  /** Place of the first result; the others follow. */
  readonly first: number;
}

/** A model as data flow: values live in places, steps read and fill them. */
export class Graph {
  readonly inputs: TensorTree;
  readonly outputs: TensorTree;
  readonly inputTensors: readonly Tensor[];
  readonly outputTensors: readonly Tensor[];
  /** Nodes in the order in which they run; inputs first. */
  readonly nodes: readonly GraphNode[];
  readonly #steps: readonly Step[];
  readonly #places: ReadonlyMap<Tensor, number>;
  readonly #size: number;

  /** @throws ValueError when an output depends on a tensor that is not among the inputs, naming it */
  constructor(inputs: TensorTree, outputs: TensorTree) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.inputTensors = leavesOf(inputs);
    this.outputTensors = leavesOf(outputs);
    for (const t of [...this.inputTensors, ...this.outputTensors]) {
      if (!graph.owns(t))
        throw failure('value', { op: 'Model', message: 'inputs and outputs must be symbolic tensors that begin with tf.keras.Input; got a tensor with data' });
    }
    this.nodes = sortedNodes(this.inputTensors, this.outputTensors);
    const places = new Map<Tensor, number>();
    const place = (t: Tensor): void => void (places.has(t) || places.set(t, places.size));
    this.inputTensors.forEach(place);
    const steps: Step[] = [];
    for (const node of this.nodes) {
      if (node.outputs.every((t) => this.inputTensors.includes(t))) continue;
      const first = places.size;
      for (const t of node.outputs) places.set(t, places.size);
      steps.push({ node, operands: node.inputs.map((t) => places.get(t) as number), first });
    }
    this.#places = places;
    this.#size = places.size;
    this.#steps = steps;
  }

  /** Layers in the order of the graph, each once. */
  get layers(): readonly Layer[] {
    return [...new Set(this.nodes.flatMap((node) => (node.layer === null ? [] : [node.layer as Layer])))];
  }

  /** The layer that makes each input or output; null for a tf operation. */
  makerOf(tensor: Tensor): Layer | null {
    return graph.historyOf(tensor).node.layer as Layer | null;
  }

  /** Runs all steps on data. `inputs` has the form of the model's inputs, or is a list or record that fits it. */
  run(inputs: TensorTree, args: CallArguments): TensorTree {
    const values = new Array<Tensor>(this.#size);
    const given = this.arrange(inputs);
    this.inputTensors.forEach((t, i) => {
      values[this.#places.get(t) as number] = fitRank(given[i], t, this.inputNames[i]);
    });
    for (const { node, operands, first } of this.#steps) {
      const results = node.run(
        operands.map((i) => values[i]),
        args,
      );
      for (let i = 0; i < results.length; i++) values[first + i] = results[i];
    }
    const outputs = this.outputTensors.map((t) => values[this.#places.get(t) as number]);
    return isTensor(this.outputs) ? outputs[0] : (packTree(this.outputs, outputs) as TensorTree);
  }

  /** The tensors of `inputs` in the order of the model's inputs; a record may also go by the names of input layers. */
  arrange(inputs: TensorTree): readonly Tensor[] {
    if (isTensor(inputs)) return this.#counted([inputs]);
    if (!Array.isArray(inputs)) {
      const record = inputs as { readonly [key: string]: TensorTree };
      const names = this.inputNames;
      if (names.every((name) => isTensor(record[name] as TensorTree))) return names.map((name) => record[name] as Tensor);
      const form = isTensor(this.inputs) || Array.isArray(this.inputs) ? [] : Object.keys(this.inputs);
      if (form.length === 0 || Object.keys(record).sort().join() !== [...form].sort().join()) {
        throw failure('value', {
          op: 'Model',
          message: `inputs must have the keys ${(form.length === 0 ? names : form).join(', ')}; got ${Object.keys(record).join(', ')}`,
        });
      }
    }
    return this.#counted(leavesOf(inputs));
  }

  #counted(tensors: readonly Tensor[]): readonly Tensor[] {
    if (tensors.length === this.inputTensors.length) return tensors;
    throw failure('value', { op: 'Model', message: `the model has ${this.inputTensors.length} inputs (${this.inputNames.join(', ')}); got ${tensors.length}` });
  }

  get inputNames(): readonly string[] {
    return this.inputTensors.map((t, i) => this.makerOf(t)?.name ?? `input_${i}`);
  }
  get outputNames(): readonly string[] {
    if (!isTensor(this.outputs) && !Array.isArray(this.outputs)) return Object.keys(this.outputs).sort();
    return this.outputTensors.map((t, i) => this.makerOf(t)?.name ?? `output_${i}`);
  }
}

/**
 * The tensor with the rank that the model expects: a last axis of size 1 is added or dropped, so that `[batch]` fits an input of
 * `[batch, 1]`. @throws ValueError for any other rank
 */
function fitRank(given: Tensor, expected: Tensor, name: string): Tensor {
  if (given.rank === expected.rank) return given;
  if (given.rank === expected.rank - 1 && expected.shape[expected.rank - 1] === 1) return tf.expandDims(given, -1);
  if (given.rank === expected.rank + 1 && given.shape[given.rank - 1] === 1) return tf.squeeze(given, { axis: -1 });
  throw failure('value', { op: 'Model', message: `input ${name} must have shape ${showShape(expected.shape)}; found ${showShape(given.shape)}` });
}

/** The nodes that outputs need, each after the nodes that it needs; an explicit stack, as models can be thousands of layers deep. */
function sortedNodes(inputs: readonly Tensor[], outputs: readonly Tensor[]): readonly GraphNode[] {
  const done = new Set<GraphNode>();
  const entries = new Set(inputs);
  const inputNodes = inputs.map((t) => graph.historyOf(t).node);
  for (const node of inputNodes) done.add(node);
  const stack: { node: GraphNode; next: number }[] = [];
  const enter = (history: History): void => {
    if (!done.has(history.node) && !stack.some((s) => s.node === history.node)) stack.push({ node: history.node, next: 0 });
  };
  for (const output of outputs) {
    if (entries.has(output)) continue;
    enter(graph.historyOf(output));
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (top.next === 0 && top.node.inputs.length === 0) {
        throw failure('value', {
          op: 'Model',
          message: `the outputs depend on the tensor of ${top.node.label}, which is not among the inputs`,
          hint: 'add it to inputs, or begin from the given inputs',
        });
      }
      const operand = top.node.inputs[top.next++];
      if (operand === undefined) {
        stack.pop();
        done.add(top.node);
      } else if (!entries.has(operand)) enter(graph.historyOf(operand));
    }
  }
  return [...done];
}
