/** Calling a layer on symbolic tensors: build it, infer what comes out, and note the call. */
import type { Tensor } from '@millrace/core';
import type { CallArguments } from '../layers/base/call-context.ts';
import { packTree, type TensorTree } from '../layers/base/tree.ts';
import { graph } from './graph-builder.ts';
import { type InferredLayer, inferOutputs } from './infer-outputs.ts';
import { type CallableLayer, LayerNode } from './layer-node.ts';

/** The symbolic outputs of the call. */
export function recordCall(layer: InferredLayer & CallableLayer, inputs: TensorTree, args: Partial<CallArguments>): TensorTree {
  layer.ensureBuilt(inputs);
  const { form, types } = inferOutputs(layer, inputs, args);
  const node = new LayerNode(layer, inputs, args);
  node.outputs = types.map(({ element, shape }, index): Tensor => graph.tensor(element, shape, { node, index }));
  layer.inboundNodes.push(node);
  return form === null ? node.outputs[0] : (packTree(form, node.outputs) as TensorTree);
}
