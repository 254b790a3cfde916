import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import MagicString from 'magic-string';
import type { Rolldown } from 'tsdown';
import { nodesOf, type SyntaxNode } from './syntax.ts';

type Specifier = SyntaxNode & { readonly local: { readonly name: string }; readonly exported: { readonly name: string } };
type Declaration = SyntaxNode & {
  readonly source?: { readonly value: string } | null;
  readonly specifiers: readonly (Specifier & { readonly imported?: { readonly name: string } })[];
};

interface Script {
  /** An expression: the function of the file's body, which gives an object of its exports. */
  readonly text: string;
  /** The import declarations that were in the file, and the local names that they bind. */
  readonly imports: readonly string[];
  readonly parameters: readonly string[];
  readonly exports: readonly string[];
}

/**
 * A module as a function, for `vm.Script`: what it imported at once are parameters, as are `import()` and `import.meta`, and what
 * it exported is returned. A script's own `import()` does not work where it comes from the code cache (Node 20).
 */
export function scriptOf(code: string, parse: Rolldown.PluginContext['parse']): Script {
  const written = new MagicString(code);
  const [imports, parameters, exports]: string[][] = [[], ['__meta', '__import'], []];
  for (const node of nodesOf(parse(code), ({ type }) => type !== 'ExportNamedDeclaration')) {
    if (node.type === 'ImportDeclaration') {
      imports.push(code.slice(node.start, node.end));
      parameters.push(...(node as Declaration).specifiers.map((s) => s.local.name));
      written.remove(node.start, node.end);
    } else if (node.type === 'MetaProperty' && code.startsWith('import', node.start)) written.overwrite(node.start, node.end, '__meta');
    else if (node.type === 'ImportExpression') written.overwrite(node.start, node.start + 'import'.length, '__import');
    else if (node.type === 'ExportNamedDeclaration') {
      const { specifiers, source } = node as Declaration;
      if (source) throw new Error('the start file exports names of another file: it cannot be written as a script');
      exports.push(...specifiers.map((s) => s.exported.name));
      written.overwrite(node.start, node.end, `return { ${specifiers.map((s) => `${s.exported.name}: ${s.local.name}`).join(', ')} };`);
    }
  }
  return { text: `(function (${parameters.join(', ')}) { 'use strict'; ${written.toString()}\n})`, imports, parameters, exports };
}

// In parts: the loader of tsdown's configuration writes its own place for these words, also inside of strings.
const here = ['import', 'meta'].join('.');
const url = `${here}.url`;

/** The module that stands for the start file in Node. */
const loader = ({ imports, parameters, exports }: Script, script: string, cache: string): string => `${imports.join('\n')}
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInThisContext, Script } from 'node:vm';
// V8's code of the script, made by the build. Another version of V8 rejects it and compiles the script as it would any other.
const filename = fileURLToPath(new URL('./${script}', ${url}));
const cache = fileURLToPath(new URL('./${cache}', ${url}));
const source = readFileSync(filename, 'latin1');
const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
/** For the build, which keeps what V8 has compiled. */
export const startScript = new Script(source, { filename, cachedData });
// Inside a context of its own, as in some test runners, the code must belong to that context.
const run = runInThisContext('globalThis') === globalThis ? startScript.runInThisContext() : (0, eval)(source);
const { ${exports.map((name) => `${name}: ${name}$`).join(', ')} } = run(${[here, '(name) => import(name)', ...parameters.slice(2)].join(', ')});
export { ${exports.map((name) => `${name}$ as ${name}`).join(', ')} };
`;

/** Names of the files beside the start file `NAME.mjs`. */
const names = (name: string): { script: string; loader: string; cache: string } => ({
  script: `${name}.js`,
  loader: `${name}-node.mjs`,
  cache: `${name}.cache`,
});

/**
 * Writes the start file a second time, as a script, and a module that runs it from V8's code cache; other files import either as `#start`,
 * by condition (package.json). Compiling was half of the time of `import 'millrace'`, and Node 20 has no cache for modules.
 */
export const startScript = (name: string): Rolldown.Plugin => ({
  name: 'start-script',
  generateBundle(_options, bundle) {
    const file = names(name);
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      if (chunk.fileName !== `${name}.mjs`) {
        chunk.code = chunk.code.replaceAll(`"./${name}.mjs"`, '"#start"');
        continue;
      }
      const script = scriptOf(chunk.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, ''), this.parse.bind(this));
      this.emitFile({ type: 'asset', fileName: file.script, source: script.text });
      this.emitFile({ type: 'asset', fileName: file.loader, source: loader(script, file.script, file.cache) });
    }
  },
});

/** Loads the built start file once, in a process without flags, and keeps what V8 has compiled until then. */
export function writeCodeCache(folder: string, name: string): void {
  const file = names(name);
  const program = `import { renameSync, writeFileSync } from 'node:fs';
    import { startScript } from ${JSON.stringify(pathToFileURL(join(folder, file.loader)).href)};
    const cache = ${JSON.stringify(join(folder, file.cache))};
    writeFileSync(cache + '.new', startScript.createCachedData());
    renameSync(cache + '.new', cache);`;
  execFileSync(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '' } });
}
