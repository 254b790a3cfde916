/**
 * Batched matrix products c[i] = a[i] b[i] with any strides of a and b. Loops: columns in blocks, k in blocks, rows in blocks; b is packed once
 * for each block of columns and k, a once for each block of rows. (K. Goto and R. van de Geijn, "Anatomy of high-performance matrix
 * multiplication", 2008.)
 */
import { field } from '../../emit/wasm/elements.ts';
import { add, eq, i32, minU, mul, op, shl, sub } from '../../emit/wasm/expr.ts';
import { callEffect, type FunctionBuilder, type Local } from '../../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../../emit/wasm/module-builder.ts';
import type { KernelSource } from '../kernel.ts';
import { blockProduct } from './block-product.ts';
import type { EpilogueCode } from './epilogue.ts';
import { type GemmTarget, targetKey } from './micro-kernel.ts';
import { packPanels, type Unit } from './pack.ts';

/** Sizes of blocks: rows and columns in elements, multiples of the tile, and the length along k. */
export interface Blocks {
  readonly rows: number;
  readonly columns: number;
  readonly k: number;
}

/** Fields of the descriptor, in order. Strides are in bytes; c is row-major with `rowC` bytes a row. */
export const matrixFields = [
  'batches',
  'm',
  'n',
  'k',
  'a',
  'b',
  'c',
  'rowA',
  'kA',
  'kB',
  'columnB',
  'rowC',
  'batchA',
  'batchB',
  'batchC',
  'packedA',
  'packedB',
  'tile',
  'blockM',
  'blockN',
  'blockK',
] as const;
export type MatrixField = (typeof matrixFields)[number];
type Fields = Readonly<Record<MatrixField, Local>>;

/** How a product packs its operands, and what it does with sums. */
export interface ProductCode<A> {
  readonly unitA: A;
  readonly unitB: Unit;
  readonly epilogue: EpilogueCode | null;
}

export function matrixProduct(target: GemmTarget, code: ProductCode<Unit>): KernelSource {
  const key = `gemm${targetKey(target)}:${code.unitA},${code.unitB}${code.epilogue?.key ?? ''}`;
  return { key, define: (module) => module.function(key, ['i32', 'i32'], null, (f) => emitProduct(f, module, target, code)) };
}

function emitProduct(f: FunctionBuilder, module: ModuleBuilder, target: GemmTarget, { unitA, unitB, epilogue }: ProductCode<Unit>): void {
  const d = Object.fromEntries(matrixFields.map((name, i) => [name, f.let(field(f.parameters[0], i))])) as Fields;
  const packA = packPanels(module, target.rows, unitA);
  const packB = packPanels(module, target.columns, unitB);
  const product = blockProduct(module, target, epilogue);
  const [batch, column, k, row] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
  f.for(batch, 0, d.batches, 1, () => {
    f.for(column, 0, d.n, d.blockN, () => {
      const columns = f.let(minU(f.let(sub(d.n, column)), d.blockN));
      f.for(k, 0, d.k, d.blockK, () => {
        const depth = f.let(minU(f.let(sub(d.k, k)), d.blockK));
        const b = add(add(d.b, mul(k, d.kB)), mul(column, d.columnB));
        f.do(callEffect(packB, b, d.kB, d.columnB, depth, columns, d.packedB, mul(depth, 4 * target.columns)));
        f.for(row, 0, d.m, d.blockM, () => {
          const rows = f.let(minU(f.let(sub(d.m, row)), d.blockM));
          const a = add(add(d.a, mul(row, d.rowA)), mul(k, d.kA));
          f.do(callEffect(packA, a, d.kA, d.rowA, depth, rows, d.packedA, mul(depth, 4 * target.rows)));
          const c = add(add(d.c, mul(row, d.rowC)), shl(column, 2));
          const finish = epilogue ? [f.parameters[0], batch, row, column, eq(add(k, depth), d.k)] : [];
          f.do(callEffect(product, d.packedA, d.packedB, c, d.rowC, rows, columns, depth, op('i32.ne', k, i32(0)), d.tile, ...finish));
        });
      });
    });
    for (const [pointer, step] of [
      [d.a, d.batchA],
      [d.b, d.batchB],
      [d.c, d.batchC],
    ] as const)
      f.set(pointer, add(pointer, step));
  });
}
