/** Sends an operation to the builder whose turn it is, and shows it to the tapes that record. */

import { unreachable } from '../errors/index.ts';
import type { Attributes } from '../primitive/attributes.ts';
import type { Primitive } from '../primitive/primitive.ts';
import type { Builder, Region, Value } from './value.ts';

/** Sees every operation; gradient tapes are recorders. */
export interface Recorder {
  observe(primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[], results: readonly Value[]): void;
  /** Whether what is done with a value can matter to it. Absent: it can. */
  tracks?(value: Value): boolean;
}

let base: Builder | undefined;
let depth = 0;
let recorders: readonly Recorder[] = [];

const none: Attributes = Object.freeze({});
const noRegions: readonly Region[] = Object.freeze([]);

/** The builder that takes operations without operands of a higher one: eager execution, or the innermost trace. */
export function currentBase(): Builder {
  return base ?? unreachable('no builder is installed');
}

/** Installs the builder for eager execution; the runtime does this when it is loaded. */
export function installBase(builder: Builder): void {
  base = builder;
}

/** Runs `body` with `builder` as the base. */
export function withBase<T>(builder: Builder, body: () => T): T {
  const outer = base;
  base = builder;
  try {
    return body();
  } finally {
    base = outer;
  }
}

/** Runs `body` with a level above all levels in use. */
export function atNewLevel<T>(body: (level: number) => T): T {
  depth++;
  try {
    return body(depth);
  } finally {
    depth--;
  }
}

/** Whether any recorder is active. */
export const isRecording = (): boolean => recorders.length > 0;

/** Whether what is done with a value can matter to a recorder that is active. */
export const isTracked = (value: Value): boolean => recorders.some((r) => r.tracks?.(value) ?? true);

/** Runs `body` while `recorder` sees every operation. */
export function withRecorder<T>(recorder: Recorder, body: () => T): T {
  const outer = recorders;
  recorders = [...outer, recorder];
  try {
    return body();
  } finally {
    recorders = outer;
  }
}

/** Runs `body` unseen by `recorder`, or by all of them. */
export function withoutRecorder<T>(recorder: Recorder | 'all', body: () => T): T {
  const outer = recorders;
  recorders = recorder === 'all' ? [] : outer.filter((r) => r !== recorder);
  try {
    return body();
  } finally {
    recorders = outer;
  }
}

/** Adds a recorder until `removeRecorder`; for tapes that are not a scope. */
export function addRecorder(recorder: Recorder): void {
  recorders = [...recorders, recorder];
}
export function removeRecorder(recorder: Recorder): void {
  recorders = recorders.filter((r) => r !== recorder);
}

/** Applies a primitive with complete attributes; the fast way in. */
export function dispatch(
  primitive: Primitive,
  operands: readonly Value[],
  attributes: Attributes = none,
  regions: readonly Region[] = noRegions,
): readonly Value[] {
  let target = currentBase();
  for (let i = 0; i < operands.length; i++) if (operands[i].builder.level > target.level) target = operands[i].builder;
  for (const region of regions) for (const c of region.captures) if (c.builder.level > target.level) target = c.builder;
  const results = target.apply(primitive, operands, attributes, regions);
  if (recorders.length > 0) for (const r of recorders) r.observe(primitive, operands, attributes, regions, results);
  return results;
}

/** Shows the recorders an operation that ran unseen, or whose results were made in some other way: a function with a gradient of its own. */
export function showToRecorders(
  primitive: Primitive,
  operands: readonly Value[],
  attributes: Attributes,
  regions: readonly Region[],
  results: readonly Value[],
): void {
  for (const r of recorders) r.observe(primitive, operands, attributes, regions, results);
}

/** Applies a primitive; attributes are checked and completed. */
export function emit(primitive: Primitive, operands: readonly Value[], attributes?: Attributes, regions?: readonly Region[]): readonly Value[] {
  return dispatch(primitive, operands, primitive.complete(attributes ?? none), regions);
}
