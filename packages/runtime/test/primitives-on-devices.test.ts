/** Mode `test` on devices: every row of every table of cases, on js and on wasm, against the reference evaluator. Prints how many ran where. */
import { allPrimitives } from '@millrace/ir';
import { checkOnDevice, type Instance, instancesOf, loadTables } from '@millrace/testing';
import { afterAll, describe, expect, test } from 'vitest';
import type { Device } from '../src/devices/device.ts';
import { executeOn } from '../src/devices/execute.ts';
import { jsDevice } from '../src/devices/js/device.ts';
import { wasmKernel } from '../src/devices/wasm/device.ts';

/** The wasm device without its thresholds: small cases run on it, too. */
const forcedWasm: Device = { name: 'wasm', kernel: wasmKernel };
const devices: readonly Device[] = [jsDevice, forcedWasm];
const tables = await loadTables();

interface Count {
  equal: number;
  unsupported: number;
  readonly primitives: Set<string>;
}
const counts = new Map<string, Count>(devices.map((d) => [d.name, { equal: 0, unsupported: 0, primitives: new Set() }]));

const execute = (device: Device, i: Instance) =>
  executeOn(device, {
    primitive: i.primitive,
    operands: i.operands,
    attributes: i.attributes,
    regions: i.regions.map((r) => ({ program: r.program, captures: [] })),
  });

/** Differences of one table's rows on a device, as text. */
function wrongRows(device: Device, instances: readonly Instance[]): string[] {
  const count = counts.get(device.name)!;
  const wrong: string[] = [];
  for (const instance of instances) {
    const result = checkOnDevice(instance, device.name, (i) => execute(device, i));
    if (result.kind === 'wrong') wrong.push(result.message);
    else if (result.kind === 'unsupported') count.unsupported++;
    else {
      count.equal++;
      count.primitives.add(instance.primitive.name);
    }
  }
  return wrong;
}

for (const { file, table } of tables) {
  describe(`${file} ${table.primitive.name}`, () => {
    for (const device of devices) test(`${device.name} equals the evaluator`, () => expect(wrongRows(device, instancesOf(table))).toEqual([]));
  });
}

afterAll(() => {
  const total = allPrimitives().length;
  for (const [name, { equal, unsupported, primitives }] of counts) {
    console.log(
      `${name}: ${equal} rows equal the evaluator, ${unsupported} have no kernel here (the next device runs them); kernels for ${primitives.size} of ${total} primitives`,
    );
  }
});
