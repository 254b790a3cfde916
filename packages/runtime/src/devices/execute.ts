/** Runs one operation on one device, without a builder: for tests, and for reports of what a device supports. */
import type { Attributes, Literal, Primitive, Program, TensorType } from '@millrace/ir';
import { allocateResult } from '../memory/pool.ts';
import { Storage } from '../memory/storage.ts';
import type { Device } from './device.ts';

export interface DeviceOperation {
  readonly primitive: Primitive;
  readonly operands: readonly Literal[];
  readonly attributes: Attributes;
  readonly regions?: readonly { readonly program: Program; readonly captures: readonly Literal[] }[];
}

/** How an operand is laid out for the kernel; row-major by default. */
export type Layout = (operand: Literal) => Storage;

/** The results, or null where the device has no kernel. Types are inferred, so bad operands raise. */
export function executeOn(device: Device, operation: DeviceOperation, layout: Layout = (l) => new Storage(l.data)): readonly Literal[] | null {
  const { primitive, operands, regions = [] } = operation;
  const attributes = primitive.complete(operation.attributes);
  const types = operands.map((o) => o.type);
  const programs = regions.map((r) => r.program);
  const results = primitive.infer(types, attributes, programs) as readonly TensorType[];
  const lowered = primitive.lower(types, attributes, programs);
  const kernel = device.kernel({ primitive, attributes, lowered, operands: types, results, regions: programs });
  if (!kernel) return null;
  const outputs = results.map((t) => allocateResult(t.element, t.size));
  kernel([...operands, ...regions.flatMap((r) => r.captures)].map(layout), outputs);
  return results.map((type, k) => ({ type, data: outputs[k] }));
}
