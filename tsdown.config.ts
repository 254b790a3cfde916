import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type Rolldown, type UserConfig } from 'tsdown';

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

const escapeOf = (c: string): string => `\\u{${c.codePointAt(0)!.toString(16)}}`;
/** A template literal with this value, in printable ASCII. */
const asTemplate = (text: string): string => `\`${text.replace(/[\\`]|\$\{/g, '\\$&').replace(/[^ -~]/gu, escapeOf)}\``;

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly value?: unknown;
}

function* literalsOf(node: unknown): Generator<SyntaxNode> {
  if (typeof node !== 'object' || node === null) return;
  const { type } = node as SyntaxNode;
  if (type === 'TemplateElement' || type === 'Literal') yield node as SyntaxNode;
  else for (const child of Object.values(node)) yield* literalsOf(child);
}

/**
 * Writes the strings of a module in ASCII. One character beyond Latin-1 makes V8 keep and scan a whole file at two bytes a character.
 * Strings become template literals, whose escapes the code generator keeps. Lines stay, so the source map stays right.
 */
const asciiStrings: Rolldown.Plugin = {
  name: 'ascii-strings',
  transform(code, id) {
    if (!/[^\0-\x7f]/.test(code) || !id.endsWith('.ts')) return null;
    const parts: string[] = [];
    let end = 0;
    for (const node of literalsOf(this.parse(code, { lang: 'ts' }))) {
      const text = code.slice(node.start, node.end);
      if (!/[^\0-\x7f]/.test(text)) continue;
      parts.push(code.slice(end, node.start), typeof node.value === 'string' ? asTemplate(node.value) : text.replace(/[^\0-\x7f]/gu, escapeOf));
      end = node.end;
    }
    return { code: parts.join('') + code.slice(end), map: null };
  },
};

const configs: UserConfig[] = readdirSync(root).flatMap((name) => {
  const manifest = JSON.parse(readFileSync(new URL(`${name}/package.json`, root), 'utf8')) as Manifest;
  if (manifest.private) return [];
  const shared: UserConfig = {
    cwd: `packages/${name}`,
    entry: entriesOf(name, manifest),
    format: 'esm',
    platform: 'neutral',
    sourcemap: true,
    clean: true,
    hash: false,
    fixedExtension: true,
    // White space and comments go, names stay: loading is mostly parsing, and stack traces stay readable.
    minify: { compress: false, mangle: { toplevel: false, keepNames: true }, codegen: true },
    plugins: [asciiStrings],
    tsconfig: '../../tsconfig.json',
    logLevel: 'warn',
    deps: { neverBundle: [/^@millrace\//, /^millrace/, /^node:/, 'h5wasm', 'fflate', 'cli-progress', 'citty'] },
  };
  return [
    // Two builds: one that had both would share a file of helpers between them, and every file costs time when a program starts.
    { ...shared, dts: false },
    { ...shared, clean: false, sourcemap: false, dts: { oxc: true, emitDtsOnly: true } },
  ];
});

export default defineConfig(configs);
