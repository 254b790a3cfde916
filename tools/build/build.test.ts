/** What the build's transforms write, and that it still means the same: small modules are bundled, run, and compared with their sources' values. */
import { runInThisContext } from 'node:vm';
import { Rolldown } from 'tsdown';
import { expect, test } from 'vitest';
import { arrowsAsFunctions } from './arrows-as-functions.ts';
import { asciiStrings } from './ascii-strings.ts';
import { exactNames } from './exact-names.ts';
import { plainNamespaces } from './plain-namespaces.ts';
import { startChunk } from './start-chunk.ts';
import { scriptOf } from './start-script.ts';

type Files = Readonly<Record<string, string>>;
interface Bundle {
  readonly code: string;
  readonly files: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** Bundles `main.ts` of files that exist only here, and evaluates the result. */
async function bundled(files: Files, plugins: readonly Rolldown.Plugin[], group?: ReturnType<typeof startChunk>['group']): Promise<Bundle> {
  const memory: Rolldown.Plugin = {
    name: 'memory',
    resolveId: (id) => id.replace(/^\.\//, '/'),
    load: (id) => files[id.slice(1)] ?? null,
  };
  const build = await Rolldown.rolldown({ input: '/main.ts', plugins: [memory, ...plugins], platform: 'neutral', treeshake: false });
  const { output } = await build.generate({
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name].mjs',
    ...(group && { codeSplitting: { groups: [group] } }),
  });
  const chunks = output.filter((o) => o.type === 'chunk');
  const [{ code }] = chunks;
  const values = (chunks.length === 1 ? await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`) : {}) as Bundle['values'];
  return { code, files: chunks.map((c) => c.fileName).sort(), values };
}

const arrows: readonly { readonly what: string; readonly source: string; readonly value: unknown; readonly left: number }[] = [
  { what: 'an expression', source: 'export const value = ((x) => x + 1)(2);', value: 3, left: 0 },
  { what: 'one name without parentheses', source: 'export const value = [1, 2].map(x => x * 2);', value: [2, 4], left: 0 },
  { what: 'an object as the body', source: 'export const value = (() => ({ a: 1 }))();', value: { a: 1 }, left: 0 },
  { what: 'a body on the next line', source: 'export const value = (() =>\n  7)();', value: 7, left: 0 },
  { what: 'a block', source: 'export const value = ((a, b = 2) => { return a + b; })(1);', value: 3, left: 0 },
  { what: 'an arrow in a default value', source: 'export const value = ((a, f = (x) => x * 10) => f(a))(4);', value: 40, left: 0 },
  {
    what: 'destructured and rest parameters',
    source: 'export const value = (({ a }, [b], ...c) => a + b + c.length)({ a: 1 }, [2], 0, 0);',
    value: 5,
    left: 0,
  },
  { what: 'arrows in arrows', source: 'export const value = ((a) => (b) => (c) => a + b + c)(1)(2)(3);', value: 6, left: 0 },
  { what: 'async', source: 'export const value = await (async (x) => await x)(5); export const other = await (async x => x)(6);', value: 5, left: 0 },
  {
    what: 'this of a method stays',
    source: 'class A { n = 3; f() { return [1].map((x) => x + this.n); } } export const value = new A().f();',
    value: [4],
    left: 1,
  },
  { what: 'this of a field stays', source: 'class A { n = 2; f = () => this.n; } export const value = new A().f();', value: 2, left: 1 },
  {
    what: 'this inside an inner function is its own',
    source: 'export const value = (() => function () { return this.n; })().call({ n: 8 });',
    value: 8,
    left: 0,
  },
  { what: 'arguments stay', source: 'function f() { return [0].map(() => arguments[0])[0]; } export const value = f(9);', value: 9, left: 1 },
  {
    what: 'super stays',
    source: 'class A { f() { return 1; } } class B extends A { f() { return [0].map(() => super.f() + 1)[0]; } } export const value = new B().f();',
    value: 2,
    left: 1,
  },
];

test.each(arrows)('arrows become functions: $what', async ({ source, value, left }) => {
  const { code, values } = await bundled({ 'main.ts': source }, [arrowsAsFunctions]);
  expect(values.value).toEqual(value);
  expect(code.split('=>').length - 1).toBe(left);
});

test('names of arrows stay', async () => {
  const { values } = await bundled({ 'main.ts': 'const f = () => 1; const g = async (x) => x; export const value = [f.name, g.name];' }, [arrowsAsFunctions]);
  expect(values.value).toEqual(['f', 'g']);
});

test('numbered names are mended', async () => {
  const one = 'export const f = (x) => x; export class K { m() { return 1; } } export function d() {} export const r = (n) => (n ? r(n - 1) : 0);';
  const two = one.replaceAll('x;', 'x + 1;');
  const main = `import * as a from './one.ts'; import * as b from './two.ts';
    export const value = [a, b].map((m) => [m.f.name, m.K.name, m.d.name, m.r.name, m.f(1), m.r(3)]);`;
  const { code, values } = await bundled({ 'main.ts': main, 'one.ts': one, 'two.ts': two }, [arrowsAsFunctions, exactNames]);
  expect(code).toMatch(/\w\$1/);
  expect(values.value).toEqual([
    ['f', 'K', 'd', 'r', 1, 0],
    ['f', 'K', 'd', 'r', 2, 0],
  ]);
});

test('a class whose body means another class by its name keeps that meaning', async () => {
  const files = {
    'main.ts': "import { K } from './one.ts'; import * as two from './two.ts'; export const value = [two.K.name, new two.K().make() instanceof K, K.name];",
    'one.ts': 'export class K {}',
    'two.ts': "import { K as Base } from './one.ts'; class K2 { make() { return new Base(); } } export { K2 as K };",
  };
  const { values } = await bundled(files, [exactNames]);
  expect(values.value).toEqual(['K2', true, 'K']);
});

test('namespaces are plain, frozen and like a module', async () => {
  const files = {
    'main.ts':
      "import * as inner from './all.ts'; export * as all from './all.ts'; export const value = [Object.keys(inner), Object.prototype.toString.call(inner), inner.two()];",
    'all.ts': "export { one } from './one.ts'; export { two } from './two.ts';",
    'one.ts': 'export const one = 1;',
    'two.ts': 'export function two() { return 2; }',
  };
  const { code, values } = await bundled(files, [plainNamespaces]);
  expect(code).toMatch(/Object\.freeze\(\{\s*__proto__: null,/);
  expect(values.value).toEqual([['one', 'two'], '[object Module]', 2]);
  expect(Object.isFrozen(values.all)).toBe(true);
});

test('a namespace that stands before one of its members keeps its getters', async () => {
  const files = {
    'main.ts': "export * as self from './self.ts';",
    'self.ts': "import * as me from './self.ts'; export const late = 5; export const read = () => me.late;",
  };
  const { values } = await bundled(files, [plainNamespaces]);
  const self = values.self as { late: number; read: () => number };
  expect([self.late, self.read()]).toEqual([5, 5]);
});

test('strings are ASCII and mean the same', async () => {
  const source = `export const value = ['\u00e9', \`a\${1}\u2192\\n\`, '\u{1f600}', 'plain', '\`\${x}\u00e9'];`;
  const { code, values } = await bundled({ 'main.ts': source }, [asciiStrings]);
  expect(code).not.toMatch(/[^\0-\x7f]/);
  expect(values.value).toEqual(['\u00e9', 'a1\u2192\n', '\u{1f600}', 'plain', `\`\${x}\u00e9`]);
});

test('one file holds what the main entry loads, and nothing that it loads later', async () => {
  const { plugin, group } = startChunk('start', '/main.ts');
  const files = {
    'main.ts': "import { a } from './a.ts'; export const value = a; export const later = () => import('./later.ts');",
    'a.ts': 'export const a = 1;',
    'later.ts': "import { a } from './a.ts'; export const b = a + 1;",
  };
  expect((await bundled(files, [plugin], group)).files).toEqual(['later.mjs', 'main.mjs', 'start.mjs']);
});

test('a module as a script: imports are parameters, exports are returned, the rest means the same', async () => {
  const code =
    "import { a as b } from './x.mjs';\nconst place = import.meta.url;\nclass K { static t = new.target; }\nconst two = () => b + 1;\nconst later = (n) => import(n);\nexport { place, two as three, K, later };";
  let script: ReturnType<typeof scriptOf> | undefined;
  const capture: Rolldown.Plugin = {
    name: 'capture',
    renderStart() {
      script = scriptOf(code, this.parse.bind(this));
    },
  };
  await bundled({ 'main.ts': 'export const value = 1;' }, [capture]);
  expect(script).toMatchObject({
    imports: ["import { a as b } from './x.mjs';"],
    parameters: ['__meta', '__import', 'b'],
    exports: ['place', 'three', 'K', 'later'],
  });
  const made = runInThisContext(script!.text)({ url: 'file:///here' }, (name: string) => `loaded ${name}`, 41) as {
    place: string;
    three: () => number;
    later: (name: string) => string;
  };
  expect([made.place, made.three(), made.later('x')]).toEqual(['file:///here', 42, 'loaded x']);
});
