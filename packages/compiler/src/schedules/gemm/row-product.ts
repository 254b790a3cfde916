/**
 * Products with few rows on the left: packing would cost more than it saves, so strips of columns go down the right operand directly. The sums
 * are those of the packed kernel bit for bit: one accumulator an element, ascending k.
 */

import { f32 } from '@millrace/ir';
import { field, storeSome } from '../../emit/wasm/elements.ts';
import { add, type Expr, f32x4, geU, i32, load, ltU, mul, store, sub } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, FunctionRef, Local } from '../../emit/wasm/function-builder.ts';
import { callEffect } from '../../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../../emit/wasm/module-builder.ts';
import type { KernelSource } from '../kernel.ts';
import { type EpilogueCode, finishSums } from './epilogue.ts';
import { type MatrixField, matrixFields } from './matrix-product.ts';
import { type GemmTarget, multiplyAdd } from './micro-kernel.ts';

/** Rows up to which this beats packed panels of four rows. */
export const mostDirectRows = 3;

/** Batched products of few rows; the columns of b are neighbors. The descriptor is that of `matrixProduct`. */
export function rowProduct(target: GemmTarget, epilogue: EpilogueCode | null): KernelSource {
  const key = `gemm.rows${target.fused ? 'fma' : ''}${epilogue?.key ?? ''}`;
  return { key, define: (module) => module.function(key, ['i32', 'i32'], null, (f) => emitRows(f, module, target, epilogue)) };
}

function emitRows(f: FunctionBuilder, module: ModuleBuilder, target: GemmTarget, epilogue: EpilogueCode | null): void {
  const d = Object.fromEntries(matrixFields.map((name, i) => [name, f.let(field(f.parameters[0], i))])) as Record<MatrixField, Local>;
  const strips = [8, 1].map((vectors) => ({ vectors, run: stripProduct(module, target, vectors) }));
  const finish = epilogue && finishSums(module, epilogue);
  const [batch, row] = [f.local('i32'), f.local('i32')];
  /** The strip's sums go through the tile where they are not yet the result, which has room for the widest. */
  const finishStrip = (left: Local, width: Expr): void => {
    if (finish) f.do(callEffect(finish, d.tile, i32(0), f.parameters[0], batch, row, sub(d.n, left), i32(1), width));
  };
  f.for(batch, 0, d.batches, 1, () => {
    f.for(row, 0, d.m, 1, () => {
      const [a, b, c, left] = [f.let(add(d.a, mul(row, d.rowA))), f.let(d.b), f.let(add(d.c, mul(row, d.rowC))), f.let(d.n)];
      for (const { vectors, run } of strips) {
        f.while(
          () => geU(left, 4 * vectors),
          () => {
            f.do(callEffect(run, a, d.kA, b, d.kB, d.k, finish ? d.tile : c));
            finishStrip(left, i32(4 * vectors));
            f.increase(b, 16 * vectors);
            f.increase(c, 16 * vectors);
            f.increase(left, -4 * vectors);
          },
        );
      }
      // the last columns go through the tile, which has room for a whole vector
      f.if(left, () => {
        f.do(callEffect(strips[1].run, a, d.kA, b, d.kB, d.k, d.tile));
        if (finish) finishStrip(left, left);
        else storeSome(f, f32, c, f.let(load('v128.load', d.tile)), left);
      });
    });
    f.set(d.a, add(d.a, d.batchA));
    f.set(d.b, add(d.b, d.batchB));
    f.set(d.c, add(d.c, d.batchC));
  });
}

/** `(a, bytes a step of a, b, bytes a step of b, k, c)`: one row by a strip of columns. */
function stripProduct(module: ModuleBuilder, target: GemmTarget, vectors: number): FunctionRef {
  const name = `gemm.strip${vectors}${target.fused ? 'fma' : ''}`;
  return module.once(name, () =>
    module.function(name, ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], null, (f) => {
      const [a, stepA, b, stepB, k, c] = f.parameters;
      const sums = Array.from({ length: vectors }, () => f.let(f32x4(0)));
      const i = f.local('i32');
      f.while(
        () => ltU(i, k),
        () => {
          const element = f.let(load('v128.load32_splat', a));
          sums.forEach((sum, v) => f.set(sum, multiplyAdd(target, element, load('v128.load', b, 16 * v), sum)));
          f.set(a, add(a, stepA));
          f.set(b, add(b, stepB));
          f.increase(i, 1);
        },
      );
      sums.forEach((sum, v) => f.do(store('v128.store', c, sum, 16 * v)));
    }),
  );
}
