/** Interleaved measurement: every peer runs in its own process, and each round asks all of them, so that noise meets all alike. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Answer, Request } from './protocol.ts';
import type { Workload } from './workloads.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const tsx = here('../../node_modules/.bin/tsx');

export interface Peer {
  readonly name: string;
  ask(request: Request): Promise<Answer>;
  stop(): void;
}

export interface Measurement {
  readonly workload: Workload;
  /** Median and spread (half the distance between the quartiles) in ms by peer; or why there is none. */
  readonly results: Readonly<Record<string, { readonly ms: number; readonly spread: number } | { readonly unsupported: string }>>;
}

const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** Starts a peer, pinned to one core where the machine allows it. Rejects when the process ends before it is ready. */
export async function startPeer(name: string, env: Readonly<Record<string, string>> = {}): Promise<Peer> {
  const command = [tsx, here('peer.ts'), name];
  const [file, ...args] = canPin ? ['taskset', '-c', '0', ...command] : command;
  const child: ChildProcess = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const lines: Interface = createInterface({ input: child.stdout! });
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  lines.on('line', (line) => {
    // Libraries greet on standard output; only answers are JSON objects.
    if (line.startsWith('{')) waiting.shift()?.resolve(line);
  });
  child.on('exit', (code) => {
    for (const w of waiting.splice(0)) w.reject(new Error(`${name} ended with code ${code}`));
  });
  const next = (): Promise<string> => new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  await next();
  return {
    name,
    async ask(request) {
      const answer = next();
      child.stdin!.write(`${JSON.stringify(request)}\n`);
      return JSON.parse(await answer) as Answer;
    },
    stop: () => void child.kill(),
  };
}

function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  return sorted[low] + (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]) * (at - low);
}

/** Times one workload on all peers, `rounds` times each, in turns. */
export async function measure(workload: Workload, peers: readonly Peer[], rounds: number): Promise<Measurement> {
  const times = new Map<string, number[]>(peers.map((p) => [p.name, []]));
  const missing = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    for (const peer of peers) {
      if (missing.has(peer.name)) continue;
      const answer = await peer.ask({ workload: workload.run, size: workload.size, warmMs: round === 0 ? 2000 : 300, repeat: 5 });
      if ('unsupported' in answer) missing.set(peer.name, answer.unsupported);
      else times.get(peer.name)!.push(...answer.ms);
    }
  }
  const results = peers.map(({ name }) => {
    const why = missing.get(name);
    if (why !== undefined) return [name, { unsupported: why }] as const;
    const sorted = times.get(name)!.sort((a, b) => a - b);
    return [name, { ms: quantile(sorted, 0.5), spread: (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2 }] as const;
  });
  return { workload, results: Object.fromEntries(results) };
}
