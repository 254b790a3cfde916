/** Rules of composites that follow from their bodies: what has no better rule of its own differentiates and batches as its body does. */
import type { Methods } from '../builder/methods.ts';
import type { Value } from '../builder/value.ts';
import type { Batched } from '../primitive/index.ts';
import type { Dim } from '../types/dim.ts';

/** Results from operands, built of other primitives. */
export type Body = (operands: readonly Value[], b: Methods) => readonly Value[];

/** Tangents of the results by forward mode through the body. */
export function tangentsByBody(body: Body, operands: readonly Value[], tangents: readonly (Value | null)[], b: Methods): (Value | null)[] {
  const region = b.trace(
    operands.map((o) => o.type),
    (...xs) => body(xs, b),
  );
  const { region: dual, active } = b.jvpRegion(
    region,
    tangents.map((t) => t !== null),
  );
  const all = b.call(dual, [...operands, ...tangents.filter((t) => t !== null)]);
  let next = active.length;
  return active.map((moves) => (moves ? all[next++] : null));
}

/** Cotangents of the operands by reverse mode through the body. */
export function cotangentsByBody(
  body: Body,
  operands: readonly Value[],
  cts: readonly (Value | null)[],
  needed: readonly boolean[],
  b: Methods,
): readonly (Value | null)[] {
  const region = b.trace(
    operands.map((o) => o.type),
    (...xs) => body(xs, b),
  );
  return b.pullbackRegion(region, operands, cts, { args: needed }).args;
}

/** The body on a whole batch. */
export function batchByBody(body: Body, operands: readonly Batched[], size: Dim, b: Methods): readonly Value[] {
  const region = b.trace(
    operands.map((o) => o.type),
    (...xs) => body(xs, b),
  );
  const batched = operands.map((o) => o.batched);
  const all = region.program.results.map(() => true);
  return b.call(
    b.batchRegion(region, batched, size, all).region,
    operands.map((o) => o.value),
  );
}
