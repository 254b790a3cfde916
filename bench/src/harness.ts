/** Interleaved measurement: every peer runs in its own process, and each round asks all of them, so that noise meets all alike. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Answer, Ready, Request } from './protocol.ts';
import type { Workload } from './workloads.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const tsx = here('../../node_modules/.bin/tsx');

export interface Peer {
  readonly name: string;
  /** Of the build of the library, where it has something to tell. */
  readonly about: string | undefined;
  ask(request: Request): Promise<Answer>;
  stop(): void;
}

/** Median and spread (half the distance between the quartiles) in ms, and the number that the run gave. */
export interface Timing {
  readonly ms: number;
  readonly spread: number;
  readonly value?: number;
}

/** What one workload took on each peer; or why there is none. */
export interface Measurement {
  readonly workload: Workload;
  readonly results: Readonly<Record<string, Timing | { readonly unsupported: string }>>;
}

/** How processes are started: threads they may use, and Millrace's device. */
export interface Setting {
  readonly threads: number;
  readonly device: string;
  /** Folder where Millrace finds what it has compiled before; absent: everything is compiled. */
  readonly cache?: string;
}

const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** Pythons in the order in which one with torch is looked for: the user's own, then the one that Debian's packages belong to. */
const pythons: readonly string[] = ['python3', '/usr/bin/python3'];
const hasTorch = (python: string): boolean => spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0;

/** The Python to run torch with; looked for once, as looking takes seconds that are not the peer's. */
let pythonWithTorch: string | null | undefined;
function findPython(): string | null {
  if (pythonWithTorch === undefined) pythonWithTorch = pythons.find(hasTorch) ?? null;
  return pythonWithTorch;
}

/** The command of a peer, or why it cannot run. */
function commandOf(name: string): readonly string[] | { readonly missing: string } {
  if (name !== 'torch') return [tsx, here('peer.ts'), name];
  const python = findPython();
  if (python === null) return { missing: 'no python3 can import torch (get it: apt-get install python3-torch libopenblas0-pthread)' };
  return [python, here('../peers/torch_peer.py')];
}

/** Starts a peer, pinned to as many cores as threads where the machine allows it. Gives a sentence when the peer is not installed. Rejects when it ends early. */
export async function startPeer(name: string, { threads, device, cache = 'off' }: Setting): Promise<Peer | { readonly missing: string }> {
  const command = commandOf(name);
  if ('missing' in command) return command;
  const [file, ...args] = canPin ? ['taskset', '-c', `0-${threads - 1}`, ...command] : command;
  const ours = { MILLRACE_DEVICE: device, MILLRACE_THREADS: `${threads}`, MILLRACE_CACHE: cache };
  const env = { ...process.env, ...ours, OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` };
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  const next = linesOf(name, child);
  const { ready, about, missing } = JSON.parse(await next()) as Ready;
  if (!ready) return { missing: missing ?? 'it does not start' };
  return {
    name,
    about,
    async ask(request) {
      const answer = next();
      child.stdin!.write(`${JSON.stringify(request)}\n`);
      return JSON.parse(await answer) as Answer;
    },
    stop: () => void child.kill(),
  };
}

/** A function that waits for the next answer of a process. */
function linesOf(name: string, child: ChildProcess): () => Promise<string> {
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  let ended: Error | null = null;
  createInterface({ input: child.stdout! }).on('line', (line) => {
    // Libraries greet on standard output; only answers are JSON objects.
    if (line.startsWith('{')) waiting.shift()?.resolve(line);
  });
  child.stdin!.on('error', () => {}); // A process that died is told of by its exit.
  const end = (error: Error): void => {
    ended = error;
    for (const w of waiting.splice(0)) w.reject(error);
  };
  child.on('error', end);
  child.on('exit', (code) => end(new Error(`${name} ended with code ${code}`)));
  return () => (ended ? Promise.reject(ended) : new Promise((resolve, reject) => waiting.push({ resolve, reject })));
}

/** The value below which a part `q` of sorted numbers lies, between neighbors on a line. */
export function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  return sorted[low] + (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]) * (at - low);
}

export function timing(times: readonly number[], value?: number): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  return { ms: quantile(sorted, 0.5), spread: (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2, value };
}

/** A peer of which a workload wants an answer each round; a process that dies is a reason, not the end of the bench. */
export interface Asked {
  readonly name: string;
  ask(round: number): Promise<Answer>;
}

/** The peers as they are asked for a workload: Millrace twice where the workload also runs in a function. */
export function askedFor(workload: Workload, peers: readonly Peer[], setting: Setting): readonly Asked[] {
  const { run, size } = workload;
  const request = (round: number): Request => ({ workload: run, size, warmMs: round === 0 ? 2000 : 300, repeat: 5 });
  if (workload.fresh) return peers.filter(({ name }) => name === 'ours' || !workload.cached).map(({ name }) => freshlyAsked(name, workload, setting));
  return peers.flatMap((peer) => {
    const plain: Asked = { name: peer.name, ask: (round) => peer.ask(request(round)) };
    if (peer.name !== 'ours' || !workload.inFunction) return [plain];
    return [plain, { name: 'function', ask: (round) => peer.ask({ ...request(round), inFunction: true }) }];
  });
}

/** A new process for each time; with a cache, after one that is not timed and fills it. */
function freshlyAsked(name: string, workload: Workload, setting: Setting): Asked {
  const cache = workload.cached ? mkdtempSync(join(tmpdir(), 'millrace-bench-')) : undefined;
  const ask = (): Promise<Answer> => firstStep(name, workload, { ...setting, cache });
  return {
    name,
    ask: async (round) => {
      if (round > 0 || cache === undefined) return ask();
      const first = await ask();
      return 'unsupported' in first ? first : ask();
    },
  };
}

/** Milliseconds from the start of a new process to its first answer. */
async function firstStep(name: string, workload: Workload, setting: Setting): Promise<Answer> {
  const start = performance.now();
  const peer = await startPeer(name, setting);
  if ('missing' in peer) return { unsupported: peer.missing };
  const inFunction = name === 'ours' && workload.inFunction;
  const answer = await peer.ask({ workload: workload.run, inFunction, warmMs: 0, repeat: 1, once: true });
  peer.stop();
  return 'unsupported' in answer ? answer : { ms: [performance.now() - start] };
}

/** Times one workload on all peers, `rounds` times each, in turns. */
export async function measure(workload: Workload, asked: readonly Asked[], rounds: number): Promise<Measurement> {
  const answers = new Map<string, { ms: number[]; value?: number }>(asked.map((a) => [a.name, { ms: [] }]));
  const missing = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    for (const { name, ask } of asked.filter((a) => !missing.has(a.name))) {
      const answer = await ask(round).catch((error: Error): Answer => ({ unsupported: error.message }));
      if ('unsupported' in answer) missing.set(name, answer.unsupported);
      else answers.set(name, { ms: [...answers.get(name)!.ms, ...answer.ms], value: answer.value });
    }
  }
  const results = asked.map(({ name }) => {
    const why = missing.get(name);
    const { ms, value } = answers.get(name)!;
    return [name, why === undefined ? timing(ms, value) : { unsupported: why }] as const;
  });
  return { workload, results: Object.fromEntries(results) };
}
