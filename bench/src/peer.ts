/** One peer in a process of its own: reads requests from standard input, runs them, answers with times in milliseconds. */
import { createInterface } from 'node:readline';
import type { Answer, Ready, Request, Workloads } from './protocol.ts';

interface PeerModule {
  /** Prepares the library; gives what is worth telling about its build. */
  start(backend: string): Promise<string | undefined>;
  readonly workloads: Workloads;
}

const [name] = process.argv.slice(2);

async function load(): Promise<PeerModule> {
  if (name === 'ours') return { start: async () => undefined, workloads: (await import('./ours/index.ts')).workloads };
  const file = name.startsWith('tfjs-') ? 'tfjs' : name;
  return (await import(new URL(`../peers/${file}.mjs`, import.meta.url).href)) as PeerModule;
}

async function timed(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

async function answer(workloads: Workloads, { workload, size, inFunction, warmMs, repeat, once }: Request): Promise<Answer> {
  const prepare = workloads[workload];
  if (!prepare) return { unsupported: 'not written for this peer' };
  try {
    const run = await prepare(size, inFunction);
    const begin = performance.now();
    const first = await run();
    const value = typeof first === 'number' ? first : undefined;
    if (once) return { ms: [performance.now() - begin], value };
    for (let i = 1; i < 2 || performance.now() - begin < warmMs; i++) await run();
    const ms: number[] = [];
    for (let i = 0; i < repeat; i++) ms.push(await timed(run));
    return { ms, value };
  } catch (error) {
    return { unsupported: String(error instanceof Error ? error.message : error).split('\n')[0] };
  }
}

async function begin(): Promise<Workloads> {
  const say = (ready: Ready): void => console.log(JSON.stringify(ready));
  try {
    const peer = await load();
    const about = await peer.start(name.split('-').at(-1) as string);
    say({ ready: true, about });
    return peer.workloads;
  } catch (error) {
    if (name === 'ours') throw error;
    say({ ready: false, missing: `${String(error).split('\n')[0]} (get it: npm ci --ignore-scripts in bench/peers)` });
    process.exit(0);
  }
}

const workloads = await begin();
for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(workloads, JSON.parse(line) as Request)));
