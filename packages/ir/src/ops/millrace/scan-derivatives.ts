/** Derivatives of scans. Forward: tangents are carried beside values. Reverse: the carry before each step is kept, and the steps run backwards. */
import type { Methods } from '../../builder/methods.ts';
import type { Region, Value } from '../../builder/value.ts';
import { type Dim, subtractDims } from '../../types/dim.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { carryFixpoint } from '../control/carry.ts';
import { isDifferentiableValue, tensorTypeOf } from '../values.ts';

export interface ScanArgs {
  readonly inputs: readonly Value[];
  readonly carryCount: number;
  readonly length: number | undefined;
  readonly reverse: boolean;
  readonly body: Region;
  readonly results: readonly Value[];
}

const sliceType = (x: Value): TensorType => tensorType(tensorTypeOf(x).element, tensorTypeOf(x).shape.slice(1));
const pick = <T>(list: readonly T[], flags: readonly boolean[]): T[] => list.filter((_, i) => flags[i]);
const zerosWhereNull = (x: Value | null, like: Value, b: Methods): Value => x ?? b.zeros(tensorTypeOf(like));

/** Puts the picked values back at their places; null elsewhere. */
function unpick<T>(values: readonly T[], flags: readonly boolean[]): (T | null)[] {
  let next = 0;
  return flags.map((f) => (f ? values[next++] : null));
}

export function scanTangents({ inputs, carryCount, length, reverse, body }: ScanArgs, tangents: readonly (Value | null)[], b: Methods): (Value | null)[] {
  const [carry, slices] = [inputs.slice(0, carryCount), inputs.slice(carryCount)];
  const ofSlices = tangents.slice(carryCount).map((t) => t !== null);
  const ofCarry = carryFixpoint(
    tangents.slice(0, carryCount).map((t) => t !== null),
    (flags) => b.jvpRegion(body, [...flags, ...ofSlices]).active,
  );
  const { region, active } = b.jvpRegion(body, [...ofCarry, ...ofSlices], ofCarry);
  if (!active.some(Boolean)) return active.map(() => null);
  const moving = pick(carry, ofCarry);
  const types = [...carry.map((c) => c.type), ...moving.map((c) => c.type), ...slices.map(sliceType), ...pick(slices, ofSlices).map(sliceType)];
  // The region takes all values before all tangents; a scan takes all of the carry before all slices.
  const reordered = b.trace(types, (...args) => {
    const [state, rows] = [args.slice(0, carryCount + moving.length), args.slice(carryCount + moving.length)];
    const values = [...state.slice(0, carryCount), ...rows.slice(0, slices.length)];
    const out = b.call(region, [...values, ...state.slice(carryCount), ...rows.slice(slices.length)]);
    const [primal, dual] = [out.slice(0, active.length), out.slice(active.length)];
    return [...primal.slice(0, carryCount), ...dual.slice(0, moving.length), ...primal.slice(carryCount), ...dual.slice(moving.length)];
  });
  const starts = carry.flatMap((c, i) => (ofCarry[i] ? [zerosWhereNull(tangents[i], c, b)] : []));
  const all = b.scan([...carry, ...starts, ...slices, ...(pick(tangents, [...carry.map(() => false), ...ofSlices]) as Value[])], {
    carryCount: carryCount + moving.length,
    length,
    reverse,
    body: reordered,
  });
  const outputs = active.length - carryCount;
  const ofResults = [...all.slice(carryCount, carryCount + moving.length), ...all.slice(carryCount + moving.length + outputs)];
  return unpick(ofResults, active);
}

/** Row `start` up to `limit` of a stack. */
function rows(x: Value, start: Dim, limit: Dim, b: Methods): Value {
  const { shape } = tensorTypeOf(x);
  return b.slice(x, {
    startIndices: shape.map((_, i) => (i === 0 ? start : 0)),
    limitIndices: shape.map((d, i) => (i === 0 ? limit : d)),
    strides: shape.map(() => 1),
  });
}

/**
 * The carry before each step, stacked. Where the body also puts the next carry out (as recurrent networks do), the outputs are those of the
 * step before; else the scan runs once more and keeps it.
 */
function carriesBefore({ inputs, carryCount, length, reverse, body, results }: ScanArgs, b: Methods): Value[] {
  const carry = inputs.slice(0, carryCount);
  const places = body.program.results;
  const found = carry.map((init, k): Value | null => {
    const j = places.findIndex((p, i) => i >= carryCount && p === places[k]);
    const steps: Dim = j < 0 ? 0 : tensorTypeOf(results[j]).shape[0];
    if (j < 0 || steps === 0) return null;
    const first = b.reshape(init, { shape: [1, ...tensorTypeOf(init).shape] });
    const others = reverse ? rows(results[j], 1, steps, b) : rows(results[j], 0, subtractDims(steps, 1), b);
    return b.concatenate(reverse ? [others, first] : [first, others], { dimension: 0 });
  });
  const missing = found.map((f) => f === null);
  if (!missing.some(Boolean)) return found as Value[];
  const slices = inputs.slice(carryCount);
  const keeping = b.trace([...carry.map((c) => c.type), ...slices.map(sliceType)], (...args) => [
    ...b.call(body, args).slice(0, carryCount),
    ...pick(args.slice(0, carryCount), missing),
  ]);
  const kept = b.scan(inputs, { carryCount, length, reverse, body: keeping }).slice(carryCount);
  return unpick(kept, missing).map((v, i) => v ?? (found[i] as Value));
}

interface Cotangents {
  readonly inputs: readonly (Value | null)[];
  readonly captures: readonly (Value | null)[];
}

export function scanCotangents(args: ScanArgs, cts: readonly (Value | null)[], neededCaptures: readonly boolean[], b: Methods): Cotangents {
  const { inputs, carryCount, length, reverse, body, results } = args;
  const [carry, slices] = [inputs.slice(0, carryCount), inputs.slice(carryCount)];
  const ofCarry = carry.map(isDifferentiableValue);
  const ofSlices = slices.map(isDifferentiableValue);
  const ofCaptures = body.captures.map((c, i) => (neededCaptures[i] ?? true) && isDifferentiableValue(c));
  const ofOutputs = results.slice(carryCount).map((_, k) => cts[carryCount + k] !== null);
  const starts = [
    ...pick(carry, ofCarry).map((c, i) => zerosWhereNull(pick(cts.slice(0, carryCount), ofCarry)[i], c, b)),
    ...pick(body.captures, ofCaptures).map((c) => b.zeros(tensorTypeOf(c))),
  ];
  const before = carriesBefore(args, b);
  const stacked = [...before, ...slices, ...(pick(cts.slice(carryCount), ofOutputs) as Value[])];
  const step = b.trace([...starts.map((s) => s.type), ...stacked.map(sliceType)], (...all) => {
    const [state, given] = [all.slice(0, starts.length), all.slice(starts.length)];
    const carryCts = unpick(state, ofCarry);
    const sums = state.slice(carryCts.filter((c) => c !== null).length);
    const outputCts = unpick(given.slice(inputs.length), ofOutputs);
    const back = b.pullbackRegion(body, given.slice(0, inputs.length), [...carryCts, ...outputCts], { captures: ofCaptures, args: [...ofCarry, ...ofSlices] });
    const next = pick(carry, ofCarry).map((c, i) => zerosWhereNull(pick(back.args.slice(0, carryCount), ofCarry)[i], c, b));
    const added = pick(back.captures, ofCaptures).map((ct, i) => b.add2(sums[i], ct) as Value);
    const parts = slices.flatMap((x, i) => (ofSlices[i] ? [back.args[carryCount + i] ?? b.zeros(sliceType(x))] : []));
    return [...next, ...added, ...parts];
  });
  const all = b.scan([...starts, ...stacked], { carryCount: starts.length, length, reverse: !reverse, body: step });
  const carried = pick(carry, ofCarry).length;
  return {
    inputs: [...unpick(all.slice(0, carried), ofCarry), ...unpick(all.slice(starts.length), ofSlices)],
    captures: unpick(all.slice(carried, starts.length), ofCaptures),
  };
}
