/** Plans as records: slots, then steps that name slots, kernels, locations and types by their places. */
import type { Location, Program, TensorType } from '@millrace/ir';
import type { AddressField, Slot, View } from '../tables/slot.ts';
import type { Origin, ProgramPlan, RowPort, Step, TableCall } from '../tables/steps.ts';
import type { BlobWriter } from './blobs.ts';
import { LocationWriter } from './locations.ts';
import { operationRecord } from './programs.ts';
import { type Json, NotStorable } from './record.ts';
import { elementRecord, typeRecord } from './types.ts';

/** What WebAssembly can address. */
export const mostBytes: number = 2 ** 32;

/** The record of a plan for `program`. Throws NotStorable where a step of the host has no stored form. */
export function planRecord(plan: ProgramPlan, program: Program, blobs: BlobWriter): Json {
  if (Math.max(plan.arenaBytes, plan.constantBytes) > mostBytes) throw new NotStorable('a program that no memory holds');
  const writer = new PlanWriter(plan, program, blobs);
  const steps = writer.steps(plan.steps);
  const outputs = plan.outputs.map((v) => writer.view(v));
  const writes = plan.writes.map(({ state, from }) => [state, from && writer.slot(from)]);
  const { constantBytes, arenaBytes, lowerBoundBytes } = plan;
  return { ...writer.tables(), steps, outputs, writes, constantBytes, arenaBytes, lowerBoundBytes };
}

class PlanWriter {
  readonly #slots: Map<Slot, number> = new Map();
  readonly #slotRecords: Json[];
  readonly #kernels: Map<string, number> = new Map();
  readonly #types: Map<TensorType, number> = new Map();
  readonly #locations: LocationWriter;
  readonly #blobs: BlobWriter;

  constructor(plan: ProgramPlan, program: Program, blobs: BlobWriter) {
    this.#blobs = blobs;
    this.#locations = new LocationWriter(program);
    const { states, inputs, constants, arena } = plan;
    const areas: Json[] = [];
    const add = (slot: Slot, place: number | null): void => {
      this.#slots.set(slot, this.#slots.size);
      const { kind, bytes, index, first, last, data } = slot;
      areas.push([kind, bytes, index, first, last, place, data && blobs.add(data)]);
    };
    for (const slot of states) add(slot, null);
    for (const slot of inputs) add(slot, arena.get(slot) ?? null);
    for (const [slot, place] of constants) add(slot, place);
    for (const [slot, place] of arena) if (slot.kind === 'scratch') add(slot, place);
    this.#slotRecords = areas;
  }

  tables(): { readonly [key: string]: Json } {
    return {
      slots: this.#slotRecords,
      kernels: [...this.#kernels.keys()],
      types: [...this.#types.keys()].map(typeRecord),
      locations: this.#locations.records,
    };
  }

  steps(steps: readonly Step[]): Json {
    return steps.map((step) => this.#step(step));
  }
  slot(slot: Slot): number {
    const place = this.#slots.get(slot);
    if (place === undefined) throw new NotStorable('a block without a place');
    return place;
  }
  view({ slot, layout, offset }: View): Json {
    return [this.slot(slot), elementRecord(layout.element), layout.shape, layout.strides, offset];
  }

  #step(step: Step): Json {
    switch (step.kind) {
      case 'kernels': {
        const { origin, calls, work, flops, reads, writes } = step;
        const ports = { reads: reads.map((v) => this.view(v)), writes: writes.map((s) => this.slot(s)) };
        return { kind: step.kind, origin: this.#origin(origin), calls: calls.map((c) => this.#call(c)), work, flops, ...ports };
      }
      case 'host': {
        const { origin, operation, reads, writes } = step;
        const ports = { reads: reads.map((v) => this.view(v)), writes: writes.map((s) => this.slot(s)) };
        return { kind: step.kind, origin: this.#origin(origin), operation: operationRecord(operation, this.#blobs), ...ports };
      }
      case 'copy':
        return { kind: step.kind, from: this.view(step.from), to: this.slot(step.to) };
      case 'branch': {
        const bodies = step.bodies.map((b) => this.steps(b));
        return { kind: step.kind, origin: this.#origin(step.origin), selector: this.view(step.selector), by: step.by, bodies };
      }
      case 'while': {
        const [test, body] = [this.steps(step.test), this.steps(step.body)];
        return { kind: step.kind, origin: this.#origin(step.origin), test, predicate: this.view(step.predicate), body };
      }
      case 'scan': {
        const { origin, length, reverse, ins, outs, body } = step;
        const ports = { ins: ins.map((p) => this.#port(p)), outs: outs.map((p) => this.#port(p)) };
        return { kind: step.kind, origin: this.#origin(origin), length, reverse, ...ports, body: this.steps(body) };
      }
    }
  }

  #port({ stacked, row, rowBytes }: RowPort): Json {
    return [this.view(stacked), this.slot(row), rowBytes];
  }
  #origin({ name, location, operands, results }: Origin): Json {
    const types = (list: readonly TensorType[]): number[] => list.map((t) => placeIn(this.#types, t));
    return [name, this.#location(location), types(operands), types(results)];
  }
  #location(location: Location): number {
    return this.#locations.add(location);
  }
  #call({ kernel, parts }: TableCall): Json {
    const field = (f: AddressField): Json => (typeof f === 'number' ? f : [this.slot(f.slot), f.offset]);
    return [placeIn(this.#kernels, kernel.key), ...parts.map((descriptor) => descriptor.map(field))];
  }
}

function placeIn<K>(places: Map<K, number>, key: K): number {
  let place = places.get(key);
  if (place === undefined) places.set(key, (place = places.size));
  return place;
}
