/** A call of a layer on symbolic tensors. */
import type { Tensor } from '@millrace/core';
import type { CallArguments } from '../layers/base/call-context.ts';
import { leavesOf, packTree, type TensorTree } from '../layers/base/tree.ts';

/** What a node needs of a layer. */
export interface CallableLayer {
  readonly name: string;
  readonly inboundNodes: unknown[];
  apply(inputs: TensorTree, args?: Partial<CallArguments>): TensorTree;
}

/** One call; its place in the layer's `inboundNodes` is the node index of saved models. */
export class LayerNode {
  readonly layer: CallableLayer;
  readonly inputs: readonly Tensor[];
  /** Form of the inputs, with symbolic tensors as leaves. */
  readonly inputTree: TensorTree;
  /** Arguments given at the call, such as `training`. */
  readonly args: Partial<CallArguments>;
  outputs: readonly Tensor[] = [];
  constructor(layer: CallableLayer, inputTree: TensorTree, args: Partial<CallArguments>) {
    this.layer = layer;
    this.inputTree = inputTree;
    this.args = args;
    this.inputs = leavesOf(inputTree);
  }
  get label(): string {
    return `layer ${this.layer.name}`;
  }
  get index(): number {
    return this.layer.inboundNodes.indexOf(this);
  }
  run(inputs: readonly Tensor[]): readonly Tensor[] {
    const tree = inputs.length === 1 && this.inputTree === this.inputs[0] ? inputs[0] : (packTree(this.inputTree, inputs) as TensorTree);
    return leavesOf(this.layer.apply(tree, this.args));
  }
}
