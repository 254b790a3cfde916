/** The start file in Node: V8's code of it is used, and whatever is wrong with that code, the package loads and computes. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const built = fileURLToPath(new URL('../', import.meta.url));
/** A copy of the built package, to damage. */
let copy: string;
const cache = (): string => join(copy, 'dist/millrace.cache');

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'millrace-start-'));
  cpSync(join(built, 'package.json'), join(copy, 'package.json'));
  cpSync(join(built, 'dist'), join(copy, 'dist'), { recursive: true, filter: (path) => !/\.map$|\.mts$|\/app$/.test(path) });
  symlinkSync(join(built, '../../node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

/** Runs a program in which `tf` is the copy, with flags for node. */
function run(program: string, flags: readonly string[] = []): string {
  const start = `import { startScript } from ${JSON.stringify(pathToFileURL(join(copy, 'dist/millrace-node.mjs')).href)};
    import * as tf from ${JSON.stringify(pathToFileURL(join(copy, 'dist/index.mjs')).href)};\n`;
  return execFileSync(process.execPath, [...flags, '--input-type=module', '-'], {
    input: start + program,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  }).trim();
}
const computes = 'console.log(startScript.cachedDataRejected, tf.grad((x) => tf.multiply(x, tf.square(x)))(tf.constant(2)).item());';

test("V8's code is accepted by the node that built it", () => expect(run(computes)).toBe('false 12'));
test('what loads later loads, without a warning', () => {
  const later =
    "const f = tf.function((x) => tf.add(x, 1)); console.log((await f.getConcreteFunction(tf.constant(1)).compilerIr({ stage: 'stablehlo' })).includes('stablehlo.add'));";
  expect(run(`process.on('warning', (w) => console.log(w.message));\n${later}`)).toBe('true');
});
test('with flags that change the code it is rejected', () => expect(run(computes, ['--no-lazy-feedback-allocation'])).toBe('true 12'));

// V8 checks version, flags and lengths, not each byte: the file is code, as the one beside it is.
test('code that is cut, empty or of another version is rejected', () => {
  const whole = readFileSync(cache());
  const damages: ((bytes: Buffer) => Buffer)[] = [
    (b) => b.subarray(0, 0),
    (b) => b.subarray(0, 10),
    (b) => b.subarray(0, b.length >> 1),
    (b) => b.subarray(0, b.length - 1),
    (b) => b.fill(0),
    ...[0, 5, 9, 14].map((place) => (b: Buffer) => {
      b[place] ^= 1 << (place % 8);
      return b;
    }),
  ];
  try {
    for (const damage of damages) {
      writeFileSync(cache(), damage(Buffer.from(whole)));
      expect(run(computes)).toBe('true 12');
    }
    rmSync(cache());
    expect(run(computes)).toBe('undefined 12');
  } finally {
    writeFileSync(cache(), whole);
  }
}, 120_000);

test('inside a context of its own the code belongs to that context', () => {
  const program = `
    import { readFileSync } from 'node:fs';
    import { fileURLToPath } from 'node:url';
    import vm from 'node:vm';
    const context = vm.createContext({ console, process, performance, URL, TextEncoder, TextDecoder, structuredClone });
    const files = new Map();
    async function load(specifier, from) {
      const url = specifier === '#start' ? new URL('./millrace-node.mjs', from).href : specifier.startsWith('node:') ? specifier : new URL(specifier, from).href;
      if (files.has(url)) return files.get(url);
      let module;
      if (url.startsWith('node:')) {
        const found = await import(url);
        module = new vm.SyntheticModule(Object.keys(found), function () { for (const key of Object.keys(found)) this.setExport(key, found[key]); }, { context });
      } else
        module = new vm.SourceTextModule(readFileSync(fileURLToPath(url), 'utf8'), { context, identifier: url, initializeImportMeta: (meta) => { meta.url = url; } });
      files.set(url, module);
      await module.link((next) => load(next, url));
      return module;
    }
    const index = await load(${JSON.stringify(pathToFileURL(join(copy, 'dist/index.mjs')).href)}, 'file:///');
    await index.evaluate();
    const data = index.namespace.add(index.namespace.tensor([1, 2]), 1).dataSync();
    console.log(data instanceof vm.runInContext('Float32Array', context), data instanceof Float32Array, Array.from(data).join());
  `;
  const output = execFileSync(process.execPath, ['--no-warnings', '--experimental-vm-modules', '--input-type=module', '-'], {
    input: program,
    encoding: 'utf8',
  });
  expect(output.trim()).toBe('true false 2,3');
});
