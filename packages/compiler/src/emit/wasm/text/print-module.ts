/** The text format of a module that `ModuleBuilder` made. Source: WebAssembly core specification 2.0, chapters 5.5 and 6.6. */
import { ByteReader } from './byte-reader.ts';
import { instructionLines, valueTypeOf } from './instructions.ts';

interface Sections {
  readonly types: readonly { readonly parameters: readonly string[]; readonly results: readonly string[] }[];
  readonly memory: string | null;
  /** Index of the type of each function. */
  readonly functions: readonly number[];
  readonly exports: ReadonlyMap<number, string>;
  readonly bodies: readonly ByteReader[];
  readonly names: ReadonlyMap<number, string>;
}

const sectionIds = { custom: 0, types: 1, imports: 2, functions: 3, exports: 7, code: 10 } as const;
const headerBytes = 8;

function readSections(bytes: Uint8Array): Sections {
  const reader = new ByteReader(bytes, headerBytes);
  const found = new Map<number, ByteReader>();
  while (!reader.isAtEnd) {
    const id = reader.byte();
    found.set(id, reader.part(reader.u32()));
  }
  const list = <T>(id: number, read: (section: ByteReader) => T): T[] => {
    const section = found.get(id);
    return section ? section.list(() => read(section)) : [];
  };
  return {
    types: list(sectionIds.types, (s) => {
      s.byte();
      const types = (): string[] => s.list(() => valueTypeOf(s.byte()));
      return { parameters: types(), results: types() };
    }),
    memory: list(sectionIds.imports, readMemoryImport)[0] ?? null,
    functions: list(sectionIds.functions, (s) => s.u32()),
    exports: new Map(
      list(sectionIds.exports, (s) => {
        const name = s.name();
        s.byte();
        return [s.u32(), name] as const;
      }),
    ),
    bodies: list(sectionIds.code, (s) => s.part(s.u32())),
    names: namesOf(found.get(sectionIds.custom)),
  };
}

function readMemoryImport(s: ByteReader): string {
  const [module, name] = [s.name(), s.name()];
  s.byte();
  const flags = s.byte();
  const limits = [s.u32(), ...(flags & 1 ? [s.u32()] : []), ...(flags & 2 ? ['shared'] : [])];
  return `(import ${JSON.stringify(module)} ${JSON.stringify(name)} (memory ${limits.join(' ')}))`;
}

/** Names of functions as identifiers, each once. */
function namesOf(section: ByteReader | undefined): Map<number, string> {
  const names = new Map<number, string>();
  if (!section) return names;
  section.name();
  section.byte();
  section.u32();
  const taken = new Set<string>();
  section.list(() => {
    const index = section.u32();
    const plain = section.name().replace(/[^\w!#$%&'*+\-./:<=>?@\\^`|~]/g, '_');
    const name = taken.has(plain) ? `${plain}.${index}` : plain;
    taken.add(name);
    names.set(index, `$${name}`);
  });
  return names;
}

/** Types of locals: runs of equal ones. */
const localsOf = (body: ByteReader): string[] => body.list(() => [body.u32(), valueTypeOf(body.byte())] as const).flatMap(([n, t]) => Array<string>(n).fill(t));
const clause = (keyword: string, types: readonly string[]): string => (types.length === 0 ? '' : ` (${keyword} ${types.join(' ')})`);

/** The module as text; in front of an exported function, `notes` of its export's name as comments. */
export function printWasmModule(bytes: Uint8Array, notes: (exportName: string) => readonly string[] = () => []): string {
  const { types, memory, functions, exports, bodies, names } = readSections(bytes);
  const nameOf = (index: number): string => names.get(index) ?? String(index);
  const lines = ['(module', ...(memory ? [`  ${memory}`] : [])];
  functions.forEach((type, index) => {
    const { parameters, results } = types[type];
    const exported = exports.get(index);
    if (exported !== undefined) lines.push(...notes(exported).map((note) => `  ;; ${note}`));
    const inline = exported === undefined ? '' : ` (export ${JSON.stringify(exported)})`;
    lines.push(`  (func ${nameOf(index)}${inline}${clause('param', parameters)}${clause('result', results)}`);
    const body = bodies[index];
    const locals = localsOf(body);
    if (locals.length > 0) lines.push(`   ${clause('local', locals)}`);
    lines.push(...instructionLines(body, nameOf).map((line) => `    ${line}`), '  )');
  });
  return [...lines, ')'].join('\n');
}
