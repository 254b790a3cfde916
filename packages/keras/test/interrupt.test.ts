/** Ctrl-C and kill, for real: signals to a process that trains or saves. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { models } from '@millrace/keras';
import { describe, expect, test } from 'vitest';

const fixture = fileURLToPath(new URL('./interrupt.fixture.ts', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  /** Settles when the process says that it is ready. */
  readonly ready: Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly out: string; readonly err: string }>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', fixture, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => (out += String(chunk)).includes('ready') && resolve());
    child.on('exit', () => reject(new Error(`ended before it was ready: ${err}`)));
  });
  const ended = new Promise<Awaited<Run['ended']>>((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out, err })));
  return { child, ready, ended };
}
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('Ctrl-C in fit', () => {
  test('ends training, keeps history and model, says so, and the process ends with 130', async () => {
    const { child, ready, ended } = run('fit');
    await ready;
    await pause(500);
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    const { epochs, losses, shape } = JSON.parse(out.trim().split('\n').at(-1)!) as { epochs: number; losses: number; shape: number[] };
    expect(code).toBe(130);
    expect(err).toMatch(new RegExp(`^fit: interrupted by Ctrl-C; (1 epoch is|${epochs} epochs are) in the history$`, 'm'));
    expect(epochs).toBeGreaterThan(0);
    expect({ losses, shape }).toEqual({ losses: epochs, shape: [64, 1] });
  }, 60_000);
  test('twice ends the process at once', async () => {
    const { child, ready, ended } = run('stubborn');
    await ready;
    await pause(300);
    child.kill('SIGINT');
    await pause(300);
    child.kill('SIGINT');
    const began = performance.now();
    expect(await ended).toMatchObject({ code: 130, out: 'ready\n' });
    expect(performance.now() - began).toBeLessThan(20_000);
  }, 60_000);
});

/** What a whole file says: ones were saved, or zeros. */
async function savedValue(path: string): Promise<number> {
  const [kernel] = (await models.loadModel(path)).getWeights();
  const values = kernel.dataSync() as Float32Array;
  expect(values).toHaveLength(400_000);
  expect(values.every((v) => v === values[0])).toBe(true);
  return values[0];
}

describe('a save that is killed', () => {
  test.each(['SIGINT', 'SIGKILL'] as const)(
    '%s at any moment leaves a whole file, the old one or the new',
    async (signal) => {
      const path = join(mkdtempSync(join(tmpdir(), 'millrace-kill-')), 'model.keras');
      for (let round = 0; round < 2; round++) {
        const { child, ready, ended } = run('save', path);
        await ready;
        await pause(60 * round);
        child.kill(signal);
        expect((await ended).signal).toBe(signal);
        expect([0, 1]).toContain(await savedValue(path));
      }
      // What was being written may lie beside it; it never has the name of a model.
      expect(readdirSync(join(path, '..')).filter((f) => f.endsWith('.keras'))).toEqual(['model.keras']);
    },
    120_000,
  );
});
