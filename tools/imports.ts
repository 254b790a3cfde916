/** Checks the direction of imports: which package may import which, no deep imports, no cycles between files. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

interface ImportRule {
  readonly from: string;
  readonly to: readonly string[];
}
interface ImportDebt {
  readonly from: string;
  readonly to: string;
  readonly until: string;
  readonly issue: number;
}

/** A package may import those listed, and nothing else of the project. */
export const allowed: readonly ImportRule[] = [
  { from: 'ir', to: [] },
  { from: 'formats', to: [] },
  { from: 'compiler', to: ['ir'] },
  { from: 'runtime', to: ['ir', 'compiler'] },
  { from: 'core', to: ['ir', 'compiler', 'runtime', 'formats'] },
  { from: 'datasets', to: ['ir', 'core', 'formats'] },
  { from: 'tensorboard', to: ['ir', 'core', 'formats'] },
  // The writer only, for the callback: neither the server nor the page.
  { from: 'keras', to: ['ir', 'core', 'formats', 'tensorboard/writer'] },
  { from: 'millrace', to: ['ir', 'compiler', 'runtime', 'core', 'formats', 'datasets', 'keras', 'tensorboard'] },
  { from: 'testing', to: ['ir', 'core', 'keras', 'compiler', 'runtime'] },
  { from: 'conformance', to: ['ir', 'compiler', 'runtime'] },
  { from: 'bench', to: ['millrace', 'ir', 'core', 'keras', 'compiler', 'runtime'] },
  { from: 'examples', to: ['millrace'] },
];

/** What tests, cases and benches may import besides what their package may. */
const testsMayImport: readonly string[] = ['testing', 'ir', 'core'];

/** Exceptions, each with the reason it will end. */
export const debt: readonly ImportDebt[] = [];

const root = fileURLToPath(new URL('..', import.meta.url));
const isTest = (file: string): boolean => /\.(test|cases|bench)\.ts$/.test(file) || file.includes('/test/');

function* filesOf(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesOf(path);
    else if (/\.ts$/.test(entry.name)) yield path;
  }
}

const packageOf = (file: string): string => {
  const parts = relative(root, file).split('/');
  return parts[0] === 'packages' ? parts[1] : parts[0];
};

interface Import {
  readonly specifier: string;
  /** Types vanish when the program runs, so they make no cycle. */
  readonly typeOnly: boolean;
}

function importsOf(text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const found: Import[] = [];
  const statement =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([^;'"]*?)from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g;
  for (const [, typeWord, names, from, dynamic, bare] of code.matchAll(statement)) {
    const specifier = from ?? dynamic ?? bare;
    const list = /\{([^}]*)\}/.exec(names ?? '')?.[1];
    const allTypes = list !== undefined && list.trim() !== '' && list.split(',').every((n) => n.trim() === '' || n.trim().startsWith('type '));
    found.push({ specifier, typeOnly: typeWord !== undefined || allTypes || dynamic !== undefined });
  }
  return found;
}

function checkPackages(file: string, imports: readonly Import[]): string[] {
  const from = packageOf(file);
  const rule = allowed.find((r) => r.from === from);
  const problems: string[] = [];
  for (const { specifier } of imports) {
    const target = /^(?:@millrace\/([^/]+)|(millrace))(\/.*)?$/.exec(specifier);
    // Tools are no package and have no name to be imported by; tests may check with them.
    const isTool = isTest(file) && packageOf(join(dirname(file), specifier)) === 'tools';
    if (specifier.startsWith('.') && packageOf(join(dirname(file), specifier)) !== from && !isTool)
      problems.push(`${relative(root, file)}: imports ${specifier} across packages; use the package's name`);
    if (!target || !rule) continue;
    const to = target[1] ?? target[2];
    // Tests may look at their package from outside, by name.
    if (to === from) {
      if (!isTest(file)) problems.push(`${relative(root, file)}: imports its own package by name`);
      continue;
    }
    const fine =
      rule.to.includes(to) ||
      rule.to.includes(`${to}${target[3] ?? ''}`) ||
      (isTest(file) && testsMayImport.includes(to)) ||
      debt.some((d) => file.endsWith(d.from) && d.to === to);
    if (!fine) problems.push(`${relative(root, file)}: ${from} may not import ${to} (allowed: ${rule.to.join(', ') || 'nothing'})`);
  }
  return problems;
}

/** Cycles of imports between files that run, each once. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      cycles.push([...path.slice(path.indexOf(file)), file].map((f) => relative(root, f)).join(' -> '));
      return;
    }
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}

function main(): void {
  const files = ['packages', 'conformance', 'bench', 'examples'].flatMap((f) => [...filesOf(join(root, f))]);
  const graph = new Map<string, string[]>();
  const problems: string[] = [];
  for (const file of files) {
    const imports = importsOf(readFileSync(file, 'utf8'));
    problems.push(...checkPackages(file, imports));
    graph.set(
      file,
      imports.filter((i) => !i.typeOnly && i.specifier.startsWith('.')).map((i) => join(dirname(file), i.specifier)),
    );
  }
  problems.push(...findCycles(graph).map((c) => `cycle: ${c}`));
  for (const p of problems) console.error(p);
  console.log(`imports: ${files.length} files, ${problems.length} problems, ${debt.length} debts`);
  if (problems.length > 0) process.exit(1);
}

// A test reads the table; only the command checks.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--help')) console.log('Usage: tsx tools/imports.ts   checks the direction of imports against the table in this file');
  else main();
}
