/** Devices for tools/ops.ts, and running one instance of a case on them. */
import type { Literal } from '../packages/ir/src/index.ts';
import type { Device } from '../packages/runtime/src/devices/device.ts';
import { executeOn as execute } from '../packages/runtime/src/devices/execute.ts';
import { jsDevice } from '../packages/runtime/src/devices/js/device.ts';
import { wasmKernel } from '../packages/runtime/src/devices/wasm/device.ts';
import type { Instance } from '../packages/testing/src/index.ts';

/** The device with this name; wasm takes small operations, too. */
export function deviceNamed(name: string): Device {
  if (name === 'js') return jsDevice;
  if (name === 'wasm') return { name: 'wasm', kernel: wasmKernel };
  throw new RangeError(`no device ${name}; there are js and wasm`);
}

export const executeOn = (device: Device, i: Instance): readonly Literal[] | null =>
  execute(device, {
    primitive: i.primitive,
    operands: i.operands,
    attributes: i.attributes,
    regions: i.regions.map((r) => ({ program: r.program, captures: [] })),
  });
