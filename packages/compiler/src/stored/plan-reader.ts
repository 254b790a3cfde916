/** Plans from records. Every number is checked: what a step reads and writes lies inside its blocks, and these inside the areas of the plan. */
import { type ElementType, type Location, type Program, type TensorType, unreachable } from '@millrace/ir';
import type { KernelSource } from '../schedules/kernel.ts';
import { extentOf } from '../schedules/layout.ts';
import { alignedBytes, alignment } from '../tables/arena.ts';
import { type AddressField, Slot, type SlotKind, type View } from '../tables/slot.ts';
import type { Origin, ProgramPlan, RowPort, StateWrite, Step, TableCall } from '../tables/steps.ts';
import { locationsOf } from './locations.ts';
import { mostBytes } from './plan-writer.ts';
import { operationOf } from './programs.ts';
import { fieldsOf, type Json, listOf, malformed, memberOf, numberOf, textOf, wholeOf, wholesOf } from './record.ts';
import { elementOf, mostElements, typeOf } from './types.ts';

const mostSteps = 2 ** 31;
const slotKinds: readonly SlotKind[] = ['state', 'input', 'constant', 'scratch'];

/** A kernel that a module holds: there is no source to make it from. */
const storedKernel = (key: string): KernelSource => ({ key, define: () => unreachable(`the source of a stored kernel was asked for: ${key}`) });

/** Throws MalformedRecord. `program`, where it is given, is what the plan was made for, and its locations are taken. */
export function planOf(record: Json | undefined, blobs: readonly Uint8Array[], program: Program | null): ProgramPlan {
  const fields = fieldsOf(record);
  return new PlanReader(fields, blobs, program).plan(fields);
}

class PlanReader {
  readonly #blobs: readonly Uint8Array[];
  readonly #slots: Slot[] = [];
  readonly #places: Map<Slot, number> = new Map();
  readonly #kernels: readonly KernelSource[];
  readonly #types: readonly TensorType[];
  readonly #locations: readonly Location[];

  constructor(fields: Readonly<Record<string, Json>>, blobs: readonly Uint8Array[], program: Program | null) {
    this.#blobs = blobs;
    this.#kernels = listOf(fields.kernels).map((key) => storedKernel(textOf(key)));
    this.#types = listOf(fields.types).map(typeOf);
    this.#locations = locationsOf(fields.locations, program);
    const [constantBytes, arenaBytes] = [wholeOf(fields.constantBytes, 0, mostBytes), wholeOf(fields.arenaBytes, 0, mostBytes)];
    for (const r of listOf(fields.slots)) this.#addSlot(listOf(r), constantBytes, arenaBytes);
  }

  #addSlot([kindRecord, bytesRecord, index, first, last, place, data]: readonly Json[], constantBytes: number, arenaBytes: number): void {
    const kind = slotKinds.find((k) => k === kindRecord) ?? malformed('a block of no kind');
    const bytes = wholeOf(bytesRecord, 0, mostBytes);
    const blob = data === null ? null : memberOf(this.#blobs, data);
    if (blob && blob.length !== bytes) malformed('a constant has the wrong size');
    if ((kind === 'constant') !== (blob !== null)) malformed('a constant without data');
    const slot = new Slot(kind, bytes, wholeOf(index, -1, mostSteps), blob);
    slot.first = wholeOf(first, -1, mostSteps);
    slot.last = wholeOf(last, -1, mostSteps);
    this.#slots.push(slot);
    if (kind === 'state') return;
    const start = wholeOf(place, 0, (kind === 'constant' ? constantBytes : arenaBytes) - alignedBytes(bytes));
    if (start % alignment !== 0) malformed('a block at no multiple of the alignment');
    this.#places.set(slot, start);
  }

  plan(fields: Readonly<Record<string, Json>>): ProgramPlan {
    const of = (kind: SlotKind): Slot[] => this.#slots.filter((s) => s.kind === kind);
    const numbered = (kind: SlotKind): Slot[] => of(kind).map((slot, i) => (slot.index === i ? slot : malformed('states or inputs are out of order')));
    const places = (slots: readonly Slot[]): Map<Slot, number> => new Map(slots.map((s) => [s, this.#places.get(s) as number]));
    const states = numbered('state');
    return {
      steps: this.#steps(fields.steps),
      states,
      inputs: numbered('input'),
      outputs: listOf(fields.outputs).map((v) => this.#view(v)),
      writes: listOf(fields.writes).map((w) => this.#write(w, states)),
      constants: places(of('constant')),
      constantBytes: numberOf(fields.constantBytes),
      arena: places(this.#slots.filter((s) => s.kind === 'input' || s.kind === 'scratch')),
      arenaBytes: numberOf(fields.arenaBytes),
      lowerBoundBytes: wholeOf(fields.lowerBoundBytes, 0, mostBytes),
    };
  }

  #write(record: Json, states: readonly Slot[]): StateWrite {
    const [place, from] = listOf(record);
    const state = memberOf(states, place);
    if (from === null) return { state: state.index, from: null };
    const slot = this.#slot(from);
    return slot.bytes === state.bytes ? { state: state.index, from: slot } : malformed('a state of another size');
  }

  #slot(record: Json | undefined): Slot {
    return memberOf(this.#slots, record);
  }
  #view(record: Json | undefined): View {
    const [place, elementName, shapeRecord, stridesRecord, offsetRecord] = listOf(record);
    const slot = this.#slot(place);
    const element: ElementType = elementOf(elementName);
    const [shape, strides] = [wholesOf(shapeRecord, 0, mostElements), wholesOf(stridesRecord, 0, mostElements)];
    const offset = wholeOf(offsetRecord, 0, mostElements);
    if (shape.length !== strides.length) malformed('a window without strides');
    // Nothing of nothing may lie anywhere.
    if (!shape.includes(0) && (offset + extentOf({ shape, strides })) * element.bytes > slot.bytes) malformed('a window beyond its block');
    return { slot, layout: { element, shape, strides }, offset };
  }
  #origin(record: Json | undefined): Origin {
    const [name, location, operands, results] = listOf(record);
    const types = (list: Json): TensorType[] => listOf(list).map((t) => memberOf(this.#types, t));
    return { name: textOf(name), location: memberOf(this.#locations, location), operands: types(operands), results: types(results) };
  }
  #call(record: Json): TableCall {
    const [kernel, ...parts] = listOf(record);
    const field = (f: Json): AddressField => {
      if (typeof f === 'number') return Number.isSafeInteger(f) ? f : malformed('a descriptor with a fraction');
      const [place, offset] = listOf(f);
      // A walk over a padded operand begins before its block; its kernel skips what is not there. No address leaves the programs' own memory.
      return { slot: this.#slot(place), offset: wholeOf(offset, -mostBytes, mostBytes) };
    };
    return { kernel: memberOf(this.#kernels, kernel), parts: parts.map((p) => listOf(p).map(field)) };
  }
  #port(record: Json): RowPort {
    const [view, place, bytes] = listOf(record);
    const row = this.#slot(place);
    return { stacked: this.#view(view), row, rowBytes: wholeOf(bytes, 0, row.bytes) };
  }

  #steps(record: Json | undefined): Step[] {
    return listOf(record).map((r) => this.#step(fieldsOf(r)));
  }

  #step(f: Readonly<Record<string, Json>>): Step {
    const views = (list: Json): View[] => listOf(list).map((v) => this.#view(v));
    const slots = (list: Json): Slot[] => listOf(list).map((s) => this.#slot(s));
    switch (f.kind) {
      case 'kernels': {
        const calls = listOf(f.calls).map((c) => this.#call(c));
        return {
          kind: f.kind,
          origin: this.#origin(f.origin),
          calls,
          work: numberOf(f.work),
          flops: numberOf(f.flops),
          reads: views(f.reads),
          writes: slots(f.writes),
        };
      }
      case 'host':
        return this.#host(this.#origin(f.origin), f.operation, views(f.reads), slots(f.writes));
      case 'copy': {
        const [from, to] = [this.#view(f.from), this.#slot(f.to)];
        const bytes = from.layout.shape.reduce((n, d) => n * d, from.layout.element.bytes);
        return bytes <= to.bytes ? { kind: f.kind, from, to } : malformed('a copy beyond its block');
      }
      case 'branch': {
        const by = f.by === 'predicate' || f.by === 'index' ? f.by : malformed('a branch by nothing');
        const bodies = listOf(f.bodies).map((b) => this.#steps(b));
        return { kind: f.kind, origin: this.#origin(f.origin), selector: this.#view(f.selector), by, bodies };
      }
      case 'while': {
        const [test, body] = [this.#steps(f.test), this.#steps(f.body)];
        return { kind: f.kind, origin: this.#origin(f.origin), test, predicate: this.#view(f.predicate), body };
      }
      case 'scan': {
        const length = wholeOf(f.length, 0, mostElements);
        const ports = (list: Json): RowPort[] => listOf(list).map((p) => this.#port(p));
        const [ins, outs] = [ports(f.ins), ports(f.outs)];
        for (const { stacked, rowBytes } of [...ins, ...outs]) if (length * rowBytes > stacked.slot.bytes) malformed('rows beyond their block');
        return { kind: f.kind, origin: this.#origin(f.origin), length, reverse: f.reverse === true, ins, outs, body: this.#steps(f.body) };
      }
      default:
        return malformed('a step of no kind');
    }
  }

  #host(origin: Origin, record: Json, reads: readonly View[], writes: readonly Slot[]): Step {
    const operation = operationOf(record, this.#blobs, origin.location);
    const { operands, results, regions } = operation;
    const used = operands.length + regions.reduce((sum, r) => sum + r.captures.length, 0);
    const fits = used === reads.length && results.length === writes.length && results.length === origin.results.length;
    if (!fits || origin.results.some((t, k) => t.size * t.element.bytes > writes[k].bytes)) malformed('a step of the host without room for its results');
    return { kind: 'host', origin, operation, reads, writes };
  }
}
