/** Literals from nested arrays, for tables of cases. */
import {
  bf16 as bf16Type,
  buildLiteral,
  type Complex,
  complex64,
  complex128,
  type ElementType,
  type ElementValue,
  elementTypeNamed,
  f16 as f16Type,
  f32 as f32Type,
  f64 as f64Type,
  i1 as i1Type,
  i8 as i8Type,
  i16 as i16Type,
  i32 as i32Type,
  i64 as i64Type,
  type Literal,
  tensorType,
  ui8 as ui8Type,
  ui16 as ui16Type,
  ui32 as ui32Type,
  ui64 as ui64Type,
} from '@millrace/ir';

export type Nested<T> = T | readonly Nested<T>[];

/** Shape and elements of a nested array; rows of different lengths are an error of the table. */
function flatten<T>(value: Nested<T>, isLeaf: (v: unknown) => v is T): { shape: number[]; elements: T[] } {
  if (isLeaf(value)) return { shape: [], elements: [value] };
  const rows = (value as readonly Nested<T>[]).map((v) => flatten(v, isLeaf));
  const inner = rows[0]?.shape ?? [];
  if (rows.some((r) => r.shape.join() !== inner.join())) throw new RangeError('rows of a nested array differ in shape');
  return { shape: [rows.length, ...inner], elements: rows.flatMap((r) => r.elements) };
}

const isScalar = (v: unknown): v is number | bigint | boolean => typeof v !== 'object';
const isPair = (v: unknown): v is readonly [number, number] => Array.isArray(v) && v.length === 2 && v.every((x) => typeof x === 'number');

/** Makes literals of one element type. */
export interface LiteralMaker {
  (value: Nested<number | bigint | boolean>): Literal;
  /** A literal without elements: at least one size is 0. */
  empty(shape: readonly number[]): Literal;
  readonly element: ElementType;
}

function maker(element: ElementType): LiteralMaker {
  const convert = (v: number | bigint | boolean): ElementValue => {
    if (element.kind === 'boolean') return Boolean(v);
    return element.storage === 'i64' || element.storage === 'u64' ? BigInt(v) : Number(v);
  };
  const make = (value: Nested<number | bigint | boolean>): Literal => {
    const { shape, elements } = flatten(value, isScalar);
    return buildLiteral(tensorType(element, shape), (i) => convert(elements[i]));
  };
  return Object.assign(make, { empty: (shape: readonly number[]) => buildLiteral(tensorType(element, shape), () => 0), element });
}

export const f64: LiteralMaker = maker(f64Type);
export const f32: LiteralMaker = maker(f32Type);
export const f16: LiteralMaker = maker(f16Type);
export const bf16: LiteralMaker = maker(bf16Type);
export const i1: LiteralMaker = maker(i1Type);
export const i8: LiteralMaker = maker(i8Type);
export const i16: LiteralMaker = maker(i16Type);
export const i32: LiteralMaker = maker(i32Type);
export const i64: LiteralMaker = maker(i64Type);
export const ui8: LiteralMaker = maker(ui8Type);
export const ui16: LiteralMaker = maker(ui16Type);
export const ui32: LiteralMaker = maker(ui32Type);
export const ui64: LiteralMaker = maker(ui64Type);

/** A literal of any element type by its MLIR name. */
export function literalOf(name: string, value: Nested<number | bigint | boolean>): Literal {
  const element = elementTypeNamed(name);
  if (!element) throw new RangeError(`no element type ${name}`);
  return maker(element)(value);
}

const complexMaker =
  (element: ElementType) =>
  (value: Nested<readonly [number, number]>): Literal => {
    const { shape, elements } = flatten(value, isPair);
    return buildLiteral(tensorType(element, shape), (i): Complex => ({ re: elements[i][0], im: elements[i][1] }));
  };

/** complex<f32> from pairs [re, im]. A single pair is a scalar. */
export const c64: (value: Nested<readonly [number, number]>) => Literal = complexMaker(complex64);
/** complex<f64> from pairs [re, im]. */
export const c128: (value: Nested<readonly [number, number]>) => Literal = complexMaker(complex128);
