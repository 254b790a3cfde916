/** Captured values of regions, which follow the operands in a kernel's inputs. */
import type { CaptureArguments, RegionCode } from '@millrace/compiler';
import type { Program } from '@millrace/ir';
import type { Storage } from '../../../memory/storage.ts';
import type { KernelRequest } from '../../device.ts';

/** A region of a request, when it takes `own` arguments besides its captures. */
export const regionOf = (program: Program, own: number): RegionCode => ({ program, captures: program.arguments.length - own });

/** Places and arrays of the captures that begin at input `first`, for generated code. */
export function captureArguments(inputs: readonly Storage[], first: number, count: number): CaptureArguments {
  const storages = inputs.slice(first, first + count);
  return [storages.map((s) => s.offset), ...storages.map((s) => s.data)];
}

/** Element types of the operands at these positions. */
export const elementsOf = (request: KernelRequest, first: number, count: number): KernelRequest['operands'][number]['element'][] =>
  request.operands.slice(first, first + count).map((t) => t.element);
