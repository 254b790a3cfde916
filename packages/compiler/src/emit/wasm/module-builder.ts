/** A WebAssembly module: functions over one imported memory. Source: WebAssembly core specification, section 5.5. */
import { unreachable } from '@millrace/ir';
import { ByteWriter } from './byte-writer.ts';
import { type ValueType, valueTypeCodes } from './expr.ts';
import { FunctionBuilder, type FunctionRef } from './function-builder.ts';

export interface MemoryImport {
  readonly module: string;
  readonly name: string;
  /** Smallest and largest size in pages of 64 KiB; a shared memory needs a largest. */
  readonly minimum: number;
  readonly maximum?: number;
  readonly shared?: boolean;
}

interface DefinedFunction extends FunctionRef {
  readonly type: number;
  code: Uint8Array | null;
}

export class ModuleBuilder {
  readonly #memory: MemoryImport | null;
  readonly #types: string[] = [];
  readonly #functions: DefinedFunction[] = [];
  readonly #exports: { readonly name: string; readonly index: number }[] = [];
  readonly #shared: Map<string, FunctionRef> = new Map();

  constructor(memory: MemoryImport | null) {
    this.#memory = memory;
  }

  /** Adds a function. `build` gets its builder; parameters are `f.parameters`. */
  function(name: string, parameters: readonly ValueType[], result: ValueType | null, build: (f: FunctionBuilder) => void): FunctionRef {
    const made: DefinedFunction = { index: this.#functions.length, name, parameters, result, type: this.#typeIndex(parameters, result), code: null };
    this.#functions.push(made);
    const f = new FunctionBuilder(parameters);
    build(f);
    made.code = f.finish();
    return made;
  }
  /** The function of this name, made at the first request: helpers that several kernels call. */
  once(name: string, make: (module: ModuleBuilder) => FunctionRef): FunctionRef {
    let found = this.#shared.get(name);
    if (!found) this.#shared.set(name, (found = make(this)));
    return found;
  }
  export(f: FunctionRef, name: string = f.name): void {
    this.#exports.push({ name, index: f.index });
  }

  /** The module in the binary format. */
  finish(): Uint8Array<ArrayBuffer> {
    const out = new ByteWriter();
    for (const byte of [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) out.byte(byte);
    section(out, 1, (s) => this.#writeTypes(s));
    if (this.#memory) section(out, 2, (s) => writeImport(s, this.#memory as MemoryImport));
    section(out, 3, (s) => vector(s, this.#functions, (f) => s.u32(f.type)));
    section(out, 7, (s) =>
      vector(s, this.#exports, (e) => {
        s.name(e.name);
        s.byte(0);
        s.u32(e.index);
      }),
    );
    section(out, 10, (s) =>
      vector(s, this.#functions, (f) => {
        const code = f.code ?? unreachable(`function ${f.name} has no body`);
        s.u32(code.length);
        s.append(code);
      }),
    );
    section(out, 0, (s) => this.#writeNames(s));
    return out.view().slice();
  }

  #typeIndex(parameters: readonly ValueType[], result: ValueType | null): number {
    const key = `${parameters.join(',')}:${result ?? ''}`;
    const found = this.#types.indexOf(key);
    return found >= 0 ? found : this.#types.push(key) - 1;
  }
  #writeTypes(s: ByteWriter): void {
    vector(s, this.#types, (key) => {
      const [parameters, results] = key.split(':').map((list) => (list === '' ? [] : (list.split(',') as ValueType[])));
      s.byte(0x60);
      for (const list of [parameters, results]) vector(s, list, (type) => s.byte(valueTypeCodes[type]));
    });
  }
  /** Function names, which profilers and disassemblers show. */
  #writeNames(s: ByteWriter): void {
    s.name('name');
    section(s, 1, (names) =>
      vector(names, this.#functions, (f) => {
        names.u32(f.index);
        names.name(f.name);
      }),
    );
  }
}

function vector<T>(out: ByteWriter, items: readonly T[], write: (item: T) => void): void {
  out.u32(items.length);
  for (const item of items) write(item);
}

function section(out: ByteWriter, id: number, write: (section: ByteWriter) => void): void {
  const body = new ByteWriter();
  write(body);
  out.byte(id);
  out.u32(body.length);
  out.append(body.view());
}

function writeImport(s: ByteWriter, memory: MemoryImport): void {
  s.u32(1);
  s.name(memory.module);
  s.name(memory.name);
  s.byte(2);
  s.byte((memory.maximum === undefined ? 0 : 1) | (memory.shared ? 2 : 0));
  s.u32(memory.minimum);
  if (memory.maximum !== undefined) s.u32(memory.maximum);
}
