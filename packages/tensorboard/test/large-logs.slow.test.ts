/** 50 million points: 100 runs of 50 tags of 10,000 steps. The page comes soon, the memory stays small. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { summary } from '../src/index.ts';

const [runs, tags, steps] = [100, 50, 10_000];
const root = mkdtempSync(join(tmpdir(), 'millrace-large-'));

/** One run is written, the others are copies of its file: what is read is the same amount. */
beforeAll(async () => {
  const writer = summary.createFileWriter(join(root, 'run000'), { maxQueue: 100_000 });
  writer.asDefault(() => {
    for (let step = 0; step < steps; step++)
      for (let tag = 0; tag < tags; tag++) summary.scalar(`group${tag % 5}/tag${tag}`, Math.sin(step / 100 + tag), { step });
  });
  await writer.close();
  for (let run = 1; run < runs; run++) {
    const folder = join(root, `run${String(run).padStart(3, '0')}`);
    mkdirSync(folder);
    copyFileSync(writer.events!.path!, join(folder, 'events.out.tfevents.1.copy'));
  }
  console.log(`${((runs * statSync(writer.events!.path!).size) / 2 ** 20).toFixed(0)} MiB`);
}, 600_000);
afterAll(() => rmSync(root, { recursive: true }));

interface Facts {
  readonly url: string;
}

test('first answers within 3 s, all read within 1 GB', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=source', resolve(import.meta.dirname, 'serve.ts'), root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let text = '';
    const facts = await new Promise<Facts>((done) => {
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('\n')) done(JSON.parse(text.split('\n')[0]) as Facts);
      });
    });
    const ask = async (path: string): Promise<unknown> => (await fetch(`${facts.url}data/${path}`)).json();
    // What the page asks for at first, while the files are being read.
    const began = performance.now();
    for (const path of ['environment', 'progress', 'plugins_listing', 'runs', 'plugin/scalars/tags']) await ask(path);
    const first = performance.now() - began;
    let progress = (await ask('progress')) as { loaded: boolean };
    while (!progress.loaded) {
      await new Promise((done) => setTimeout(done, 1000));
      progress = (await ask('progress')) as { loaded: boolean };
    }
    const read = performance.now() - began;
    const memory = (await (await fetch(`${facts.url}data/plugin/memory/peak`)).json()) as { peakBytes: number };
    const form = new FormData();
    form.set('tag', 'group0/tag0');
    for (let run = 0; run < runs; run++) form.append('runs', `run${String(run).padStart(3, '0')}`);
    const asked = performance.now();
    const answer = (await (await fetch(`${facts.url}data/plugin/scalars/scalars_multirun`, { method: 'POST', body: form })).json()) as Record<
      string,
      number[][]
    >;
    const chart = performance.now() - asked;
    console.log(
      `first answers ${first.toFixed(0)} ms, read ${(read / 1000).toFixed(1)} s, a chart of 100 runs ${chart.toFixed(0)} ms, peak ${(memory.peakBytes / 2 ** 20).toFixed(0)} MiB`,
    );
    expect(Object.keys(answer)).toHaveLength(runs);
    for (const rows of Object.values(answer)) expect([rows[0][1], rows[rows.length - 1][1]]).toEqual([0, steps - 1]);
    expect(first).toBeLessThan(3000);
    expect(chart).toBeLessThan(3000);
    expect(memory.peakBytes).toBeLessThan(2 ** 30);
  } finally {
    child.kill();
  }
}, 900_000);
