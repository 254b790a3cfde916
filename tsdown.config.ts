import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';

/** One build for every published package: ESM and declarations, one file an entry point of its package.json. Other packages stay imports. */
interface Manifest {
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const root = new URL('packages/', import.meta.url);

/** The entry points of the exports map, and the command's main file where there is one. */
function entriesOf(name: string, manifest: Manifest): Record<string, string> {
  const sources = Object.values(manifest.exports).map((e) => e.source);
  if (existsSync(new URL(`${name}/src/cli/main.ts`, root))) sources.push('./src/cli/main.ts');
  return Object.fromEntries(sources.map((source) => [source.replace('./src/', '').replace(/\.ts$/, ''), source]));
}

const configs: UserConfig[] = readdirSync(root).flatMap((name) => {
  const manifest = JSON.parse(readFileSync(new URL(`${name}/package.json`, root), 'utf8')) as Manifest;
  if (manifest.private) return [];
  return [
    {
      cwd: `packages/${name}`,
      entry: entriesOf(name, manifest),
      format: 'esm',
      platform: 'neutral',
      dts: { oxc: true },
      sourcemap: true,
      clean: true,
      hash: false,
      fixedExtension: true,
      // White space and comments go, names stay: loading is mostly parsing, and stack traces stay readable.
      minify: { compress: false, mangle: { toplevel: false, keepNames: true }, codegen: true },
      tsconfig: '../../tsconfig.json',
      logLevel: 'warn',
      deps: { neverBundle: [/^@millrace\//, /^millrace/, /^node:/, 'h5wasm', 'fflate', 'cli-progress', 'citty'] },
    },
  ];
});

export default defineConfig(configs);
