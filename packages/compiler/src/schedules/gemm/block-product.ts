/** The product of packed blocks: every micro-kernel tile of one block of rows and one block of columns. */
import { add, and, type Expr, eqz, geU, i32, load, minU, mul, shl, store, storeLane, sub } from '../../emit/wasm/expr.ts';
import { callEffect, type FunctionBuilder, type FunctionRef, type Local } from '../../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../../emit/wasm/module-builder.ts';
import { type EpilogueCode, finishSums } from './epilogue.ts';
import { type GemmTarget, microKernel, targetKey } from './micro-kernel.ts';

/** What a block of products is called with. */
const parameterNames = ['a', 'b', 'c', 'rowBytes', 'm', 'n', 'k', 'accumulate', 'tile'] as const;
const epilogueParameterNames = ['descriptor', 'batch', 'firstRow', 'firstColumn', 'last'] as const;
type BlockParameter = (typeof parameterNames)[number] | (typeof epilogueParameterNames)[number];
type BlockParameters = Readonly<Record<BlockParameter, Local>>;

/**
 * `(a, b, c, bytes a row of c, m, n, k, accumulate, tile)`: c[m, n] = (accumulate ? c : 0) + a b over packed panels. Tiles at the edge go
 * through the buffer `tile`, so that nothing outside c is written. With an epilogue, `(…, descriptor, batch, first row, first column, last)`: where
 * `last` holds, stores what becomes of the sums instead.
 */
export function blockProduct(module: ModuleBuilder, target: GemmTarget, epilogue: EpilogueCode | null = null): FunctionRef {
  const name = `gemm.block${targetKey(target)}${epilogue?.key ?? ''}`;
  const tileProduct = tileProductOf(module, target, epilogue);
  const names: readonly BlockParameter[] = epilogue ? [...parameterNames, ...epilogueParameterNames] : parameterNames;
  const types = names.map(() => 'i32' as const);
  return module.once(name, () =>
    module.function(name, types, null, (f) => {
      const p = Object.fromEntries(names.map((parameter, i) => [parameter, f.parameters[i]])) as BlockParameters;
      const [row, column, panelA, panelB] = [f.local('i32'), f.local('i32'), f.local('i32'), f.let(p.b)];
      const panelBytes = (width: number): Local => f.let(mul(shl(p.k, 2), width));
      const [bytesA, bytesB] = [panelBytes(target.rows), panelBytes(target.columns)];
      f.for(column, 0, p.n, target.columns, () => {
        f.set(panelA, p.a);
        f.for(row, 0, p.m, target.rows, () => {
          tileProduct(f, p, { row, column, panelA, panelB });
          f.set(panelA, add(panelA, bytesA));
        });
        f.set(panelB, add(panelB, bytesB));
      });
    }),
  );
}

interface Tile {
  readonly row: Local;
  readonly column: Local;
  readonly panelA: Local;
  readonly panelB: Local;
}
type TileProduct = (f: FunctionBuilder, p: BlockParameters, tile: Tile) => void;

/** The code for one tile. */
function tileProductOf(module: ModuleBuilder, target: GemmTarget, epilogue: EpilogueCode | null): TileProduct {
  const sums = microKernel(module, target);
  const finished = epilogue?.inRegisters ? microKernel(module, target, epilogue) : null;
  const finish = epilogue && finishSums(module, epilogue);
  const tileBytes = i32(4 * target.columns);
  return (f, p, { row, column, panelA, panelB }) => {
    const [rows, columns] = [f.let(sub(p.m, row)), f.let(sub(p.n, column))];
    const corner = f.let(add(add(p.c, mul(row, p.rowBytes)), shl(column, 2)));
    const place = (): Expr[] => [p.descriptor, p.batch, add(p.firstRow, row), add(p.firstColumn, column)];
    const full = and(geU(rows, target.rows), geU(columns, target.columns));
    const direct = (): void => f.do(callEffect(sums, panelA, panelB, corner, p.rowBytes, p.k, p.accumulate));
    const throughTile = (): void => {
      const [height, width] = [f.let(minU(rows, target.rows)), f.let(minU(columns, target.columns))];
      f.if(p.accumulate, () => copyTile(f, corner, p.rowBytes, p.tile, tileBytes, height, width));
      f.do(callEffect(sums, panelA, panelB, p.tile, tileBytes, p.k, p.accumulate));
      const store = (): void => copyTile(f, p.tile, tileBytes, corner, p.rowBytes, height, width);
      if (finish) f.if(p.last, () => f.do(callEffect(finish, p.tile, tileBytes, ...place(), height, width)), store);
      else store();
    };
    if (!epilogue) f.if(full, direct, throughTile);
    else if (!finished) f.if(and(full, eqz(p.last)), direct, throughTile);
    else
      f.if(full, () => f.if(p.last, () => f.do(callEffect(finished, panelA, panelB, corner, p.rowBytes, p.k, p.accumulate, ...place())), direct), throughTile);
  };
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
