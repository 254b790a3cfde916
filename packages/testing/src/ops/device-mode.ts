/** Mode `test` on a device: its results against the reference evaluator's, within the table's tolerance. */
import { evaluateOperation, type Literal } from '@millrace/ir';
import { withinRelative, worstDifference } from './compare.ts';
import type { Instance } from './instances.ts';

/** Runs one operation on a device. Null: the device has no kernel for it, which mode `support` counts. */
export type Execute = (instance: Instance) => readonly Literal[] | null;

function toleranceOf({ table, row, dtype }: Instance, device: string): { ulp: number; relative: number } {
  const given = { ...table.ulp, ...row.ulp };
  const ulp = given[`${device} ${dtype.name}`] ?? given[dtype.name] ?? given[device] ?? given.default ?? 0;
  return { ulp, relative: given[`relative ${dtype.name}`] ?? given.relative ?? 0 };
}

export type DeviceResult = { readonly kind: 'equal' } | { readonly kind: 'unsupported' } | { readonly kind: 'wrong'; readonly message: string };

/** Compares one instance on a device with the evaluator. */
export function checkOnDevice(instance: Instance, device: string, execute: Execute): DeviceResult {
  const got = execute(instance);
  if (!got) return { kind: 'unsupported' };
  const want = evaluateOperation(
    instance.primitive,
    instance.operands,
    instance.attributes,
    instance.regions.map((r) => ({ program: r.program, captures: [] })),
  ) as readonly Literal[];
  const { ulp, relative } = toleranceOf(instance, device);
  for (const [k, w] of want.entries()) {
    const difference = worstDifference(got[k], w, ulp);
    if (difference && !(relative > 0 && withinRelative(got[k], w, relative))) {
      const size = w.type.size;
      return {
        kind: 'wrong',
        message: `${instance.name} on ${device}: result ${k} of ${size} elements, index [${difference.index}]: got ${difference.got}, want ${difference.want} (${difference.ulp.toPrecision(3)} ULP)`,
      };
    }
  }
  return { kind: 'equal' };
}
