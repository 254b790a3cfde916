/**
 * Rewriting from operands to results: operations are added one by one to a new program, and each addition tries the rules of its primitive first.
 * Operands are always rewritten before their users, so one walk reaches the fixpoint of rules that look at what made their operands.
 */
import {
  type Attributes,
  collectGuards,
  type Literal,
  type Location,
  type Operation,
  type Primitive,
  Program,
  type ProgramRegion,
  ProgramValue,
  primitives,
  unreachable,
} from '@millrace/ir';
import type { Rule, RuleTable } from './rules.ts';

/** Rules that undo each other would go on for ever; no sensible chain is longer. */
const deepest = 200;
const none: Attributes = Object.freeze({});

export class Rewriter {
  readonly #table: RuleTable;
  /** Bodies that are done: interned regions are met often, and stay one object. */
  readonly #bodies: Map<Program, Program>;
  readonly #operations: Operation[] = [];
  readonly #producers: Map<ProgramValue, Operation> = new Map();
  readonly #now: Map<ProgramValue, ProgramValue> = new Map();
  #location: Location | undefined;
  #depth = 0;
  #changed = false;

  constructor(table: RuleTable, bodies: Map<Program, Program> = new Map()) {
    this.#table = table;
    this.#bodies = bodies;
  }

  /** The whole program under the rules; the program itself where none applies. */
  rewrite(program: Program): Program {
    for (const operation of program.operations) {
      this.#location = operation.location;
      const results = this.#add(this.#updated(operation));
      operation.results.forEach((r, i) => {
        if (r !== results[i]) this.#now.set(r, results[i]);
      });
    }
    if (!this.#changed) return program;
    return new Program(
      program.arguments,
      this.#operations,
      program.results.map((r) => this.#resolve(r)),
      program.guards,
    );
  }

  /** The operation that makes a value of the new program; undefined for arguments. */
  producer(value: ProgramValue): Operation | undefined {
    return this.#producers.get(value);
  }

  /** Adds an operation on values of the new program. Rules apply to it, so its results may be those of others. */
  emit(
    primitive: Primitive,
    operands: readonly ProgramValue[],
    attributes: Attributes = none,
    regions: readonly ProgramRegion[] = [],
  ): readonly ProgramValue[] {
    const complete = primitive.complete(attributes);
    const types = primitive.infer(
      operands.map((o) => o.type),
      complete,
      regions.map((r) => r.program),
    );
    const location = this.#location ?? unreachable('an operation is emitted outside of a rule');
    return this.#add({ primitive, operands, attributes: complete, regions, results: types.map((t) => new ProgramValue(t)), location });
  }

  /** As `emit`, for primitives with one result. */
  one(primitive: Primitive, operands: readonly ProgramValue[], attributes: Attributes = none): ProgramValue {
    return this.emit(primitive, operands, attributes)[0];
  }

  constant(literal: Literal): ProgramValue {
    return this.one(primitives.constant, [], { value: literal });
  }

  /** The operations of a program in this place, on these arguments. */
  inline(program: Program, args: readonly ProgramValue[]): readonly ProgramValue[] {
    const inner = new Map(program.arguments.map((place, i) => [place, args[i]]));
    const read = (v: ProgramValue): ProgramValue => inner.get(v) ?? unreachable('a region uses a value that is not its own');
    for (const operation of program.operations) {
      const regions = operation.regions.map((r) => ({ program: this.#body(r.program), captures: r.captures.map(read) }));
      const fresh = operation.results.map((r) => new ProgramValue(r.type, r.name));
      const results = this.#add({ ...operation, operands: operation.operands.map(read), regions, results: fresh });
      operation.results.forEach((r, i) => {
        inner.set(r, results[i]);
      });
    }
    return program.results.map(read);
  }

  #resolve(value: ProgramValue): ProgramValue {
    return this.#now.get(value) ?? value;
  }

  /** The operation on what its operands and regions have become. */
  #updated(operation: Operation): Operation {
    const { operands, regions } = operation;
    const moved = operands.some((o) => this.#now.has(o)) || regions.some((r) => r.captures.some((c) => this.#now.has(c)));
    const inner = regions.map((r) => this.#body(r.program));
    if (!moved && inner.every((p, i) => p === regions[i].program)) return operation;
    this.#changed = true;
    return {
      ...operation,
      operands: operands.map((o) => this.#resolve(o)),
      regions: regions.map((r, i) => ({ program: inner[i], captures: r.captures.map((c) => this.#resolve(c)) })),
    };
  }

  #body(program: Program): Program {
    let made = this.#bodies.get(program);
    if (!made) this.#bodies.set(program, (made = new Rewriter(this.#table, this.#bodies).rewrite(program)));
    return made;
  }

  #add(operation: Operation): readonly ProgramValue[] {
    const rules = this.#table.rulesOf(operation.primitive);
    for (let i = 0; i < rules.length; i++) {
      const replaced = this.#attempt(rules[i], operation);
      if (replaced) return replaced;
    }
    this.#operations.push(operation);
    for (const r of operation.results) this.#producers.set(r, operation);
    return operation.results;
  }

  /** What a rule makes of an operation. Undone where it finds nothing, changes a type, or relies on sizes that are not known. */
  #attempt(rule: Rule, operation: Operation): readonly ProgramValue[] | null {
    const length = this.#operations.length;
    const changed = this.#changed;
    if (++this.#depth > deepest) unreachable(`the rewrite ${rule.name} does not come to an end`);
    let open = 0;
    const replaced = collectGuards(
      () => open++,
      () => rule.apply(operation, this),
    );
    this.#depth--;
    const fits =
      replaced !== null && open === 0 && replaced.length === operation.results.length && replaced.every((v, i) => v.type === operation.results[i].type);
    if (fits) {
      this.#changed = true;
      return replaced;
    }
    this.#operations.length = length;
    this.#changed = changed;
    return null;
  }
}
