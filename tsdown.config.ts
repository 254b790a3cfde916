import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'tsdown';
import { arrowsAsFunctions } from './tools/build/arrows-as-functions.ts';
import { asciiStrings } from './tools/build/ascii-strings.ts';
import { exactNames } from './tools/build/exact-names.ts';
import { plainNamespaces } from './tools/build/plain-namespaces.ts';
import { startChunk } from './tools/build/start-chunk.ts';
import { startScript, writeCodeCache } from './tools/build/start-script.ts';

/**
 * One build for the one package that users install: the packages of the workspace are its parts. ESM and declarations, a file for each
 * entry of the exports map, and one more with everything that `import 'millrace'` loads (docs/decisions/0020).
 */
interface Manifest {
  readonly exports: Readonly<Record<string, { readonly source: string; readonly default: string }>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

const folder = 'packages/millrace';
const manifest = JSON.parse(readFileSync(new URL(`${folder}/package.json`, import.meta.url), 'utf8')) as Manifest;
const nameOf = (file: string): string => file.replace(/^.*\//, '').replace(/\.mjs$/, '');
const start = startChunk('millrace', fileURLToPath(new URL(`${folder}/src/index.ts`, import.meta.url)));

const shared: UserConfig = {
  entry: {
    ...Object.fromEntries(Object.values(manifest.exports).map((e) => [nameOf(e.default), `${folder}/${e.source}`])),
    cli: `${folder}/src/cli/main.ts`,
  },
  outDir: `${folder}/dist`,
  format: 'esm',
  platform: 'neutral',
  target: 'node20.19',
  hash: false,
  fixedExtension: true,
  tsconfig: './tsconfig.json',
  logLevel: 'warn',
  inputOptions: { resolve: { conditionNames: ['source', 'import', 'default'] } },
  deps: {
    neverBundle: [/^node:/, ...Object.keys(manifest.dependencies).map((name) => new RegExp(`^${name}(/|$)`))],
    alwaysBundle: [/^@millrace\//],
  },
};

export default defineConfig([
  // Two builds: one that had both would share a file of helpers between them, and every file costs time when a program starts.
  {
    ...shared,
    dts: false,
    clean: true,
    sourcemap: true,
    // White space and comments go, names stay: loading is mostly parsing, and stack traces stay readable.
    minify: { compress: false, mangle: { toplevel: false, keepNames: true }, codegen: true },
    plugins: [asciiStrings, start.plugin, plainNamespaces, arrowsAsFunctions, exactNames, startScript('millrace')],
    outputOptions: { codeSplitting: { groups: [start.group] } },
    hooks: { 'build:done': () => writeCodeCache(fileURLToPath(new URL(`${folder}/dist/`, import.meta.url)), 'millrace') },
  },
  { ...shared, clean: false, sourcemap: false, dts: { oxc: true, emitDtsOnly: true } },
]);
