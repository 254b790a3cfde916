/**
 * The innermost tile of matrix products: `rows` x `columns` accumulators in registers, packed panels of both operands. A function of its own,
 * called from the loops around it, so that it runs optimized from the first call on (notes N1). One accumulator an element and ascending k:
 * the result does not depend on tile sizes (loops/reduction-order.ts).
 */
import { add, type Expr, load, ltU, mul, op, store } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, FunctionRef, Local } from '../../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../../emit/wasm/module-builder.ts';
import { type EpilogueCode, storeTile } from './epilogue.ts';

/**
 * Parameters of the target. 2 x 16 needs 8 accumulators, 4 vectors of b and a spread element of a: V8 has 15 registers and spills beyond. On an EPYC of
 * 2024 at 3.7 GHz, whose two multipliers and two adders do 58.6 GFLOP/s: 4 x 8 45, 5 x 8 57, 3 x 12 55, 2 x 16 56.5, 6 x 8 30 (spills).
 */
export interface GemmTarget {
  readonly rows: number;
  readonly columns: number;
  /** Use relaxed SIMD's fused multiply-add: faster, but bits differ between machines. */
  readonly fused: boolean;
  /** Rows, columns and length along k of the blocks that are packed: b's panels of a block stay in the second-level cache, one of them in the first. */
  readonly blocks: { readonly m: number; readonly n: number; readonly k: number };
}
export const defaultTarget: GemmTarget = { rows: 2, columns: 16, fused: false, blocks: { m: 64, n: 512, k: 512 } };

/** Blocks for a product of this size: whole tiles, and no larger than it is. */
export function blocksFor({ rows, columns, blocks }: GemmTarget, m: number, n: number, k: number): GemmTarget['blocks'] {
  const upTo = (size: number, tile: number, most: number): number => Math.min(Math.ceil(size / tile) * tile, most);
  return { m: upTo(m, rows, blocks.m), n: upTo(n, columns, blocks.n), k: Math.min(k, blocks.k) };
}

export const targetKey = (t: GemmTarget): string => `${t.rows}x${t.columns}${t.fused ? 'fma' : ''}`;

/**
 * `(a, b, c, bytes a row of c, k, accumulate)`: c[rows, columns] = (accumulate ? c : 0) + sum over k of a[k, rows] b[k, columns]. With an epilogue,
 * `(…, descriptor, batch, row, column)`: stores what becomes of these sums.
 */
export function microKernel(module: ModuleBuilder, target: GemmTarget, epilogue: EpilogueCode | null = null): FunctionRef {
  const name = `gemm.tile${targetKey(target)}${epilogue?.key ?? ''}`;
  const parameters: 'i32'[] = new Array(epilogue ? 10 : 6).fill('i32');
  return module.once(name, () =>
    module.function(name, parameters, null, (f) => {
      const [a, b, c, rowBytes, k, accumulate, descriptor, batch, row, column] = f.parameters;
      const vectors = target.columns / 4;
      const rows = Array.from({ length: target.rows - 1 }).reduce<Local[]>((made) => [...made, f.let(add(made[made.length - 1], rowBytes))], [f.let(c)]);
      const sums = rows.map(() => Array.from({ length: vectors }, () => f.local('v128')));
      const each = (run: (sum: Local, at: Local, v: number) => void): void => sums.forEach((list, i) => list.forEach((s, v) => run(s, rows[i], v)));
      // Variables are zero at the start of a call, also as vectors.
      f.if(accumulate, () => each((s, at, v) => f.set(s, load('v128.load', at, 16 * v))));
      // Not unrolled: V8 would move the loads of several steps to the front, run out of registers and fall from 44 to 28 GFLOP/s.
      const end = f.let(add(a, mul(k, 4 * target.rows)));
      f.while(
        () => ltU(a, end),
        () => {
          stepOverK(f, target, sums, a, b);
          f.increase(a, 4 * target.rows);
          f.increase(b, 4 * target.columns);
        },
      );
      if (epilogue) storeTile(f, module, epilogue, sums, { descriptor, batch, row, column });
      else each((s, at, v) => f.do(store('v128.store', at, s, 16 * v)));
    }),
  );
}

function stepOverK(f: FunctionBuilder, target: GemmTarget, sums: readonly (readonly Local[])[], a: Local, b: Local): void {
  const columns = sums[0].map((_, v) => f.let(load('v128.load', b, 16 * v)));
  sums.forEach((list, i) => {
    const element = f.let(load('v128.load32_splat', a, 4 * i));
    list.forEach((sum, v) => f.set(sum, multiplyAdd(target, element, columns[v], sum)));
  });
}

export function multiplyAdd(target: Pick<GemmTarget, 'fused'>, a: Expr, b: Expr, sum: Expr): Expr {
  return target.fused ? op('f32x4.relaxed_madd', a, b, sum) : op('f32x4.add', sum, op('f32x4.mul', a, b));
}
