/** Executables on disk: hits that compile nothing, and folders and entries that are of no use. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Literal, type Program, plainHost, type TensorType } from '@millrace/ir';
import { parseModule } from '@millrace/ir/text';
import { drawLiteral, normal, Random } from '@millrace/testing';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { setDevice } from '../../devices/chain.ts';
import { EagerBuilder } from '../../eager/eager-builder.ts';
import { contiguous, Storage } from '../../memory/storage.ts';
import { compileProgram } from '../compile.ts';
import type { Executable } from '../executable.ts';
import { cachePath, executableCacheCounters } from './executable-cache.ts';
import { CacheFolder } from './folder.ts';

const builder = new EagerBuilder(plainHost);
const before = process.env.MILLRACE_CACHE;
const root = mkdtempSync(join(tmpdir(), 'millrace-executables-'));
let folder = '';
let count = 0;

beforeEach(() => {
  setDevice('wasm');
  folder = join(root, `cache${count++}`);
  process.env.MILLRACE_CACHE = folder;
});
afterEach(() => void vi.restoreAllMocks());
afterAll(() => {
  if (before === undefined) delete process.env.MILLRACE_CACHE;
  else process.env.MILLRACE_CACHE = before;
  rmSync(root, { recursive: true });
});

const text = (constant: string): string => `func.func @f(%x: tensor<64x32xf32>, %w: tensor<32x16xf32>) -> tensor<64x16xf32> {
  %c = stablehlo.constant dense<${constant}> : tensor<64x16xf32>
  %p = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<64x32xf32>, tensor<32x16xf32>) -> tensor<64x16xf32>
  %y = stablehlo.add %p, %c : tensor<64x16xf32>
  return %y : tensor<64x16xf32>
}`;
const programOf = (constant: string, padding = 0): Program => parseModule('\n'.repeat(padding) + text(constant)).functions[0].program;
const compile = (program: Program): Executable => compileProgram({ name: 'f', program, states: 0, writes: [] }, builder);
const random = new Random(3);
const args: readonly Literal[] = programOf('0.5').arguments.map(({ type }) =>
  drawLiteral(normal(), random, (type as TensorType).element, (type as TensorType).shape as number[]),
);
const run = (executable: Executable): readonly number[] => {
  const inputs = args.map(({ type, data }) => ({ type, storage: new Storage(data, null, 0, true) }));
  const [{ type, storage }] = executable.run([], inputs);
  return [...(contiguous(storage, type) as Float32Array)];
};
const files = (): string[] => readdirSync(join(folder, 'executables'));
const fileOf = (index: number): string => join(folder, 'executables', files()[index]);
const warnings = (): string[] => {
  const lines: string[] = [];
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(line));
  return lines;
};
/** What happened in the cache while `body` ran. */
function changes(body: () => void): Readonly<Record<string, number>> {
  const start = executableCacheCounters();
  body();
  const end = executableCacheCounters();
  return { hits: end.hits - start.hits, misses: end.misses - start.misses, stored: end.stored - start.stored };
}

describe('the cache of executables', () => {
  test('gives what was stored, with the same bits and the lines of the program at hand', () => {
    let want: readonly number[] = [];
    expect(changes(() => void (want = run(compile(programOf('0.5')))))).toEqual({ hits: 0, misses: 1, stored: 1 });
    const moved = programOf('0.5', 40);
    let executable: Executable | undefined;
    expect(changes(() => void (executable = compile(moved)))).toEqual({ hits: 1, misses: 0, stored: 0 });
    expect(run(executable as Executable)).toEqual(want);
    expect((executable as Executable).listing()).toMatch(/module.mlir:4\d:/);
    expect((executable as Executable).code()).toContain('(export "k0")');
    expect((executable as Executable).spec.program.results.map((r) => String(r.type))).toEqual(['tensor<64x16xf32>']);
  });
  test('tells programs, devices and options apart', () => {
    const options = [{}, { threads: 1 }, { threads: 3 }, { threads: 3, sharedFrom: 1 }, { without: ['fuse-pointwise'] }];
    const programs = [programOf('0.5'), programOf('0.25')];
    const compileAll = (): void => {
      for (const device of ['js', 'wasm']) {
        setDevice(device);
        for (const program of programs) for (const o of options) compileProgram({ name: 'f', program, states: 0, writes: [] }, builder, o);
      }
    };
    const first = changes(compileAll);
    expect(first.stored).toBe(first.misses);
    expect(files().length).toBe(first.stored);
    // the number of processors may be one of the numbers of threads
    expect(first.stored).toBeGreaterThanOrEqual(2 * 2 * 3);
    expect(changes(compileAll)).toEqual({ hits: 20, misses: 0, stored: 0 });
  });
  test('is off where MILLRACE_CACHE says so, and off from sources where it says nothing', () => {
    process.env.MILLRACE_CACHE = 'off';
    expect(cachePath()).toBeNull();
    delete process.env.MILLRACE_CACHE;
    expect(cachePath()).toBeNull();
    expect(changes(() => void compile(programOf('0.5')))).toEqual({ hits: 0, misses: 0, stored: 0 });
  });
});

describe('entries and folders of no use', () => {
  const damages: Readonly<Record<string, (file: string) => void>> = {
    'an empty file': (file) => truncateSync(file, 0),
    'a file that was cut off': (file) => truncateSync(file, 1000),
    'a byte that was changed': (file) => {
      const bytes = readFileSync(file);
      bytes[bytes.length >> 1] ^= 4;
      writeFileSync(file, bytes);
    },
    'bytes of nobody': (file) => writeFileSync(file, Buffer.alloc(4096, 0x5a)),
    'the entry of another program': (file) => {
      const other = join(root, 'other');
      process.env.MILLRACE_CACHE = other;
      compile(parseModule(text('0.5').replaceAll('64x', '48x')).functions[0].program);
      process.env.MILLRACE_CACHE = folder;
      writeFileSync(file, readFileSync(join(other, 'executables', readdirSync(join(other, 'executables'))[0])));
    },
    'a folder in its place': (file) => {
      rmSync(file);
      mkdirSync(file);
    },
    'a link to itself': (file) => {
      rmSync(file);
      symlinkSync(file, file);
    },
  };
  test.each(Object.keys(damages))('%s: compiled again, one warning', (name) => {
    const lines = warnings();
    const want = run(compile(programOf('0.5')));
    damages[name](fileOf(0));
    for (let i = 0; i < 3; i++) expect(run(compile(programOf('0.5')))).toEqual(want);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/the cache of executables in .* is of no use for a program, which is compiled instead: /);
  });
  test('a damaged entry is replaced', () => {
    warnings();
    compile(programOf('0.5'));
    truncateSync(fileOf(0), 100);
    expect(changes(() => void compile(programOf('0.5')))).toMatchObject({ hits: 0, stored: 1 });
    expect(changes(() => void compile(programOf('0.5')))).toMatchObject({ hits: 1, stored: 0 });
  });
  test('a folder that cannot be made or written to: one warning', () => {
    const lines = warnings();
    writeFileSync(join(root, 'a file'), '');
    for (const path of [join(root, 'a file'), '/proc/millrace']) {
      process.env.MILLRACE_CACHE = path;
      for (const constant of ['0.5', '0.25']) expect(run(compile(programOf(constant))).length).toBe(64 * 16);
    }
    expect(lines).toHaveLength(2);
  });
});

describe('a folder', () => {
  const limits = { fileBytes: 1000, totalBytes: 3000 };
  const bytes = (size: number): Uint8Array => new Uint8Array(size).fill(size);
  test('keeps what was used last, and nothing that is too large', () => {
    const place = new CacheFolder(join(folder, 'executables'), limits);
    expect(place.write('large', bytes(1001))).toBe(false);
    for (let i = 0; i < 5; i++) {
      expect(place.write(`e${i}`, bytes(900))).toBe(true);
      const then = new Date(Date.now() - 1000 * (100 - i));
      utimesSync(join(folder, 'executables', `e${i}.mrx`), then, then);
    }
    expect(place.read('e0')).toEqual(bytes(900));
    expect(place.read('none')).toBeNull();
    // a new process looks at the folder when it first writes
    new CacheFolder(place.path, limits).write('new', bytes(800));
    expect(files().sort()).toEqual(['e0.mrx', 'new.mrx']);
  });
  test('loses what a writer left behind an hour ago, and no other file', () => {
    const place = new CacheFolder(join(folder, 'executables'), limits);
    place.write('a', bytes(8));
    const then = new Date(Date.now() - 2 * 3_600_000);
    for (const name of ['a.1.x.tmp', 'b.2.y.tmp', 'notes.txt']) writeFileSync(join(place.path, name), 'x');
    for (const name of ['a.1.x.tmp', 'notes.txt']) utimesSync(join(place.path, name), then, then);
    new CacheFolder(place.path, limits).write('c', bytes(8));
    expect(files().sort()).toEqual(['a.mrx', 'b.2.y.tmp', 'c.mrx', 'notes.txt']);
  });
  test('gives whole files to readers while others write', async () => {
    const { Worker } = await import('node:worker_threads');
    const path = join(folder, 'executables');
    mkdirSync(path, { recursive: true });
    // what CacheFolder.write does, in plain JavaScript for a worker without a loader
    const source = `const { writeFileSync, renameSync } = require('node:fs');
      const { path, mark } = require('node:worker_threads').workerData;
      for (let i = 0; i < 400; i++) {
        const part = path + '/k.' + mark + '.' + i + '.tmp';
        writeFileSync(part, new Uint8Array(200 + 100 * mark).fill(mark));
        renameSync(part, path + '/k.mrx');
      }`;
    const writers = [1, 2, 3].map((mark) => new Worker(source, { eval: true, workerData: { path, mark }, execArgv: [] }));
    const done = Promise.all(writers.map((w) => new Promise((resolve) => w.on('exit', resolve))));
    const place = new CacheFolder(path, limits);
    let isDone = false;
    void done.then(() => (isDone = true));
    let reads = 0;
    while (!isDone) {
      const found = place.read('k');
      if (found) {
        reads++;
        const [mark] = found;
        expect(found).toEqual(new Uint8Array(200 + 100 * mark).fill(mark));
      }
      place.write('k', new Uint8Array(600).fill(4));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(reads).toBeGreaterThan(10);
    expect(files()).toEqual(['k.mrx']);
  });
});
