/**
 * A grid of processes on one thread. A process runs until it needs what others have not offered yet; then the others run, and it runs again
 * from its beginning with the recorded answers. Programs are deterministic, so a replay arrives where the run stopped.
 */
import { failure, unreachable } from '../errors/index.ts';
import type { CallAs, EvalValue, ProcessContext } from './context.ts';

export interface Grid {
  readonly replicas: number;
  readonly partitions: number;
  /** Runs one process from its beginning. */
  readonly run: (as: CallAs) => readonly EvalValue[];
  /** What `infeed` reads, in order; processes share it. */
  readonly infeed?: readonly (readonly EvalValue[])[];
  readonly print?: (text: string) => void;
}

export interface GridResult {
  /** Results of each process, replica by replica. */
  readonly results: readonly (readonly EvalValue[])[];
  /** What `outfeed` wrote, in order. */
  readonly outfeed: readonly (readonly EvalValue[])[];
}

type Answer = readonly (readonly EvalValue[])[];

/** Thrown inside a process to stop it until `ready`; never leaves this file. */
class Suspension {
  readonly waitsFor: () => string;
  readonly ready: () => boolean;
  constructor(waitsFor: () => string, ready: () => boolean) {
    this.waitsFor = waitsFor;
    this.ready = ready;
  }
}

interface Process {
  readonly replica: number;
  readonly partition: number;
  /** Answers of earlier runs, in the order of the questions. */
  readonly answers: Answer[];
  printed: number;
  results?: readonly EvalValue[];
  suspension?: Suspension;
}

/** What processes leave for each other. */
interface Meeting {
  /** Offers by meeting and process. */
  readonly offers: Map<string, Map<string, readonly EvalValue[]>>;
  readonly channels: Map<string, (readonly EvalValue[])[]>;
  readonly infeed: (readonly EvalValue[])[];
  readonly outfeed: (readonly EvalValue[])[];
}

const nameOf = (process: readonly [number, number]): string => `(${process[0]}, ${process[1]})`;

/**
 * Runs every process of a grid to its end. Throws InvalidArgumentError (`evaluation`) when all that are left wait for each other.
 * Source: StableHLO specification, "Parallel execution".
 */
export function runGrid(grid: Grid): GridResult {
  const processes: Process[] = [];
  for (let replica = 0; replica < grid.replicas; replica++) {
    for (let partition = 0; partition < grid.partitions; partition++) processes.push({ replica, partition, answers: [], printed: 0 });
  }
  const meeting: Meeting = { offers: new Map(), channels: new Map(), infeed: [...(grid.infeed ?? [])], outfeed: [] };
  for (;;) {
    const ready = processes.filter((p) => !p.results && (!p.suspension || p.suspension.ready()));
    if (ready.length === 0) break;
    for (const process of ready) attempt(grid, process, meeting);
  }
  const stuck = processes.filter((p) => !p.results);
  if (stuck.length > 0) {
    const waits = stuck.map((p) => `process ${nameOf([p.replica, p.partition])} waits for ${p.suspension!.waitsFor()}`);
    throw failure('evaluation', { op: 'run_parallel', message: `the processes are deadlocked: ${waits.join('; ')}` });
  }
  return { results: processes.map((p) => p.results ?? unreachable('a process ended without results')), outfeed: meeting.outfeed };
}

/** Runs a process until it ends or must wait. */
function attempt(grid: Grid, process: Process, meeting: Meeting): void {
  process.suspension = undefined;
  let lines = 0;
  const print = (text: string): void => {
    // A replay has printed its first lines before.
    if (lines++ < process.printed) return;
    process.printed = lines;
    grid.print?.(text);
  };
  try {
    process.results = grid.run({ process: contextOf(grid, process, meeting), print });
  } catch (error) {
    if (!(error instanceof Suspension)) throw error;
    process.suspension = error;
  }
}

/** What a process needs from others: whether it is there, the answer then, and what is missing until then. */
interface Question {
  readonly ready: () => boolean;
  readonly answer: () => Answer;
  readonly waitsFor: () => string;
}

const none: Answer = [];
/** Something that a process does once and need not wait for. */
const once = (effect: () => void): Question => ({
  ready: () => true,
  answer: () => {
    effect();
    return none;
  },
  waitsFor: () => unreachable('nothing to wait for'),
});

/** A process's means to meet the others, for one run. */
function contextOf(grid: Grid, process: Process, meeting: Meeting): ProcessContext {
  let questions = 0;
  const rounds = new Map<string, number>();
  const me = nameOf([process.replica, process.partition]);
  /** The recorded answer, or the one that is there now. */
  function ask({ ready, answer, waitsFor }: Question): Answer {
    const question = questions++;
    if (question < process.answers.length) return process.answers[question];
    if (!ready()) throw new Suspension(waitsFor, ready);
    const found = answer();
    process.answers.push(found);
    return found;
  }
  /** The first values of a queue, once there are some. */
  const take = (queue: (readonly EvalValue[])[], waitsFor: string): readonly EvalValue[] =>
    ask({ ready: () => queue.length > 0, answer: () => [queue.shift()!], waitsFor: () => waitsFor })[0];
  return {
    replicaId: process.replica,
    partitionId: process.partition,
    replicas: grid.replicas,
    partitions: grid.partitions,
    exchange(channel, group, operands) {
      const members = group.map(nameOf);
      const place = `${channel} of ${members.join()}`;
      const round = rounds.get(place) ?? 0;
      rounds.set(place, round + 1);
      const offers = entry(meeting.offers, `${place} #${round}`, () => new Map<string, readonly EvalValue[]>());
      offers.set(me, operands);
      const missing = (): string[] => members.filter((m) => !offers.has(m));
      return ask({
        ready: () => missing().length === 0,
        answer: () => members.map((m) => offers.get(m)!),
        waitsFor: () => `${missing().join(', ')} in ${channel}`,
      });
    },
    send: (channel, values) => void ask(once(() => entry(meeting.channels, channel, () => []).push(values))),
    receive: (channel) =>
      take(
        entry(meeting.channels, channel, () => []),
        `a send on ${channel}`,
      ),
    infeed: () => take(meeting.infeed, 'the infeed, which has no more values'),
    outfeed: (values) => void ask(once(() => meeting.outfeed.push(values))),
  };
}

/** The value under a key, made when it is missing. */
function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  let found = map.get(key);
  if (found === undefined) map.set(key, (found = make()));
  return found;
}
