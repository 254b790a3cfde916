/**
 * Which pointwise operations share a loop. One walk in the order of the program: an operation joins the loops that made its operands, as long as
 * nothing outside of them has read their results. A loop then runs at the place of its last member, before everything that reads its results,
 * so that no path leaves it and comes back.
 */
import type { Operation, Program, ProgramValue } from '@millrace/ir';
import { typeOf } from '../rewrite/constants.ts';
import type { FusionLimits } from './limits.ts';
import { isCheap, type Member, memberOf, sameSizes, sourceOf } from './member.ts';

export interface Group {
  /** In the order of the program. */
  readonly members: readonly Member[];
  /** Those that another loop, or none, computes too: cheap ones, so that nobody stores them. */
  readonly repeated: ReadonlySet<Member>;
  /** Whether something outside has read a result. */
  closed: boolean;
}

const none: ReadonlySet<Member> = new Set();
const groupOfOne = (member: Member): Group => ({ members: [member], repeated: none, closed: false });

/** The loops of a program, and what their operands come from. */
export class Groups {
  readonly #limits: FusionLimits;
  readonly #producers: Map<ProgramValue, Operation> = new Map();
  readonly #positions: Map<Operation, number> = new Map();
  readonly #members: Map<Operation, Member> = new Map();
  readonly #groups: Map<Operation, Group> = new Map();
  /** Values that something outside of all loops reads, results of the program included. */
  readonly #outside: Set<ProgramValue> = new Set();
  readonly #sources: Map<ProgramValue, ProgramValue | undefined> = new Map();

  constructor(program: Program, limits: FusionLimits) {
    this.#limits = limits;
    program.operations.forEach((operation, i) => {
      this.#positions.set(operation, i);
      for (const r of operation.results) this.#producers.set(r, operation);
    });
    for (const operation of program.operations) {
      const member = memberOf(operation);
      if (member) this.#members.set(operation, member);
      else for (const v of readBy(operation)) this.#outside.add(v);
    }
    for (const r of program.results) this.#outside.add(r);
    for (const operation of program.operations) this.#place(operation);
  }

  readonly producer = (value: ProgramValue): Operation | undefined => this.#producers.get(value);
  groupOf(operation: Operation): Group | undefined {
    return this.#groups.get(operation);
  }

  /** Puts an operation into loops, or closes those that it reads from. */
  #place(operation: Operation): void {
    const member = this.#members.get(operation);
    if (!member) {
      for (const v of readBy(operation)) this.#close(v);
      return;
    }
    const makers = this.#makersOf(member);
    const open = [...new Set(makers.map((m) => this.#groups.get(m.operation) as Group))].filter((g) => !g.closed);
    // Mostly all fit together; where they do not, as many as do.
    let group = (open.length > 1 ? this.#joined([groupOfOne(member), ...open]) : null) ?? groupOfOne(member);
    for (const made of makers) {
      if (group.members.includes(made)) continue;
      const other = this.#groups.get(made.operation) as Group;
      const joined = other.closed ? null : this.#joined([group, other]);
      if (joined) group = joined;
      else if (this.#mayRepeat(made, group)) group = this.#joined([group, { members: [made], repeated: new Set([made]), closed: false }]) ?? group;
    }
    for (const m of group.members) if (!group.repeated.has(m)) this.#groups.set(m.operation, group);
    // What was not joined has a reader outside of its loop now.
    for (const v of operation.operands) if (!group.members.some((m) => m.operation.results.includes(v))) this.#close(v);
  }

  #close(value: ProgramValue): void {
    const made = this.#producers.get(value);
    const group = made && this.#groups.get(made);
    if (group) group.closed = true;
  }

  /** Members of the same shape and kind that make the operands of one. */
  #makersOf({ operation, shape, kind }: Member): Member[] {
    const made = operation.operands.flatMap((o) => {
      const producer = this.#producers.get(o);
      return (producer && this.#members.get(producer)) ?? [];
    });
    return made.filter((m) => m.kind === kind && sameSizes(m.shape, shape));
  }

  /** All loops as one, or null where that is too much. */
  #joined(groups: readonly Group[]): Group | null {
    const at = (m: Member): number => this.#positions.get(m.operation) as number;
    const members = [...new Set(groups.flatMap((g) => g.members))].sort((x, y) => at(x) - at(y));
    if (!this.#fits(members)) return null;
    // A member that any loop has as its own is the union's own.
    const isOwn = (m: Member): boolean => groups.some((g) => g.members.includes(m) && !g.repeated.has(m));
    const repeated = groups.every((g) => g.repeated.size === 0) ? none : new Set(members.filter((m) => !isOwn(m)));
    return { members, repeated, closed: false };
  }

  /** Whether it costs less to compute a value again than to store it: nobody else needs it in memory, and it reads no more than it is. */
  #mayRepeat(made: Member, group: Group): boolean {
    const { operation } = made;
    if (operation.results.length > 1 || this.#outside.has(operation.results[0]) || !isCheap(made, this.#limits.duplicatedCost)) return false;
    const reads = this.#arraysOf(made);
    const inside = reads.some((v) => this.#members.has(this.#producers.get(v) as Operation));
    const known = new Set(group.members.flatMap((m) => this.#arraysOf(m)));
    return !inside && reads.filter((v) => !known.has(v)).length <= 1;
  }

  #arraysOf({ operation, shape }: Member): ProgramValue[] {
    return operation.operands.filter((o) => {
      const value = this.#read(o);
      return value !== undefined && (shape.length === 0 || typeOf(value).rank > 0);
    });
  }

  /** The value that a loop reads for an operand from outside; undefined for a constant. */
  readonly #read = (operand: ProgramValue): ProgramValue | undefined => {
    if (this.#sources.has(operand)) return this.#sources.get(operand);
    const source = sourceOf(operand, this.producer);
    const value = 'value' in source ? source.value : undefined;
    this.#sources.set(operand, value);
    return value;
  };

  #fits(members: readonly Member[]): boolean {
    const { operations, inputs, live, length } = this.#limits;
    if (members.length > operations) return false;
    const use = loopUse(members, this.#read, this.#outside);
    return use.arrays <= inputs && use.live <= live && use.length <= length;
  }
}

/** Every value that an operation reads, also in its regions. */
export const readBy = ({ operands, regions }: Operation): ProgramValue[] => [...operands, ...regions.flatMap((r) => r.captures)];

interface LoopUse {
  readonly arrays: number;
  readonly live: number;
  readonly length: number;
}

/** What a loop over these members would take: arrays read, vectors alive at once, characters of its longest expression. */
export function loopUse(members: readonly Member[], read: (operand: ProgramValue) => ProgramValue | undefined, outside: ReadonlySet<ProgramValue>): LoopUse {
  const made = new Set<ProgramValue>();
  for (const { operation } of members) for (const r of operation.results) made.add(r);
  const lastUse = new Map<ProgramValue, number>();
  const arrays = new Set<ProgramValue>();
  const lengths = new Map<ProgramValue, number>();
  let longest = 0;
  members.forEach(({ operation, written, shape }, step) => {
    let inner = 0;
    for (const operand of operation.operands) {
      const value = made.has(operand) ? operand : read(operand);
      inner += (value && lengths.get(value)) ?? 4;
      if (!value) continue;
      // A scalar beside arrays stands still in a register from beginning to end.
      lastUse.set(value, typeOf(value).rank === 0 && shape.length > 0 ? members.length : step);
      if (!made.has(value) && (shape.length === 0 || typeOf(value).rank > 0)) arrays.add(value);
    }
    operation.results.forEach((r, k) => {
      // An input that an expression reads often is written out as often.
      const length = written[k].length + inner * written[k].reads;
      lengths.set(r, length);
      longest = Math.max(longest, length);
    });
  });
  return { arrays: arrays.size, live: mostAlive(members, made, lastUse, outside), length: longest };
}

/** Inputs are loaded first; what is read outside is stored last. */
function mostAlive(
  members: readonly Member[],
  made: ReadonlySet<ProgramValue>,
  lastUse: ReadonlyMap<ProgramValue, number>,
  outside: ReadonlySet<ProgramValue>,
): number {
  const end = members.length;
  const dies = new Array<number>(end + 2).fill(0);
  let alive = 0;
  for (const [v, step] of lastUse) {
    if (made.has(v)) continue;
    alive++;
    dies[step]++;
  }
  let most = alive;
  members.forEach(({ operation }, step) => {
    for (const r of operation.results) {
      alive++;
      dies[outside.has(r) ? end : (lastUse.get(r) ?? end)]++;
    }
    most = Math.max(most, alive);
    alive -= dies[step];
  });
  return most;
}
