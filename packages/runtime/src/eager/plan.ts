/** How eager execution runs an operation on given types: in the builder, as a view, by a device's kernel, by its body, or else by the evaluator. */
import { type Attributes, type Primitive, type Program, type TensorType, type Type, unreachable } from '@millrace/ir';
import { findKernel } from '../devices/chain.ts';
import { bodyRule, type HostContext, hostRule } from './host-rules.ts';
import type { Entry } from './operation-cache.ts';
import { viewRule } from './views.ts';

export type Plan = Pick<Entry, 'device' | 'kernel' | 'view' | 'host' | 'single'>;
const evaluated: Plan = { device: 'evaluator', kernel: null, view: null, host: null, single: null };

/** The plan for these types; `results` are the inferred types. */
export function planOperation(
  primitive: Primitive,
  operands: readonly Type[],
  attributes: Attributes,
  regions: readonly Program[],
  results: readonly Type[],
  context: HostContext,
): Plan {
  const lowered = primitive.lower(operands, attributes, regions);
  const host = hostRule(lowered, context);
  if (host) return { ...evaluated, device: 'host', host };
  const areTensors = [...operands, ...results].every((t) => t.kind === 'tensor' && t.isStatic);
  if (!areTensors) return evaluated;
  const [inputs, outputs] = [operands as readonly TensorType[], results as readonly TensorType[]];
  const view = outputs.length === 1 ? viewRule(primitive, lowered, inputs, outputs[0]) : null;
  if (view) return { ...evaluated, device: 'view', view };
  const found = findKernel({ primitive, attributes, lowered, operands: inputs, results: outputs, regions });
  if (!found && primitive.body) return { ...evaluated, device: 'host', host: bodyRule(primitive) };
  return found ? { ...evaluated, device: found.device, kernel: found.kernel, single: outputs.length === 1 ? outputs[0] : null } : evaluated;
}

const never = (): never => unreachable('a rule ran while its operation was only planned');
const noContext: HostContext = { constant: never, scalarOf: never, storageOf: never, fromStorage: never };

/** What would run an operation on operands of these types, without running it: for `support` and the doctor. Bad operands raise. */
export function executorOf(primitive: Primitive, operands: readonly Type[], attributes: Attributes, regions: readonly Program[] = []): Entry['device'] {
  const complete = primitive.complete(attributes);
  return planOperation(primitive, operands, complete, regions, primitive.infer(operands, complete, regions), noContext).device;
}
