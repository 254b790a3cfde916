/** Batching of scans: carried values and slices of a whole batch, with the steps still along axis 0 of the slices. */
import type { Methods } from '../../builder/methods.ts';
import type { Region, Value } from '../../builder/value.ts';
import type { Batched } from '../../primitive/index.ts';
import type { Dim } from '../../types/dim.ts';
import { spreadResults } from '../control/branches.ts';
import { carryFixpoint } from '../control/carry.ts';
import { batchOf } from '../values.ts';

interface ScanBatch {
  readonly inputs: readonly Batched[];
  readonly carryCount: number;
  readonly length: number | undefined;
  readonly reverse: boolean;
  readonly body: Region;
  readonly size: Dim;
}

export function scanBatch({ inputs, carryCount, length, reverse, body, size }: ScanBatch, b: Methods): readonly Value[] {
  const ofSlices = inputs.slice(carryCount).map((x) => x.batched);
  const ofCarry = carryFixpoint(
    inputs.slice(0, carryCount).map((x) => x.batched),
    (flags) => b.batchRegion(body, [...flags, ...ofSlices], size).batched,
  );
  const { region, batched } = b.batchRegion(body, [...ofCarry, ...ofSlices], size, ofCarry);
  const values = inputs.map((x, i) => {
    if (i < carryCount) return ofCarry[i] ? batchOf(x, size, b) : x.value;
    return x.batched ? b.moveAxis(x.value, 0, 1) : x.value;
  });
  const results = b.scan(values, { carryCount, length, reverse, body: region });
  const ordered = results.map((r, i) => (i >= carryCount && batched[i] ? b.moveAxis(r, 1, 0) : r));
  return spreadResults(ordered, batched, size, b);
}
