/** The values of variables at one point of a trace (notes N3): reads give them, assignments replace them, nothing outside changes. */
import { type Builder, failure, isDifferentiableType, methods, type Value, withBase, withoutRecorder } from '@millrace/ir';
import type { Tensor } from '../../tensor/tensor.ts';
import { asTensor } from '../as-tensor.ts';
import type { Variable } from '../variable.ts';
import type { StateScope } from '../variable-state.ts';

interface Slot {
  /** The value on entry, once something has asked for it. */
  initial: Tensor | null;
  /** The value of the last assignment. */
  assigned: Tensor | null;
  /** What reads after that assignment give. */
  seen: Tensor | null;
}

export class ThreadedState implements StateScope {
  readonly #builder: Builder;
  readonly #enter: (variable: Variable) => Tensor;
  readonly #create: ((variable: Variable) => void) | undefined;
  readonly #slots = new Map<Variable, Slot>();

  /**
   * @param builder  of the trace
   * @param enter   the value of a variable on entry; called at most once each
   * @param create  hears of variables that are made
   */
  constructor(builder: Builder, enter: (variable: Variable) => Tensor, create?: (variable: Variable) => void) {
    this.#builder = builder;
    this.#enter = enter;
    this.#create = create;
  }

  read(variable: Variable): Tensor {
    const slot = this.#slot(variable);
    if (slot.assigned === null) return this.#initial(variable, slot);
    slot.seen ??= this.#cut(variable, slot, slot.assigned);
    return slot.seen;
  }

  assign(variable: Variable, value: Tensor): void {
    // Values of higher levels differ by example or have tangents: they cannot leave as the state.
    if (value.builder.level > this.#builder.level)
      throw failure('precondition', {
        op: `${variable.name}.assign`,
        message: 'the value differs from example to example or carries a tangent: it is part of a vectorizedMap or a jvp inside of the trace',
        hint: 'assign outside of the inner function, or reduce over the examples first',
      });
    const slot = this.#slot(variable);
    slot.assigned = value;
    slot.seen = null;
  }

  created(variable: Variable): void {
    this.#create?.(variable);
  }

  /** Variables with a new value, in order of first touch, and that value. */
  written(): ReadonlyMap<Variable, Tensor> {
    const found = new Map<Variable, Tensor>();
    for (const [variable, { initial, assigned }] of this.#slots) if (assigned !== null && assigned !== initial) found.set(variable, assigned);
    return found;
  }

  /** Variables whose value on entry was asked for, and that value. */
  entered(): ReadonlyMap<Variable, Tensor> {
    const found = new Map<Variable, Tensor>();
    for (const [variable, { initial }] of this.#slots) if (initial !== null) found.set(variable, initial);
    return found;
  }

  #slot(variable: Variable): Slot {
    let slot = this.#slots.get(variable);
    if (!slot) this.#slots.set(variable, (slot = { initial: null, assigned: null, seen: null }));
    return slot;
  }

  #initial(variable: Variable, slot: Slot): Tensor {
    slot.initial ??= this.#enter(variable);
    return slot.initial;
  }

  /**
   * An assigned value as reads give it. Gradients do not flow through an assignment: they end at the variable, which for those who differentiate
   * the whole program is its value on entry.
   */
  #cut(variable: Variable, slot: Slot, value: Tensor): Tensor {
    if (!isDifferentiableType(value.type)) return value;
    const initial = variable.trainable ? this.#initial(variable, slot) : null;
    // Inner traces may ask first.
    return withoutRecorder('all', () =>
      withBase(this.#builder, () => {
        if (initial?.type !== value.type) return methods.stopGradient(value) as Tensor;
        const body = methods.trace([value.type, value.type], (now) => [now]);
        const vjp = methods.trace([value.type, value.type, value.type, value.type], (now, ...rest): Value[] => [
          methods.zeros(now.type as Tensor['type']),
          rest[2],
        ]);
        return asTensor(methods.customGradient([value, initial], { body, vjp })[0]);
      }),
    );
  }
}
