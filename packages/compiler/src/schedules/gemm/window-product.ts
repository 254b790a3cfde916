/**
 * Convolutions and their gradients as one matrix product without materialized patches: rows are windows (packed through a table), columns
 * are output features, k runs over taps and channels. Blocks and tiles are those of `matrix-product.ts`.
 */
import { field } from '../../emit/wasm/elements.ts';
import { add, eq, i32, minU, mul, op, shl, sub } from '../../emit/wasm/expr.ts';
import { callEffect, type FunctionBuilder, type FunctionRef, type Local } from '../../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../../emit/wasm/module-builder.ts';
import type { KernelSource } from '../kernel.ts';
import { blockProduct } from './block-product.ts';
import type { ProductCode } from './matrix-product.ts';
import { type GemmTarget, targetKey } from './micro-kernel.ts';
import { packPanels } from './pack.ts';
import { packWindows, type WindowFields, type WindowUnit, windowFieldNames } from './pack-windows.ts';

/** Fields of the descriptor behind those of the windows. `segment` k's of b lie evenly, `segmentBytes` apart from the next ones. */
const productFieldNames = ['n', 'k', 'b', 'kB', 'columnB', 'segment', 'segmentBytes', 'c', 'packedA', 'packedB', 'tile', 'blockM', 'blockN', 'blockK'] as const;
type ProductField = (typeof productFieldNames)[number];
export type WindowProductField = ProductField | keyof WindowFields;
export const windowProductFields: readonly WindowProductField[] = [...windowFieldNames, ...productFieldNames];

const loadWindowFields = (f: FunctionBuilder): WindowFields =>
  Object.fromEntries(windowFieldNames.map((name, i) => [name, f.let(field(f.parameters[0], i))])) as unknown as WindowFields;

export function windowProduct(target: GemmTarget, code: ProductCode<WindowUnit>): KernelSource {
  const key = `windows${targetKey(target)}:${code.unitA},${code.unitB}${code.epilogue?.key ?? ''}`;
  return { key, define: (module) => module.function(key, ['i32', 'i32'], null, (f) => emitProduct(f, module, target, code)) };
}

function emitProduct(f: FunctionBuilder, module: ModuleBuilder, target: GemmTarget, { unitA, unitB, epilogue }: ProductCode<WindowUnit>): void {
  const [descriptor] = f.parameters;
  const d = Object.fromEntries(windowProductFields.map((name, i) => [name, f.let(field(descriptor, i))])) as Record<WindowProductField, Local>;
  const packA = packWindows(module, target.rows, unitA, loadWindowFields);
  const packB = packPanels(module, target.columns, unitB);
  const product = blockProduct(module, target, epilogue);
  const [column, k, row] = [f.local('i32'), f.local('i32'), f.local('i32')];
  const rowC = f.let(shl(d.n, 2));
  f.for(column, 0, d.n, d.blockN, () => {
    const columns = f.let(minU(f.let(sub(d.n, column)), d.blockN));
    f.for(k, 0, d.k, d.blockK, () => {
      const depth = f.let(minU(f.let(sub(d.k, k)), d.blockK));
      packSegments(f, packB, target, d, { column, columns, k, depth });
      f.for(row, 0, d.rows, d.blockM, () => {
        const rows = f.let(minU(f.let(sub(d.rows, row)), d.blockM));
        f.do(callEffect(packA, descriptor, row, rows, k, depth, d.packedA));
        const c = add(add(d.c, mul(row, rowC)), shl(column, 2));
        const finish = epilogue ? [descriptor, i32(0), row, column, eq(add(k, depth), d.k)] : [];
        f.do(callEffect(product, d.packedA, d.packedB, c, rowC, rows, columns, depth, op('i32.ne', k, i32(0)), d.tile, ...finish));
      });
    });
  });
}

interface Block {
  readonly column: Local;
  readonly columns: Local;
  readonly k: Local;
  readonly depth: Local;
}

/** Packs k's of b from segment to segment. */
function packSegments(
  f: FunctionBuilder,
  pack: FunctionRef,
  target: GemmTarget,
  d: Record<WindowProductField, Local>,
  { column, columns, k, depth }: Block,
): void {
  const segment = f.let(op('i32.div_u', k, d.segment));
  const inside = f.let(op('i32.rem_u', k, d.segment));
  const [left, to] = [f.let(depth), f.let(d.packedB)];
  const panelBytes = f.let(mul(depth, 4 * target.columns));
  f.while(
    () => left,
    () => {
      const count = f.let(minU(left, sub(d.segment, inside)));
      const b = add(add(add(d.b, mul(segment, d.segmentBytes)), mul(inside, d.kB)), mul(column, d.columnB));
      f.do(callEffect(pack, b, d.kB, d.columnB, count, columns, to, panelBytes));
      f.set(to, add(to, mul(count, 4 * target.columns)));
      f.set(left, sub(left, count));
      f.set(inside, i32(0));
      f.increase(segment, 1);
    },
  );
}
