/** Tensors as text, the way NumPy and TensorFlow print them: aligned columns, long axes shortened to three entries at each end. */
import { type Complex, decodeTable, type ElementType, type ElementValue, isStatic, readElement, type TensorType } from '@millrace/ir';
import { contiguous, type Storage } from '@millrace/runtime';
import { dtypeOf } from './dtypes.ts';

export interface FormatOptions {
  /** Entries shown at each end of an axis that is shortened. Default 3; -1 shows everything. */
  readonly summarize?: number;
  /** Above this many elements axes are shortened. Default 1000. */
  readonly threshold?: number;
}

const maximumDigits = 8;

/** `shape=(2, 2)` as Python writes a tuple. */
function tuple(type: TensorType): string {
  const sizes = type.shape.map((d) => (isStatic(d) ? String(d) : 'None'));
  return sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(', ')})`;
}

/** `tf.Tensor(..., shape=(2, 2), dtype=float32)`; without a storage the elements are not shown. */
export function formatTensor({ type }: { readonly type: TensorType }, storage: Storage | null, options: FormatOptions = {}): string {
  const values = storage === null ? '<no data>' : formatElements(type, storage, options);
  return `tf.Tensor(${values.includes('\n') ? '\n' : ''}${values}, shape=${tuple(type)}, dtype=${dtypeOf(type.element).name})`;
}

/** The elements alone: `[[1. 2.]\n [3. 4.]]`. */
export function formatElements(type: TensorType, storage: Storage, options: FormatOptions = {}): string {
  const data = contiguous(storage, type);
  const shape = type.shape as readonly number[];
  const edge = options.summarize ?? 3;
  const shorten = edge >= 0 && type.size > (options.summarize === undefined ? (options.threshold ?? 1000) : 0);
  const shown = (size: number): (number | null)[] => {
    const every = Array.from({ length: size }, (_, i) => i);
    return shorten && size > 2 * edge ? [...every.slice(0, edge), null, ...every.slice(size - edge)] : every;
  };
  const values: ElementValue[] = [];
  visit(shape, shown, (at) => values.push(readElement(type.element, data, at)));
  const texts = formatValues(values, type.element);
  let next = 0;
  function build(axis: number, indent: string): string {
    if (axis === shape.length) return texts[next++];
    const parts = shown(shape[axis]).map((i) => (i === null ? '...' : build(axis + 1, `${indent} `)));
    const last = axis === shape.length - 1;
    const gap = last ? ' ' : `${'\n'.repeat(shape.length - 1 - axis)}${indent} `;
    return `[${parts.join(gap)}]`;
  }
  if (shape.length === 0) return texts[0].endsWith('.') ? `${texts[0]}0` : texts[0];
  return type.size === 0 ? '[]' : build(0, '');
}

/** Calls `use` with the flat position of every element that is shown, in order. */
function visit(shape: readonly number[], shown: (size: number) => (number | null)[], use: (at: number) => void): void {
  function walk(axis: number, at: number): void {
    if (axis === shape.length) use(at);
    else for (const i of shown(shape[axis])) if (i !== null) walk(axis + 1, at * shape[axis] + i);
  }
  walk(0, 0);
}

/** Texts of equal width. */
function formatValues(values: readonly ElementValue[], element: ElementType): string[] {
  const texts =
    element.lanes === 2
      ? formatComplex(values as Complex[], element)
      : element.kind === 'float'
        ? formatFloats(values as number[], element)
        : values.map(plain);
  const width = Math.max(0, ...texts.map((t) => t.length));
  return texts.map((t) => t.padStart(width));
}

const plain = (v: ElementValue): string => (typeof v === 'boolean' ? (v ? 'True' : 'False') : String(v));

function formatComplex(values: readonly Complex[], element: ElementType): string[] {
  const re = formatFloats(
    values.map((v) => v.re),
    element.part!,
  );
  const im = formatFloats(
    values.map((v) => v.im),
    element.part!,
  );
  return values.map((_, i) => `${re[i].trim()}${im[i].trim().startsWith('-') ? '' : '+'}${im[i].trim()}j`);
}

/** The fewest digits that tell the value from its neighbors of the same type: NumPy's "unique" digits, at most eight after the point. */
function digitsOf(value: number, element: ElementType): string {
  if (element.bits === 64) return String(value);
  const same = (candidate: number): boolean => roundTo(candidate, element) === value;
  for (let digits = 1; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (same(text)) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}

/** The nearest value of a narrow type; f32 by the engine, others by their table of values. */
function roundTo(value: number, element: ElementType): number {
  if (!element.format) return Math.fround(value);
  const table = decodeTable(element.format);
  let best = Number.NaN;
  for (const candidate of table) if (!(Math.abs(candidate - value) >= Math.abs(best - value))) best = candidate;
  return best;
}

/** Fixed notation with one number of decimals, or exponents where values are very large, very small, or far apart. */
function formatFloats(values: readonly number[], element: ElementType): string[] {
  const finite = values.filter(Number.isFinite);
  const sizes = finite.map(Math.abs).filter((v) => v > 0);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const exponent = sizes.length > 0 && (largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000 * 1e5);
  const shortest =
    finite.length <= 2000 && !element.format
      ? finite.map((v) => digitsOf(v, element))
      : finite.map((v) => String(Number(v.toPrecision(element.format ? 5 : 9))));
  const decimals = exponent ? exponentDecimals(shortest) : Math.min(maximumDigits, Math.max(0, ...shortest.map(decimalsOf)));
  return values.map((v) =>
    Number.isNaN(v) ? 'nan' : !Number.isFinite(v) ? (v > 0 ? 'inf' : '-inf') : exponent ? scientific(v, decimals) : fixed(v, decimals),
  );
}

const decimalsOf = (text: string): number => {
  const [mantissa, power] = text.split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(power ?? 0));
};

const exponentDecimals = (texts: readonly string[]): number =>
  Math.min(maximumDigits, Math.max(0, ...texts.map((t) => Number(t).toExponential().split('e')[0].replace('-', '').length - 2)));

/** `1.`, `2.50`: a point always, as NumPy prints floats; columns are padded with spaces, not zeros. */
function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  if (decimals === 0) return `${text}.`;
  const trimmed = text.replace(/0+$/, '');
  return (trimmed.endsWith('.') ? trimmed : trimmed).padEnd(text.length);
}

function scientific(value: number, decimals: number): string {
  const [mantissa, power] = value.toExponential(decimals).split('e');
  const digits = power.slice(1).padStart(2, '0');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.`}e${power[0]}${digits}`;
}
