import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';

/** One build for every published package: ESM and declarations, one file an entry point of its package.json. Other packages stay imports. */
interface Manifest {
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
}

const root = new URL('packages/', import.meta.url);

function entriesOf(manifest: Manifest): Record<string, string> {
  const entries = Object.values(manifest.exports).map((e) => e.source);
  const commands = Object.values(manifest.bin ?? {}).map((file) => file.replace('./dist/', './src/').replace('.mjs', '.ts'));
  return Object.fromEntries([...entries, ...commands].map((source) => [source.replace('./src/', '').replace(/\.ts$/, ''), source]));
}

const configs: UserConfig[] = readdirSync(root).flatMap((name) => {
  const manifest = JSON.parse(readFileSync(new URL(`${name}/package.json`, root), 'utf8')) as Manifest;
  if (manifest.private) return [];
  return [
    {
      cwd: `packages/${name}`,
      entry: entriesOf(manifest),
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
