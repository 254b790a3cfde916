/** Kernels whose loops depend on the strides of their inputs: the plan for the last strides is kept, since views of one type mostly have the same. */
import type { NestOperand, NestPlan } from '@millrace/compiler';
import { type IndexMap, identityMap, stridesOf, type TypedArray } from '@millrace/ir';
import type { Storage } from '../../memory/storage.ts';
import type { Kernel } from '../device.ts';

/** Runs on inputs whose strides are those that it was made for. */
export type Planned = (inputs: readonly Storage[], outputs: readonly TypedArray[]) => void;

/** A kernel that calls what `make` returned for these strides. */
export function plannedKernel(make: (inputs: readonly Storage[]) => Planned): Kernel {
  let run: Planned | null = null;
  let strides: (readonly number[] | null)[] = [];
  return (inputs, outputs) => {
    let fits = run !== null;
    for (let k = 0; k < inputs.length && fits; k++) fits = inputs[k].strides === strides[k];
    if (!fits) {
      run = make(inputs);
      strides = inputs.map((x) => x.strides);
    }
    (run as Planned)(inputs, outputs);
  };
}

/** The operand of a nest that a storage of this shape is; its own offset is filled in at each call. */
export const nestOperand = (map: IndexMap, shape: readonly number[], storage: Storage): NestOperand => ({
  map,
  shape,
  strides: storage.strides ?? stridesOf(shape),
  offset: 0,
});

/** The operand of a nest that a row-major result is, whose axes are the first of the nest. */
export const resultOperand = (shape: readonly number[]): NestOperand => ({ map: identityMap(shape.length), shape, strides: stridesOf(shape), offset: 0 });

/** Geometry whose offsets follow the storages of a call. */
export interface BoundGeometry {
  readonly plan: NestPlan;
  /** The numbers with these storages' offsets added. */
  at(inputs: readonly Storage[]): readonly number[];
}

/** `inputs[k]` moves operand `k` of the nest. */
export function bindGeometry(plan: NestPlan, inputCount: number): BoundGeometry {
  const numbers = [...plan.geometry];
  const places = plan.offsetPlaces.slice(0, inputCount);
  const base = places.map((place) => numbers[place]);
  return {
    plan,
    at(inputs) {
      for (let k = 0; k < places.length; k++) numbers[places[k]] = base[k] + inputs[k].offset;
      return numbers;
    },
  };
}
