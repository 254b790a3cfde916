/**
 * From programs to tables: every operation becomes calls of kernels on slots of memory. Views cost nothing, results take the place of operands
 * that die, and states are written in place where nobody can tell the difference.
 */
import { identityMap, type Literal, type Lowered, type Operation, type Program, type ProgramValue, type TensorType } from '@millrace/ir';
import type { KernelSource, OperationPlan, Split } from '../schedules/kernel.ts';
import { planOperation } from '../schedules/plan.ts';
import { expressionCost, planPointwise, pointwiseFields, pointwiseSplit } from '../schedules/pointwise.ts';
import { expandBody } from './bodies.ts';
import { splatView } from './constants.ts';
import { type ControlFlow, controlFlow } from './control-flow.ts';
import { flopsOf } from './flops.ts';
import { Frame, usedBy } from './frame.ts';
import { leastSharedWork, splitCall } from './parts.ts';
import { Placement } from './placement.ts';
import { type Address, type AddressField, addressOf, bytesOf, constantSlot, isWhole, resolveField, Slot, shapeOf, type View, wholeView } from './slot.ts';
import type { Step, TableCall } from './steps.ts';
import { viewOf } from './views.ts';
import { type Alike, type Bench, type Work, walkedAlike } from './work.ts';

export interface PlannerOptions {
  /** Use compiled kernels; without them every operation is a step of the host. */
  readonly kernels: boolean;
  /** Contractions may use fused multiply-add. */
  readonly fused: boolean;
  /** Parts that large operations are cut into. */
  readonly threads: number;
  /** Element operations from which on an operation is cut. Default `leastSharedWork`. */
  readonly sharedFrom?: number;
  /** Whether the host has a kernel for an operation that has no compiled one. */
  readonly hostRuns: (operation: Operation) => boolean;
}

const typeOf = (v: ProgramValue): TensorType => v.type as TensorType;

export class Planner implements Bench {
  readonly options: PlannerOptions;
  /** The list that steps go to: that of the innermost body. */
  steps: Step[] = [];
  /** Steps so far, nested ones included. */
  clock: number = 0;
  readonly slots: Slot[] = [];
  readonly #placement: Placement;
  readonly #constants: Map<Literal, View> = new Map();
  readonly #tables: Map<Int32Array, Slot> = new Map();

  constructor(options: PlannerOptions, placement: Placement = new Placement()) {
    this.options = options;
    this.#placement = placement;
  }

  /** A new slot of scratch memory. */
  scratch(type: TensorType): Slot {
    return this.own(new Slot('scratch', bytesOf(type)));
  }
  own(slot: Slot): Slot {
    this.slots.push(slot);
    return slot;
  }

  touch(slots: Iterable<Slot>): void {
    for (const slot of slots) {
      if (slot.first < 0) slot.first = this.clock;
      slot.last = this.clock;
    }
  }

  push(step: Step, slots: Iterable<Slot>): void {
    this.touch(slots);
    this.steps.push(step);
    this.clock++;
  }

  copy(from: View, to: Slot): void {
    this.push({ kind: 'copy', from, to }, [from.slot, to]);
  }

  /** Plans `body` into a list of its own. */
  nested(body: () => void): readonly Step[] {
    const outer = this.steps;
    this.steps = [];
    body();
    const made = this.steps;
    this.steps = outer;
    return made;
  }

  /** Plans all operations of a frame; its results are where `frame.view` says. */
  run(frame: Frame): void {
    frame.program.operations.forEach((operation, index) => {
      this.#operation(frame, operation, index);
    });
  }

  #operation(frame: Frame, operation: Operation, index: number): void {
    const { primitive, attributes, regions, operands, results } = operation;
    if (primitive.traits.terminator) return;
    const types = operands.map(typeOf);
    const lowered = primitive.lower(
      types,
      attributes,
      regions.map((r) => r.program),
    );
    const views = operands.map((o) => frame.view(o));
    const origin = { name: primitive.name, location: operation.location, operands: types, results: results.map(typeOf) };
    const work: Work = { frame, operation, index, lowered, operands: views, origin };
    const kernel = lowered.form === 'opaque' ? lowered.kernel : lowered.form;
    if (kernel === 'constant') frame.set(results[0], this.constant(attributes.value as unknown as Literal));
    else if (kernel === 'optimization_barrier') results.forEach((r, k) => frame.set(r, views[k]));
    else if (kernel in controlFlow) controlFlow[kernel as ControlFlow](this, work);
    else if (!this.#asView(work)) this.#compute(work);
  }

  #asView({ frame, operation, lowered, operands }: Work): boolean {
    if (operation.results.length !== 1) return false;
    const { primitive, results } = operation;
    const type = typeOf(results[0]);
    let view = viewOf(primitive, lowered, operands, type);
    // elements in another order than the result's are put in order first
    if (!view && primitive.traits.movesNoData) view = viewOf(primitive, lowered, [this.whole(operands[0], typeOf(operation.operands[0]))], type);
    if (view) frame.set(results[0], view);
    return view !== null;
  }

  constant(literal: Literal): View {
    let view = this.#constants.get(literal);
    if (!view) {
      view = splatView(literal) ?? wholeView(constantSlot(literal), literal.type);
      this.#constants.set(literal, view);
      this.own(view.slot);
    }
    return view;
  }

  /** The block of an index table; equal windows share one. */
  #table(data: Int32Array): Slot {
    let slot = this.#tables.get(data);
    if (!slot) this.#tables.set(data, (slot = this.own(new Slot('constant', data.byteLength, -1, data))));
    return slot;
  }

  #compute(work: Work): void {
    const { kernels, hostRuns } = this.options;
    const empty = work.origin.results.some((r) => r.size === 0);
    if (kernels && !empty && (work.lowered.form === 'pointwise' ? this.#pointwise(work) : this.#planned(work))) return;
    const { primitive, regions } = work.operation;
    if (!hostRuns(work.operation) && primitive.body && regions.length === 0) {
      this.#expanded(work);
      return;
    }
    this.#onHost(work);
  }

  #expanded({ frame, operation, operands }: Work): void {
    const inner = new Frame(expandBody(operation), operands, true);
    this.run(inner);
    operation.results.forEach((r, k) => frame.set(r, inner.view(inner.program.results[k])));
  }

  #onHost(work: Work): void {
    const { frame, operation, origin } = work;
    const reads = usedBy(operation).map((v) => frame.view(v));
    const writes = operation.results.map((r) => this.resultSlot(work, r, never));
    this.push({ kind: 'host', origin, operation, reads, writes }, [...reads.map((v) => v.slot), ...writes]);
    this.#finish(work, writes);
  }

  #finish({ frame, operation }: Work, writes: readonly Slot[]): void {
    operation.results.forEach((r, k) => frame.set(r, wholeView(writes[k], typeOf(r))));
  }

  /** Where a result goes: into its state, in the place of a dying operand, or into scratch of its own. */
  resultSlot(work: Work, value: ProgramValue, alike: Alike, taken: readonly Slot[] = []): Slot {
    return this.#placement.stateFor(work, value, alike) ?? dyingOperand(work, typeOf(value), alike, taken) ?? this.scratch(typeOf(value));
  }

  #pointwise(work: Work): boolean {
    const { lowered, operation, origin } = work;
    if (lowered.form !== 'pointwise') return false;
    const shape = shapeOf(origin.results[0]);
    const elements = origin.results.map((r) => r.element);
    let { operands } = work;
    let plan = planPointwise(
      lowered,
      operands.map((o) => o.layout),
      shape,
      elements,
    );
    if (!plan) {
      const whole = operands.map((o, i) => wholeView(o.slot, origin.operands[i]).layout);
      plan = planPointwise(lowered, whole, shape, elements);
      if (!plan) return false;
      operands = operands.map((o, i) => this.whole(o, origin.operands[i]));
    }
    const taken: Slot[] = [];
    for (const result of operation.results) taken.push(this.resultSlot({ ...work, operands }, result, lowered.maps ? never : always, taken));
    const { starts } = plan;
    const places = operands.map((o, i) => addressOf({ ...o, offset: o.offset + starts[i] }));
    const descriptor = pointwiseFields(plan, [...places, ...taken.map((slot) => ({ slot, offset: 0 }))]);
    const cost = shape.reduce((a, b) => a * b, 1) * Math.max(1, expressionCost(lowered.results));
    const calls = [this.#call(plan.kernel, descriptor, pointwiseSplit(plan), cost)];
    const flops = flopsOf(lowered, origin.results, cost);
    this.push({ kind: 'kernels', origin, calls, work: cost, flops, reads: operands, writes: taken }, [...operands.map((o) => o.slot), ...taken]);
    this.#finish(work, taken);
    return true;
  }

  /** The same elements in row-major order: the view itself, or a copy. */
  whole(view: View, type: TensorType): View {
    if (isWhole(view)) return view;
    const slot = this.scratch(type);
    const { layout } = view;
    const lowered: Lowered = { form: 'move', parts: [{ source: 0, map: identityMap(layout.shape.length) }] };
    const result = wholeView(slot, type);
    const plan = this.options.kernels ? planOperation({ lowered, attributes: {}, regions: [], operands: [layout], results: [result.layout] }) : null;
    if (!plan || plan.buffers.length > 2) this.copy(view, slot);
    else {
      const buffers = [addressOf(view), { slot, offset: 0 }];
      const calls = this.#calls(plan, buffers);
      const origin = { name: 'copy', location: { kind: 'unknown' } as const, operands: [type], results: [type] };
      this.push({ kind: 'kernels', origin, calls, work: plan.work, flops: 0, reads: [view], writes: [slot] }, [view.slot, slot]);
    }
    return result;
  }

  #calls(plan: OperationPlan, buffers: readonly Address[]): TableCall[] {
    return plan.calls.map((c) => {
      const descriptor = c.descriptor.map((f) => resolveField(f, buffers));
      return this.#call(c.kernel, descriptor, c.split, plan.work / plan.calls.length);
    });
  }
  #partsFor(work: number): number {
    const { threads, sharedFrom = leastSharedWork } = this.options;
    return work < sharedFrom ? 1 : threads;
  }
  #call(kernel: KernelSource, descriptor: readonly AddressField[], split: Split | undefined, work: number): TableCall {
    return { kernel, parts: splitCall(descriptor, split, this.#partsFor(work)) };
  }

  #planned(work: Work): boolean {
    const { lowered, operation, origin } = work;
    const { attributes, regions, results } = operation;
    if (regions.some((r) => r.captures.length > 0)) return false;
    const resultLayouts = origin.results.map((r) => wholeView(nowhere, r).layout);
    const programs: readonly Program[] = regions.map((r) => r.program);
    const attempt = (layouts: readonly View['layout'][]): ReturnType<typeof planOperation> =>
      planOperation({ lowered, attributes, regions: programs, operands: layouts, results: resultLayouts, fused: this.options.fused });
    let { operands } = work;
    let plan = attempt(operands.map((o) => o.layout));
    if (!plan) {
      if (operands.every(isWhole)) return false;
      plan = attempt(operands.map((o, i) => wholeView(o.slot, origin.operands[i]).layout));
      if (!plan) return false;
      operands = operands.map((o, i) => this.whole(o, origin.operands[i]));
    }
    const { inPlace } = plan;
    const writes: Slot[] = [];
    results.forEach((r, k) => writes.push(this.resultSlot({ ...work, operands }, r, (i) => inPlace?.[k].includes(i) ?? false, writes)));
    const copies = plan.calls.some((c) => c.split) ? this.#partsFor(plan.work) : 1;
    const more = plan.buffers
      .slice(operands.length + writes.length)
      .map(({ data, bytes }) => (data ? this.#table(data) : this.own(new Slot('scratch', bytes * copies))));
    const buffers = [...operands.map(addressOf), ...[...writes, ...more].map((slot) => ({ slot, offset: 0 }))];
    const calls = this.#calls(plan, buffers);
    const flops = flopsOf(lowered, origin.results, plan.work);
    this.push({ kind: 'kernels', origin, calls, work: plan.work, flops, reads: operands, writes }, [...operands.map((o) => o.slot), ...writes, ...more]);
    this.#finish(work, writes);
    return true;
  }
}

const always: Alike = () => true;
const never: Alike = () => false;

/** A layout needs no memory. */
const nowhere = new Slot('scratch', 0);

/** An operand's slot that a pointwise result can take: read at the same element, dead afterwards, of the same size. */
function dyingOperand({ frame, index, operands }: Work, type: TensorType, alike: Alike, taken: readonly Slot[]): Slot | null {
  const shape = shapeOf(type);
  for (const { slot } of operands) {
    if (slot.kind === 'state' || slot.bytes !== bytesOf(type) || taken.includes(slot) || !frame.isFreeAfter(slot, index)) continue;
    if (operands.every((o, i) => o.slot !== slot || (alike(i) && walkedAlike(o, shape, type.element.bytes)))) return slot;
  }
  return null;
}
