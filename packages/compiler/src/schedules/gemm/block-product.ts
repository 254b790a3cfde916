/** The product of packed blocks: every micro-kernel tile of one block of rows and one block of columns. */
import { add, and, type Expr, geU, i32, load, minU, mul, shl, store, storeLane, sub } from '../../emit/wasm/expr.ts';
import { callEffect, type FunctionBuilder, type FunctionRef, type Local } from '../../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../../emit/wasm/module-builder.ts';
import { type GemmTarget, microKernel, targetKey } from './micro-kernel.ts';

/**
 * `(a, b, c, bytes a row of c, m, n, k, accumulate, tile)`: c[m, n] = (accumulate ? c : 0) + a b over packed panels. Tiles at the edge go
 * through the buffer `tile`, so that nothing outside c is written.
 */
export function blockProduct(module: ModuleBuilder, target: GemmTarget): FunctionRef {
  const name = `gemm.block${targetKey(target)}`;
  const micro = microKernel(module, target);
  return module.once(name, () =>
    module.function(name, ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], null, (f) => {
      const [a, b, c, rowBytes, m, n, k, accumulate, tile] = f.parameters;
      const [row, column, panelA, panelB] = [f.local('i32'), f.local('i32'), f.local('i32'), f.let(b)];
      const panelBytes = (width: number): Local => f.let(mul(shl(k, 2), width));
      const [bytesA, bytesB] = [panelBytes(target.rows), panelBytes(target.columns)];
      f.for(column, 0, n, target.columns, () => {
        const columns = f.let(sub(n, column));
        f.set(panelA, a);
        f.for(row, 0, m, target.rows, () => {
          const rows = f.let(sub(m, row));
          const corner = f.let(add(add(c, mul(row, rowBytes)), shl(column, 2)));
          const full = and(geU(rows, target.rows), geU(columns, target.columns));
          f.if(
            full,
            () => f.do(callEffect(micro, panelA, panelB, corner, rowBytes, k, accumulate)),
            () => {
              const [height, width] = [f.let(minU(rows, target.rows)), f.let(minU(columns, target.columns))];
              const tileBytes = i32(4 * target.columns);
              f.if(accumulate, () => copyTile(f, corner, rowBytes, tile, tileBytes, height, width));
              f.do(callEffect(micro, panelA, panelB, tile, tileBytes, k, accumulate));
              copyTile(f, tile, tileBytes, corner, rowBytes, height, width);
            },
          );
          f.set(panelA, add(panelA, bytesA));
        });
        f.set(panelB, add(panelB, bytesB));
      });
    }),
  );
}

/** Copies height rows of width elements; both are small. */
function copyTile(f: FunctionBuilder, from: Local, fromStep: Expr, to: Local, toStep: Expr, height: Local, width: Local): void {
  const [source, target, left, i] = [f.let(from), f.let(to), f.local('i32'), f.local('i32')];
  f.for(i, 0, height, 1, () => {
    const [s, t] = [f.let(source), f.let(target)];
    f.set(left, width);
    f.while(
      () => geU(left, 4),
      () => {
        f.do(store('v128.store', t, load('v128.load', s)));
        f.increase(s, 16);
        f.increase(t, 16);
        f.increase(left, -4);
      },
    );
    f.while(
      () => left,
      () => {
        f.do(storeLane('v128.store32_lane', 0, t, load('v128.load32_zero', s)));
        f.increase(s, 4);
        f.increase(t, 4);
        f.increase(left, -1);
      },
    );
    f.set(source, add(source, fromStep));
    f.set(target, add(target, toStep));
  });
}
