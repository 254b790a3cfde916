/** Data of eager tensors. An ordinary typed array that the JavaScript engine frees; nobody needs to call dispose. */
import { compileSource, elementCount, stridedSource, transposedCopySource } from '@millrace/compiler';
import { type ElementType, elementTypeNamed, failure, pointwise, type StorageKind, staticShape, type TensorType, type TypedArray } from '@millrace/ir';
import { coalesce } from './geometry.ts';
import { allocateResult, recycle } from './pool.ts';

/**
 * A (possibly strided) window on a typed array: what an eager tensor holds. Broadcast, transposed and reshaped tensors share the array.
 * `strides` is null for row-major data that fills the array from `offset`.
 */
export class Storage {
  data: TypedArray;
  /** In elements. */
  readonly offset: number;
  /** In elements, one an axis; 0 where the axis is broadcast. Null: row-major. */
  readonly strides: readonly number[] | null;
  /** Set when a user may hold a tensor on this data, so that nobody may write it in place (notes N3). */
  exposed: boolean = false;
  /** Set when a second storage or a typed array in the user's hands shares the data, so that it must not be recycled. */
  shared: boolean;
  /** Why the data is gone; null while it is there. */
  releasedBecause: string | null = null;
  constructor(data: TypedArray, strides: readonly number[] | null = null, offset: number = 0, shared: boolean = false) {
    this.data = data;
    this.strides = strides;
    this.offset = offset;
    this.shared = shared;
  }
  get isDisposed(): boolean {
    return this.releasedBecause !== null;
  }
  /**
   * Gives up the data; later use raises with this text, e.g. "disposed" or "donated to f at train.ts:3:1". The array is used again for later
   * results unless something else shares it.
   */
  release(why: string = 'disposed'): void {
    if (this.releasedBecause !== null) return;
    this.releasedBecause = why;
    const { data } = this;
    this.data = nothing;
    recycle(data, this.shared || this.exposed);
  }
  /** Throws FailedPreconditionError when the data is gone. */
  check(op: string): void {
    if (this.releasedBecause === null) return;
    const code = this.releasedBecause.startsWith('donated') ? 'donated' : 'disposed';
    throw failure(code, { op, message: `a tensor was used after it was ${this.releasedBecause}` });
  }
  /**
   * The row-major data for writing in place: where a tensor that a user holds or another storage shares it, it moves to a fresh array first
   * (notes N3), so nobody else sees the write. For variables.
   */
  writable(): TypedArray {
    this.check('assign');
    const { strides, exposed, shared } = this;
    if (strides !== null || this.offset !== 0) throw failure('internal', { op: 'assign', message: 'a view is not a variable' });
    if (exposed || shared) {
      this.data = this.data.slice();
      this.exposed = false;
      this.shared = false;
    }
    return this.data;
  }
}

const nothing = new Float32Array(0);

/** The elements of a storage as a row-major array of `type.size * lanes` slots; shares the data where it already is that. */
export function contiguous(storage: Storage, type: TensorType): TypedArray {
  const { lanes } = type.element;
  const slots = type.size * lanes;
  if (storage.strides === null) {
    const start = storage.offset * lanes;
    return storage.data.length === slots ? storage.data : storage.data.subarray(start, start + slots);
  }
  const out = allocateResult(type.element, type.size);
  copyStrided(type.element, staticShape(type), storage.data, storage.offset, storage.strides, out);
  return out;
}

/** An element type with the same slots whose loads and stores change no bits: what data of this type moves as. */
export function rawElement(element: ElementType): ElementType {
  return element.lanes === 2 ? element : (elementTypeNamed(rawNames[element.storage]) as ElementType);
}
const rawNames: Readonly<Record<StorageKind, string>> = {
  i8: 'i8',
  u8: 'ui8',
  i16: 'i16',
  u16: 'ui16',
  i32: 'i32',
  u32: 'ui32',
  f32: 'f32',
  f64: 'f64',
  i64: 'i64',
  u64: 'ui64',
};

/** Copies the elements of a view, from an offset, to the start of an array in row-major order. */
export type StridedCopy = (data: TypedArray, offset: number, out: TypedArray) => void;

type Loop = (geometry: readonly number[], from: TypedArray, to: TypedArray) => void;
type TiledLoop = (geometry: readonly number[], from: TypedArray, offset: number, to: TypedArray) => void;
const loops = new Map<string, Loop | TiledLoop | null>();

function loopFor<F extends Loop | TiledLoop>(key: string, source: () => string): F | null {
  let loop = loops.get(key);
  if (loop === undefined) loops.set(key, (loop = compileSource<F>(source())));
  return loop as F | null;
}

/** From this many elements on, the order in which memory is read matters more than anything else. */
const tiledSize = 4096;

/** The copy of views with these strides; keep it where a view is copied again and again. */
export function stridedCopy(element: ElementType, shape: readonly number[], strides: readonly number[]): StridedCopy {
  if (shape.includes(0)) return () => {};
  const { sizes, strides: joined } = coalesce(shape, [strides]);
  const [steps] = joined;
  const rank = sizes.length;
  if (element.lanes === 1 && steps.every((step) => step === 0)) return (data, offset, out) => void out.fill(data[offset] as never, 0, elementCount(shape));
  const raw = rawElement(element);
  if (rank >= 2 && steps[rank - 2] === 1 && steps[rank - 1] > 1 && sizes[rank - 2] * sizes[rank - 1] >= tiledSize) {
    const loop = loopFor<TiledLoop>(`tiled ${raw.name}${rank}`, () => transposedCopySource(raw, rank));
    const geometry = [...sizes, ...steps];
    if (loop) return (data, offset, out) => loop(geometry, data, offset, out);
  }
  const form = pointwise([raw], (x) => x);
  const loop = loopFor<Loop>(`${raw.name}${rank}`, () => stridedSource({ form, operands: [raw], results: [raw] }, rank) as string);
  if (!loop) return (data, offset, out) => copySlowly(sizes, steps, element.lanes, data, offset, out);
  const geometry = [...sizes, 0, ...steps];
  return (data, offset, out) => {
    geometry[rank] = offset;
    loop(geometry, data, out);
  };
}

/** Copies the elements of a view, in row-major order of `shape`, to the start of `out`. */
export function copyStrided(
  element: ElementType,
  shape: readonly number[],
  data: TypedArray,
  offset: number,
  strides: readonly number[],
  out: TypedArray,
): void {
  stridedCopy(element, shape, strides)(data, offset, out);
}

/** Where code may not be made at run time: the same loops over any array. */
function copySlowly(sizes: readonly number[], strides: readonly number[], lanes: number, data: TypedArray, offset: number, out: TypedArray): void {
  let to = 0;
  function walk(axis: number, from: number): void {
    if (axis === sizes.length) for (let lane = 0; lane < lanes; lane++) out[to++] = data[from * lanes + lane];
    else for (let i = 0; i < sizes[axis]; i++) walk(axis + 1, from + i * strides[axis]);
  }
  walk(0, offset);
}
