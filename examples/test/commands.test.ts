/** The commands around the examples as a person uses them: flags, exit codes, Ctrl-C through every process that a command starts. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runner = fileURLToPath(new URL('../run.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs examples/run.ts against the sources, with whatever it starts in a group of its own; `interruptAt` sends the group what Ctrl-C sends once this text is printed. */
function command(args: readonly string[], interruptAt?: string): Promise<Ended> {
  const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', runner, ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  let sent = false;
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
    if (interruptAt === undefined || sent || !out.includes(interruptAt)) return;
    sent = true;
    // The line stands before the call of fit; a moment later it listens.
    setTimeout(() => process.kill(-child.pid!, 'SIGINT'), 1000);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

describe('npm run example', () => {
  test('first-network: learns, saves, loads in a new process, closes with PASS', async () => {
    const { code, out } = await command(['first-network', '--quick', '--json']);
    expect(out).toMatch(/^PASS first-network distance=0\.0\d+ bar=<=0\.05 seconds=[\d.]+$/m);
    expect(out).toMatch(/loaded in a new process, predictions agree/);
    expect(JSON.parse(/^\{.*\}$/m.exec(out)![0])).toMatchObject({ name: 'first-network', passed: true });
    expect(code).toBe(0);
  }, 120_000);
  test('a bar that is not reached: FAIL and code 1', async () => {
    const { code, out } = await command(['first-network', '--quick', '--epochs', '1']);
    expect(out).toMatch(/^FAIL first-network distance=/m);
    expect(code).toBe(1);
  }, 120_000);
  test('Ctrl-C: training ends, no verdict, code 130', async () => {
    const { code, out, err } = await command(['first-network', '--epochs', '10000000'], 'training on six pairs');
    expect(err).toMatch(/fit: interrupted by Ctrl-C; \d+ epochs are in the history/);
    expect(out).toMatch(/^STOPPED first-network: interrupted by Ctrl-C/m);
    expect(out).not.toMatch(/^(PASS|FAIL)/m);
    expect(code).toBe(130);
  }, 120_000);
  test.each([
    [['first-network', '--epochs', '0'], /--epochs must be an integer of at least 1; got 0/],
    [['first-network', '--seed', 'x'], /--seed must be an integer of at least 0; got x/],
    [['first-network', '--device', 'gpu'], /--device must be one of js, wasm; got gpu/],
    [['first-network', '--fast'], /Unknown option '--fast'/],
    [['second-network'], /^$/],
  ] as const)(
    '%j is refused with code 2',
    async (args, message) => {
      const { code, out, err } = await command(args);
      expect(err).toMatch(message);
      expect(out + err).toContain('Usage: npm run example -- ');
      expect(code).toBe(2);
    },
    120_000,
  );
});
