/** One peer in a process of its own: reads requests from standard input, runs them, answers with times in milliseconds. */
import { createInterface } from 'node:readline';
import type { Answer, Request, Workloads } from './protocol.ts';

const [name] = process.argv.slice(2);

async function load(): Promise<Workloads> {
  if (name.startsWith('tfjs-')) {
    const tfjs = (await import(new URL('../peers/tfjs.mjs', import.meta.url).href)) as { start(backend: string): Promise<void>; workloads: Workloads };
    await tfjs.start(name.slice('tfjs-'.length));
    return tfjs.workloads;
  }
  return (await import('./ours.ts')).workloads;
}

async function answer(workloads: Workloads, { workload, size, warmMs, repeat }: Request): Promise<Answer> {
  const prepare = workloads[workload];
  if (!prepare) return { unsupported: 'no such workload' };
  try {
    const run = await prepare(size);
    const begin = performance.now();
    for (let i = 0; i < 2 || performance.now() - begin < warmMs; i++) await run();
    const ms: number[] = [];
    for (let i = 0; i < repeat; i++) {
      const start = performance.now();
      await run();
      ms.push(performance.now() - start);
    }
    return { ms };
  } catch (error) {
    return { unsupported: String(error instanceof Error ? error.message : error).split('\n')[0] };
  }
}

const workloads = await load();
console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(workloads, JSON.parse(line) as Request)));
