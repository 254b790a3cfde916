/** The built packages offer what their sources offer, also after a bundler has dropped what it believes unused. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as compiler from '@millrace/compiler';
import * as core from '@millrace/core';
import * as datasets from '@millrace/datasets';
import * as formats from '@millrace/formats';
import * as ir from '@millrace/ir';
import * as keras from '@millrace/keras';
import * as runtime from '@millrace/runtime';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
/** Runs a module, given as text, against the built packages. */
const run = (program: string): string => execFileSync(process.execPath, ['--input-type=module', '-'], { cwd: here, input: program, encoding: 'utf8' });

/** Names of everything that a module offers: exports with their functions' own names, members of exported namespaces, methods of classes. Text of it also runs outside. */
function surfaceOf(module: object): string[] {
  const names: string[] = [];
  for (const [name, value] of Object.entries(module) as [string, unknown][]) {
    names.push(typeof value === 'function' ? `${name} is ${value.name}` : name);
    const isClass = typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
    if (isClass) for (const method of Object.getOwnPropertyNames(value.prototype)) names.push(`${name}#${method}`);
    else if (Object.prototype.toString.call(value) === '[object Module]')
      for (const [member, inner] of Object.entries(value as object)) names.push(`${name}.${member}${typeof inner === 'function' ? ` is ${inner.name}` : ''}`);
  }
  return names.sort();
}

test.each(Object.entries({ compiler, core, datasets, formats, ir, keras, runtime }))(
  'millrace/%s, built, has the exports and methods of its source',
  (name, source) => {
    const built: unknown = JSON.parse(
      run(`import * as module from 'millrace/${name}';\n${surfaceOf.toString()}\nprocess.stdout.write(JSON.stringify(surfaceOf(module)));`),
    );
    expect(built).toEqual(surfaceOf(source));
  },
);

// The package.json files say which modules act when they are loaded. Were one missing, a bundler would drop it, and methods with it.
test.each(['source', 'default'])('a bundle of two functions (condition %s) keeps the methods and eager execution', async (condition) => {
  const program = `import { add, tensor } from 'millrace/core';
    const x = add(tensor([1, 2]), tensor([3, 4]));
    console.log(Array.from(x.square().dataSync()).join(), typeof x.matmul);`;
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: here },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    conditions: [condition],
    logLevel: 'silent',
  });
  expect(run(outputFiles[0].text)).toBe('16,36 function\n');
});
