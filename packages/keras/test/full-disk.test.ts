/**
 * A full disk, for real: a disk of 256 KiB in memory, mounted in a namespace of its own so that no privilege is needed and nothing is left behind; and, where
 * only POSIX is there, the largest size of a file that the shell allows (`ulimit -f`). The old file survives, the error has its class, no temporary file stays.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const fixture = fileURLToPath(new URL('./full-disk.fixture.ts', import.meta.url));

interface Report {
  readonly refused: Readonly<Record<string, { readonly name: string; readonly code: string; readonly message: string } | null>>;
  readonly same: boolean;
  readonly files: readonly string[];
  readonly prediction: unknown;
}

/** Whether this system has namespaces for users and mounts, and lets us use them. */
const hasNamespaces = process.platform === 'linux' && spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true']).status === 0;

/** Runs the fixture by a line of shell; `$0` is node, `$1` to `$5` its arguments, the last one the folder. */
function report(shell: string, extra: string): Report {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-disk-'));
  const script = ['-c', shell, process.execPath, '--conditions=source', '--import', 'tsx', fixture, folder, extra];
  const [command, args] = shell.includes('mount') ? ['unshare', ['--user', '--map-root-user', '--mount', 'sh', ...script]] : ['sh', script];
  return JSON.parse(execFileSync(command, args as string[], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })) as Report;
}

const full = { name: 'ResourceExhaustedError', code: 'disk-full' };

describe.skipIf(!hasNamespaces && !process.env.CI)('on a disk without room', () => {
  test('saves, checkpoints and logs raise ResourceExhaustedError, and the old files are as they were', () => {
    const { refused, same, files, prediction } = report('mount -t tmpfs -o size=256k tmpfs "$5" && exec "$0" "$@"', 'remount');
    expect(refused).toMatchObject({
      save: full,
      saveWeights: full,
      modelCheckpoint: full,
      csvLogger: full,
      readOnly: { name: 'PermissionDeniedError', code: 'permission' },
    });
    expect(refused.save?.message).toMatch(/^save: the disk is full: \S*model\.keras; nothing was written of \d+ bytes, and a file that was there is as it was/);
    expect({ same, files, prediction }).toEqual({ same: true, files: ['model.keras', 'model.weights.h5'], prediction: [[8]] });
  }, 120_000);
});

test.skipIf(process.platform === 'win32')(
  'above the largest size that the system allows for a file',
  () => {
    const { refused, same, files } = report('ulimit -f 512; exec "$0" "$@"', '');
    expect(refused).toMatchObject({ save: full, saveWeights: full, modelCheckpoint: full });
    expect({ same, files }).toEqual({ same: true, files: ['model.keras', 'model.weights.h5'] });
  },
  120_000,
);
