/** Kills processes that write summaries, and looks at what is in their files. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readRecords } from '@millrace/formats';
import { decodeEvent } from '@millrace/formats/protobuf';
import { build } from 'esbuild';
import { expect } from 'vitest';

/** Writes steps 0, 1, 2 … without end, flushes after each seventh, and prints the number of each step that is flushed. */
const program = `import { encodeTensorEvent } from '@millrace/formats';
  import { EventFileWriter } from './index.ts';
  const writer = new EventFileWriter(process.argv[2]);
  for (let step = 0; ; step++) {
    writer.add(encodeTensorEvent({ wallTime: 1, step: BigInt(step), tag: 'x', tensor: { dtype: 'float32', shape: [], values: Float32Array.of(step) } }));
    if (step % 7 === 0) {
      await writer.flush();
      process.stdout.write(step + '\\n');
    }
  }`;

/** Starts a writer and kills it `wait` milliseconds after its first flush. The last step that it said was flushed. */
function runAndKill(script: string, dir: string, wait: number): Promise<number> {
  const child = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  return new Promise((done) => {
    child.stdout.on('data', (text: Buffer) => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), wait);
      output += text;
    });
    child.on('close', () => done(Number(output.split('\n').at(-2))));
  });
}

async function stepsIn(dir: string): Promise<number[]> {
  const steps: number[] = [];
  for await (const item of readRecords([readFileSync(join(dir, readdirSync(dir)[0]))])) {
    if (item.kind === 'record') steps.push(Number(decodeEvent(item.data).step));
  }
  return steps.slice(1);
}

/** Kills a writer after each of these times in milliseconds, four at a time; every step that was flushed must be in its file, in order. */
export async function checkKilledWriters(moments: readonly number[]): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'millrace-killed-'));
  const script = join(root, 'writer.mjs');
  const resolveDir = resolve(import.meta.dirname, '../src/writer');
  await build({
    stdin: { contents: program, resolveDir, loader: 'ts' },
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['source'],
    logLevel: 'error',
  });
  const waiting = [...moments.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const dir = join(root, String(next[0]));
      const flushed = await runAndKill(script, dir, next[1]);
      const steps = await stepsIn(dir);
      expect(steps.length).toBeGreaterThan(flushed);
      expect(steps).toEqual(steps.map((_, i) => i));
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}
