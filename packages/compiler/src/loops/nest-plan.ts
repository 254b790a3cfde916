/**
 * Loop nests over affine index maps, as numbers: positions of operands are linear in the loop coordinates, and where a map can leave its operand
 * (padding) or hit only multiples (dilation), a check says so. The structure (which axes, which checks) decides the code; sizes, strides and
 * offsets are data, so that one function serves all sizes.
 */
import type { IndexMap } from '@millrace/ir';

/** A dimension of an operand that a loop may leave. */
export interface Check {
  /** Axes that move along the dimension, with the sign of the step. */
  readonly axes: readonly { readonly axis: number; readonly sign: 1 | -1 }[];
  /** The position is divided, and exists only where the division is exact. */
  readonly divided: boolean;
}

export interface NestStructure {
  /** Number of loops, outermost first. */
  readonly axes: number;
  /** Checks act on this loop or a deeper one; outer loops run in full. */
  readonly firstCheckedAxis: number;
  readonly operands: readonly { readonly checks: readonly Check[] }[];
}

export interface NestPlan {
  readonly structure: NestStructure;
  /** What the code reads as `g`, in the order of `geometryOf`. */
  readonly geometry: readonly number[];
  /** Sizes of the loops, outermost first. */
  readonly sizes: readonly number[];
  /** Flat steps of each operand along each axis. */
  readonly steps: readonly (readonly number[])[];
  /** Place of each operand's offset in `geometry`. */
  readonly offsetPlaces: readonly number[];
}

/** An operand of a nest: an affine window on strided data. */
export interface NestOperand {
  /** Position along each dimension, over the axes of the nest. */
  readonly map: IndexMap;
  /** Sizes of the dimensions. */
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

interface CheckNumbers {
  readonly check: Check;
  readonly offset: number;
  readonly coefficients: readonly number[];
  readonly size: number;
  readonly divisor: number;
  readonly stride: number;
}

interface OperandNumbers {
  offset: number;
  steps: number[];
  checks: CheckNumbers[];
}

/**
 * Plans loops over axes of these sizes. `groups[a]` is the group of axis a: neighbors of one group join where every operand walks them as one.
 * Checks take effect from the first axis of group `checkedFrom` on.
 */
export function planNest(sizes: readonly number[], groups: readonly number[], operands: readonly NestOperand[], checkedFrom: number): NestPlan {
  const numbers = operands.map((o) => analyze(o, sizes));
  const joined = joinAxes(sizes, groups, numbers, checkedFrom);
  const found = joined.groups.findIndex((g) => g >= checkedFrom);
  const structure: NestStructure = {
    axes: joined.sizes.length,
    firstCheckedAxis: found < 0 ? joined.sizes.length : found,
    operands: joined.operands.map((o) => ({ checks: o.checks.map((c) => c.check) })),
  };
  const geometry: number[] = [...joined.sizes];
  const offsetPlaces: number[] = [];
  for (const o of joined.operands) {
    offsetPlaces.push(geometry.length);
    geometry.push(o.offset, ...o.steps);
    for (const c of o.checks) {
      geometry.push(c.offset, ...c.coefficients, c.size);
      if (c.check.divided) geometry.push(c.divisor, c.stride);
    }
  }
  return { structure, geometry, sizes: joined.sizes, steps: joined.operands.map((o) => o.steps), offsetPlaces };
}

/** Steps and checks of one operand. A dimension needs a check where some coordinate of the box lies outside, or where it is divided. */
function analyze(o: NestOperand, sizes: readonly number[]): OperandNumbers {
  const result: OperandNumbers = { offset: o.offset, steps: new Array<number>(sizes.length).fill(0), checks: [] };
  o.map.forEach((e, dimension) => {
    const offset = e.offset as number;
    const divisor = e.divisor as number;
    const stride = o.strides[dimension];
    let [low, high] = [offset, offset];
    const terms = mergedTerms(e.terms, sizes);
    for (const { axis, coefficient } of terms) {
      const reach = coefficient * Math.max(sizes[axis] - 1, 0);
      low += Math.min(reach, 0);
      high += Math.max(reach, 0);
    }
    const divided = divisor !== 1;
    if (!divided) {
      result.offset += offset * stride;
      for (const { axis, coefficient } of terms) result.steps[axis] += coefficient * stride;
    }
    if (!divided && low >= 0 && high < o.shape[dimension]) return;
    const axes = terms.map((t) => ({ axis: t.axis, sign: t.coefficient > 0 ? (1 as const) : (-1 as const) }));
    const coefficients = terms.map((t) => t.coefficient);
    result.checks.push({ check: { axes, divided }, offset, coefficients, size: o.shape[dimension], divisor, stride });
  });
  return result;
}

/** Steps along a dimension by axis, ascending; axes of size 1 do not move. */
function mergedTerms(terms: IndexMap[number]['terms'], sizes: readonly number[]): { readonly axis: number; readonly coefficient: number }[] {
  const sums = new Map<number, number>();
  for (const { axis, coefficient } of terms) if (sizes[axis] > 1) sums.set(axis, (sums.get(axis) ?? 0) + (coefficient as number));
  return [...sums]
    .filter(([, coefficient]) => coefficient !== 0)
    .sort(([a], [b]) => a - b)
    .map(([axis, coefficient]) => ({ axis, coefficient }));
}

interface Joined {
  readonly sizes: number[];
  readonly groups: number[];
  readonly operands: OperandNumbers[];
}

/** Drops axes of size 1 and joins neighbors of a group that no check mentions. Keeps one axis for checks to act on where they need one. */
function joinAxes(sizes: readonly number[], groups: readonly number[], operands: readonly OperandNumbers[], checkedFrom: number): Joined {
  const checked = new Set(operands.flatMap((o) => o.checks.flatMap((c) => c.check.axes.map((a) => a.axis))));
  const result: Joined = { sizes: [], groups: [], operands: operands.map((o) => ({ offset: o.offset, steps: [], checks: [] })) };
  const newAxis = new Map<number, number>();
  let lastOld = -1;
  sizes.forEach((size, axis) => {
    if (size === 1) return;
    const last = result.sizes.length - 1;
    const joins =
      last >= 0 &&
      result.groups[last] === groups[axis] &&
      !checked.has(axis) &&
      !checked.has(lastOld) &&
      operands.every((o, k) => result.operands[k].steps[last] === o.steps[axis] * size);
    if (joins) {
      result.sizes[last] *= size;
      for (const [k, o] of operands.entries()) result.operands[k].steps[last] = o.steps[axis];
    } else {
      result.sizes.push(size);
      result.groups.push(groups[axis]);
      for (const [k, o] of operands.entries()) result.operands[k].steps.push(o.steps[axis]);
      newAxis.set(axis, result.sizes.length - 1);
    }
    lastOld = axis;
  });
  const hasChecks = operands.some((o) => o.checks.length > 0);
  if (hasChecks && !result.groups.includes(checkedFrom)) {
    const found = result.groups.findIndex((g) => g > checkedFrom);
    const place = found < 0 ? result.groups.length : found;
    result.sizes.splice(place, 0, 1);
    result.groups.splice(place, 0, checkedFrom);
    for (const o of result.operands) o.steps.splice(place, 0, 0);
    for (const [old, axis] of newAxis) if (axis >= place) newAxis.set(old, axis + 1);
  }
  operands.forEach((o, k) => {
    for (const c of o.checks) {
      const axes = c.check.axes.map((a) => ({ axis: newAxis.get(a.axis) as number, sign: a.sign }));
      result.operands[k].checks.push({ ...c, check: { axes, divided: c.check.divided } });
    }
  });
  return result;
}
