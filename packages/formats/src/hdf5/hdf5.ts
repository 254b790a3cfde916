/** HDF5 files as trees of groups, datasets and attributes. The library (h5wasm: the HDF Group's, compiled to WebAssembly) is loaded at first use. */
import { FormatError } from '../format-error.ts';
import { checkGlobalHeaps } from './global-heaps.ts';

export type Hdf5Data =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

export type Hdf5AttributeValue = string | number | bigint | boolean | readonly string[] | readonly number[];

export interface Hdf5Dataset {
  readonly shape: readonly number[];
  /** As NumPy writes it: `<f4`, `<i8`; `S` for byte strings, whose data is `strings`. */
  readonly dtype: string;
  readonly data: Hdf5Data;
  readonly strings?: readonly string[];
  readonly attributes?: Readonly<Record<string, Hdf5AttributeValue>>;
}

export interface Hdf5Group {
  readonly attributes: Readonly<Record<string, Hdf5AttributeValue>>;
  readonly groups: Readonly<Record<string, Hdf5Group>>;
  readonly datasets: Readonly<Record<string, Hdf5Dataset>>;
}

export interface Hdf5Options {
  /** Most bytes that all datasets together may take. Default 4 GiB. */
  readonly maxBytes?: number;
}

type Library = typeof import('h5wasm');
type LibraryFile = InstanceType<Library['File']>;
type LibraryGroup = InstanceType<Library['Group']>;

let nextFile = 0;

let library: Promise<Library> | undefined;
/** How many instances damaged files have brought down. */
let broken = 0;

async function load(): Promise<{ library: Library; fs: MemoryFiles }> {
  library ??= broken === 0 ? import('h5wasm') : freshLibrary();
  const loaded = await library;
  const module = await loaded.ready;
  // Errors of the library are thrown instead of printed.
  module.activate_throwing_error_handler();
  return { library: loaded, fs: module.FS as unknown as MemoryFiles };
}

/** Another instance: the module's address with a query is another module. Where there is no address (a bundle in a page) there is none. */
async function freshLibrary(): Promise<Library> {
  try {
    return (await import(/* @vite-ignore */ `${import.meta.resolve('h5wasm')}?instance=${broken}`)) as Library;
  } catch {
    throw new FormatError('HDF5', 'the library stopped working at a damaged file that was read before; reload the page');
  }
}

/** A trap or an abort leaves the instance in no defined state: the next file gets a new one. */
const isBreakdown = (error: unknown): boolean =>
  error instanceof WebAssembly.RuntimeError || error instanceof RangeError || (error instanceof Error && /^Aborted\(/.test(error.message));

/** The library's file system in memory. */
interface MemoryFiles {
  writeFile(name: string, bytes: Uint8Array): void;
  readFile(name: string): Uint8Array;
  unlink(name: string): void;
}

/** The tree of an HDF5 file. Throws FormatError when the file is damaged, truncated, or larger than the limit. */
export async function readHdf5(bytes: Uint8Array, options: Hdf5Options = {}): Promise<Hdf5Group> {
  const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
  if (!signature.every((b, i) => bytes[i] === b)) throw new FormatError('HDF5', 'the file does not start with the HDF5 signature', 0);
  checkGlobalHeaps(bytes);
  const { library: current, fs } = await load();
  const name = `read-${nextFile++}.h5`;
  fs.writeFile(name, bytes);
  let file: LibraryFile | undefined;
  try {
    file = new current.File(name, 'r');
    if (Number(file.file_id) < 0) throw new FormatError('HDF5', 'the file cannot be opened: truncated or damaged');
    return new TreeReader(current, options.maxBytes ?? 4 * 2 ** 30).group(file, 0);
  } catch (error) {
    if (isBreakdown(error)) {
      broken++;
      library = undefined;
      throw new FormatError('HDF5', `the file is damaged: the library broke down at it (${causeOf(error)})`);
    }
    if (error instanceof FormatError) throw error;
    throw new FormatError('HDF5', `the file is damaged: ${causeOf(error)}`);
  } finally {
    release(file, fs, name);
  }
}

/** Closes and forgets a file. A damaged one may refuse to be closed, or have brought the library down: what was to be said of it is said already. */
function release(file: LibraryFile | undefined, fs: MemoryFiles, name: string): void {
  try {
    if (file && Number(file.file_id) >= 0) file.close();
  } catch (error) {
    if (isBreakdown(error)) {
      broken++;
      library = undefined;
      return;
    }
  }
  if (library !== undefined) fs.unlink(name);
}

/** The deepest cause in the library's error stack, such as `truncated file: eof = 500, …`. */
function causeOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const causes = [...text.matchAll(/in \w+\(\): (.*)/g)].map((m) => m[1]);
  return causes.at(-1) ?? text.split('\n')[0];
}

class TreeReader {
  readonly #library: Library;
  #budget: number;
  #objects = 0;
  constructor(library: Library, maxBytes: number) {
    this.#library = library;
    this.#budget = maxBytes;
  }

  group(group: LibraryGroup, depth: number): Hdf5Group {
    if (depth > 100 || ++this.#objects > 1_000_000) throw new FormatError('HDF5', 'groups are nested too deeply, or in a circle');
    const groups: Record<string, Hdf5Group> = {};
    const datasets: Record<string, Hdf5Dataset> = {};
    for (const key of group.keys()) {
      const child = group.get(key);
      if (child instanceof this.#library.Group) groups[key] = this.group(child, depth + 1);
      else if (child instanceof this.#library.Dataset) datasets[key] = this.dataset(child, key);
      else throw new FormatError('HDF5', `object ${key} is of a kind that is not read`);
    }
    return { attributes: this.attributes(group), groups, datasets };
  }

  dataset(dataset: InstanceType<Library['Dataset']>, key: string): Hdf5Dataset {
    const shape = dataset.shape ?? [];
    const { size } = dataset.metadata;
    this.#budget -= shape.reduce((product, s) => product * s, 1) * size;
    if (this.#budget < 0) throw new FormatError('HDF5', `dataset ${key} of shape [${shape.join(', ')}] is above the size limit`);
    const { value } = dataset;
    const dtype = typeof dataset.dtype === 'string' ? withItemSize(dataset.dtype, size) : 'unknown';
    if (typeof value === 'string' || (Array.isArray(value) && value.every((v) => typeof v === 'string'))) {
      return {
        shape,
        dtype: 'S',
        data: new Uint8Array(0),
        strings: typeof value === 'string' ? [value] : (value as string[]),
        attributes: this.attributes(dataset),
      };
    }
    const data = ArrayBuffer.isView(value)
      ? (value as Hdf5Data)
      : typeof value === 'number'
        ? Float64Array.of(value)
        : typeof value === 'bigint'
          ? BigInt64Array.of(value)
          : null;
    if (!data) throw new FormatError('HDF5', `dataset ${key} has elements of a type that is not read (${String(dataset.dtype)})`);
    // A scalar dataset arrives as a number; keep the width that the file states.
    return { shape, dtype, data: shape.length === 0 ? scalarArray(dtype, data) : data, attributes: this.attributes(dataset) };
  }

  attributes(of: { attrs: Record<string, { value: unknown }> }): Record<string, Hdf5AttributeValue> {
    const result: Record<string, Hdf5AttributeValue> = {};
    for (const [key, attribute] of Object.entries(of.attrs)) {
      const { value } = attribute;
      result[key] = ArrayBuffer.isView(value) ? Array.from(value as Float64Array, Number) : (value as Hdf5AttributeValue);
    }
    return result;
  }
}

/** The library names kinds (`<f`); NumPy's names end in the size (`<f4`). */
const withItemSize = (dtype: string, size: number): string =>
  /\d$/.test(dtype)
    ? dtype
    : `<${{ b: 'i', h: 'i', i: 'i', l: 'i', q: 'i', B: 'u', H: 'u', I: 'u', L: 'u', Q: 'u', f: 'f', d: 'f', e: 'f' }[dtype.at(-1)!] ?? dtype.at(-1)}${size}`;

function scalarArray(dtype: string, data: Hdf5Data): Hdf5Data {
  return dtype === '<f4' ? Float32Array.of(Number(data[0])) : dtype === '<i4' ? Int32Array.of(Number(data[0])) : data;
}

/** NumPy's name of a typed array's elements. */
export function hdf5Dtype(data: Hdf5Data): string {
  if (data instanceof Float32Array) return '<f4';
  if (data instanceof Float64Array) return '<f8';
  const signed = data instanceof Int8Array || data instanceof Int16Array || data instanceof Int32Array || data instanceof BigInt64Array;
  return `<${signed ? 'i' : 'u'}${data.BYTES_PER_ELEMENT}`;
}

/** The bytes of an HDF5 file with this tree. */
export async function writeHdf5(tree: Hdf5Group): Promise<Uint8Array> {
  const { library: current, fs } = await load();
  const name = `write-${nextFile++}.h5`;
  const file = new current.File(name, 'w');
  try {
    writeGroup(file, tree);
    file.close();
    return fs.readFile(name).slice();
  } finally {
    fs.unlink(name);
  }
}

function writeGroup(target: LibraryGroup, tree: Hdf5Group): void {
  for (const [key, value] of Object.entries(tree.attributes)) writeAttribute(target, key, value);
  for (const [key, { shape, data, strings, attributes, dtype }] of Object.entries(tree.datasets)) {
    target.create_dataset({ name: key, data: strings ? [...strings] : data, shape: [...shape], dtype: strings ? 'S' : libraryDtype(dtype || hdf5Dtype(data)) });
    const made = target.get(key);
    for (const [name, value] of Object.entries(attributes ?? {})) writeAttribute(made as LibraryGroup, name, value);
  }
  for (const [key, group] of Object.entries(tree.groups)) {
    target.create_group(key);
    writeGroup(target.get(key) as LibraryGroup, group);
  }
}

/** The library names kinds by a letter for each width and ignores the digits: `<i8` is `<q`, `<f8` is `<d`. */
function libraryDtype(dtype: string): string {
  const parts = /^([<>|]?)([iuf])([1248])$/.exec(dtype);
  if (!parts) return dtype;
  const [, order, kind, size] = parts;
  const letters: Readonly<Record<string, string>> = { i1: 'b', i2: 'h', i4: 'i', i8: 'q', u1: 'B', u2: 'H', u4: 'I', u8: 'Q', f2: 'e', f4: 'f', f8: 'd' };
  return `${order || '<'}${letters[kind + size]}`;
}

function writeAttribute(target: LibraryGroup, key: string, value: Hdf5AttributeValue): void {
  target.create_attribute(key, (typeof value === 'boolean' ? Number(value) : value) as Parameters<LibraryGroup['create_attribute']>[1]);
}
