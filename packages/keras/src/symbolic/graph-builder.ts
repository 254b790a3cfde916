/**
 * Symbolic tensors: what `Input` gives. Each is a `Tensor` whose sizes may be open and whose payload says which call made it,
 * so that layers and tf operations applied to it add up to a functional model.
 */
import { Tensor } from '@millrace/core';
import {
  type Attributes,
  type Builder,
  type ElementType,
  failure,
  type Literal,
  type Primitive,
  type Region,
  symbol,
  type TensorType,
  tensorType,
  type Value,
} from '@millrace/ir';
import { OperationNode } from './operation-node.ts';

/** One call that made symbolic tensors. */
export interface GraphNode {
  /** The symbolic tensors that the call was made on. */
  readonly inputs: readonly Tensor[];
  /** The symbolic tensors that it made. */
  outputs: readonly Tensor[];
  /** The layer that was called; null for a tf operation. */
  readonly layer: { readonly name: string } | null;
  /** What it says in messages. */
  readonly label: string;
  /** Makes the call on other tensors. */
  run(inputs: readonly Tensor[], args: { readonly training: boolean }): readonly Tensor[];
}

/** Where a symbolic tensor comes from. */
export interface History {
  readonly node: GraphNode;
  /** Which output of the node it is. */
  readonly index: number;
}

class GraphBuilder implements Builder {
  // Above eager data, below traces: a traced function may use symbolic tensors only by mistake.
  readonly level: number = 0.5;

  owns(value: Value): boolean {
    return value.builder === this;
  }

  /** A symbolic tensor. Open sizes of `shape` become symbols; the batch has one name everywhere. */
  tensor(element: ElementType, shape: readonly (number | null)[], history: History): Tensor {
    const dims = shape.map((size, i) => size ?? (i === 0 ? symbol('batch') : symbol()));
    return new Tensor(tensorType(element, dims), this, history);
  }

  historyOf(tensor: Tensor): History {
    return tensor.payload as History;
  }

  apply(primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): readonly Value[] {
    const types = primitive.infer(
      operands.map((o) => o.type),
      attributes,
      regions.map((r) => r.program),
    );
    const node = new OperationNode(primitive, operands as readonly Tensor[], attributes, regions, (value) => this.owns(value));
    node.outputs = types.map((type, index) => new Tensor(type as TensorType, this, { node, index } satisfies History));
    return node.outputs;
  }

  constant(_literal: Literal): Value {
    throw failure('internal', { op: 'Input', message: 'a constant cannot be symbolic. This is a bug in Millrace' });
  }
}

/** The one builder of symbolic tensors. */
export const graph: GraphBuilder = new GraphBuilder();
export type { GraphBuilder };
