/**
 * What products do with their sums before they store them: any scalar expressions over a sum and elements of other operands. On whole tiles they read
 * accumulators in registers; tiles at the edges, and expressions that would make the tile's code long, go through a small buffer.
 */
import type { ElementType, Scalar } from '@millrace/ir';
import { f32 } from '@millrace/ir';
import { field, loadFour, loadSplat, storeFour, storeSome } from '../../emit/wasm/elements.ts';
import { add, type Expr, geU, load, mul } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, FunctionRef, Local } from '../../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../../emit/wasm/module-builder.ts';
import { emitScalars } from '../../emit/wasm/scalar-code.ts';

/** An operand besides the factors: neighbors along the columns, or one element for a row. */
export interface EpilogueInput {
  readonly element: ElementType;
  readonly walks: boolean;
}

/** The part of an epilogue that code depends on. */
export interface EpilogueCode {
  readonly key: string;
  /** Over the sum (input 0) and `inputs`. */
  readonly expressions: readonly Scalar[];
  readonly inputs: readonly EpilogueInput[];
  readonly results: readonly ElementType[];
  /**
   * Place of its first field in the descriptor: elements from row to row and from batch to batch of every result, then of each input its address and
   * the bytes from batch to batch and from row to row, then the address of each result.
   */
  readonly first: number;
  /** Short enough to be written out for every vector of a tile. */
  readonly inRegisters: boolean;
}

/** Where a tile lies in the result. */
export interface Corner {
  readonly descriptor: Expr;
  readonly batch: Expr;
  readonly row: Expr;
  readonly column: Expr;
}

interface Pointers {
  readonly inputs: readonly Local[];
  readonly inputSteps: readonly Local[];
  readonly results: readonly Local[];
  readonly resultSteps: readonly Local[];
}

function pointersAt(f: FunctionBuilder, e: EpilogueCode, { descriptor, batch, row, column }: Corner): Pointers {
  const at = (index: number): Expr => field(descriptor, e.first + index);
  const rowElements = f.let(at(0));
  const element = f.let(add(add(mul(batch, at(1)), mul(row, rowElements)), column));
  const inputSteps = e.inputs.map((_, i) => f.let(at(4 + 3 * i)));
  const inputs = e.inputs.map(({ element: type, walks }, i) => {
    const line = add(add(at(2 + 3 * i), mul(batch, at(3 + 3 * i))), mul(row, inputSteps[i]));
    return f.let(walks ? add(line, mul(column, type.bytes)) : line);
  });
  const firstResult = 2 + 3 * e.inputs.length;
  return {
    inputs,
    inputSteps,
    results: e.results.map((type, k) => f.let(add(at(firstResult + k), mul(element, type.bytes)))),
    resultSteps: e.results.map((type) => f.let(mul(rowElements, type.bytes))),
  };
}

function nextRow(f: FunctionBuilder, p: Pointers): void {
  p.inputs.forEach((at, i) => f.set(at, add(at, p.inputSteps[i])));
  p.results.forEach((at, k) => f.set(at, add(at, p.resultSteps[k])));
}

/** Elements of a row that stand still in it. */
const stillIn = (f: FunctionBuilder, e: EpilogueCode, inputs: readonly Local[]): (Local | null)[] =>
  e.inputs.map(({ element, walks }, i) => (walks ? null : f.let(loadSplat(element, inputs[i]))));

/** Results for four neighboring sums, `offset` elements after the pointers. */
function valuesOf(
  f: FunctionBuilder,
  module: ModuleBuilder,
  e: EpilogueCode,
  sum: Expr,
  inputs: readonly Local[],
  still: readonly (Local | null)[],
  offset: number,
): Local[] {
  const loaded = e.inputs.map(({ element }, i) => still[i] ?? f.let(loadFour(element, inputs[i], offset * element.bytes)));
  return emitScalars({ f, module }, e.expressions, [sum, ...loaded], [f32, ...e.inputs.map((x) => x.element)], e.results);
}

/** Stores what becomes of the accumulators of a whole tile, a list of vectors for each row. */
export function storeTile(f: FunctionBuilder, module: ModuleBuilder, e: EpilogueCode, sums: readonly (readonly Local[])[], corner: Corner): void {
  const p = pointersAt(f, e, corner);
  sums.forEach((vectors, i) => {
    if (i > 0) nextRow(f, p);
    const still = stillIn(f, e, p.inputs);
    vectors.forEach((sum, v) => {
      valuesOf(f, module, e, sum, p.inputs, still, 4 * v).forEach((value, k) => f.do(storeFour(e.results[k], p.results[k], value, 4 * v * e.results[k].bytes)));
    });
  });
}

/** `(sums, bytes a row of them, descriptor, batch, row, column, height, width)`: stores what becomes of height x width sums in memory. */
export function finishSums(module: ModuleBuilder, e: EpilogueCode): FunctionRef {
  const name = `gemm.finish${e.key}`;
  return module.once(name, () =>
    module.function(name, ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], null, (f) => {
      const [sums, sumBytes, descriptor, batch, row, column, height, width] = f.parameters;
      const p = pointersAt(f, e, { descriptor, batch, row, column });
      const i = f.local('i32');
      f.for(i, 0, height, 1, () => {
        finishRow(f, module, e, p, sums, width);
        f.set(sums, add(sums, sumBytes));
        nextRow(f, p);
      });
    }),
  );
}

function finishRow(f: FunctionBuilder, module: ModuleBuilder, e: EpilogueCode, p: Pointers, sums: Local, width: Local): void {
  const [from, left] = [f.let(sums), f.let(width)];
  const [inputs, results] = [p.inputs.map((x) => f.let(x)), p.results.map((x) => f.let(x))];
  const still = stillIn(f, e, inputs);
  const values = (): Local[] => valuesOf(f, module, e, f.let(load('v128.load', from)), inputs, still, 0);
  f.while(
    () => geU(left, 4),
    () => {
      values().forEach((value, k) => f.do(storeFour(e.results[k], results[k], value)));
      inputs.forEach((x, i) => {
        if (e.inputs[i].walks) f.increase(x, 4 * e.inputs[i].element.bytes);
      });
      results.forEach((x, k) => f.increase(x, 4 * e.results[k].bytes));
      f.increase(from, 16);
      f.increase(left, -4);
    },
  );
  f.if(left, () => values().forEach((value, k) => storeSome(f, e.results[k], results[k], value, left)));
}
