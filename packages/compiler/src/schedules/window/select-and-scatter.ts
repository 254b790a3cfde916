/** The gradient of max pooling: each window's first winner gets what belongs to the window. */
import { combinerOf, comparisonOf, f32, indexExpr, type Program } from '@millrace/ir';
import { loadSplat, storeSome } from '../../emit/wasm/elements.ts';
import { add, eqz, f32x4, geU, i32, i32x4, load, op, shl, store, sub } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, Local } from '../../emit/wasm/function-builder.ts';
import { where } from '../../emit/wasm/math/vectors.ts';
import type { OpName } from '../../emit/wasm/opcodes.ts';
import { type KernelSource, type OperationPlan, place, splitBy } from '../kernel.ts';
import { elementCount, isRowMajor } from '../layout.ts';
import type { PlanRequest } from '../plan.ts';
import { PlanBuilder } from '../plan-builder.ts';
import { pooledView, windowDescriptor } from './reduce-window.ts';
import { commonWindowFields, eachTap, loadNamed, type WindowPlace, walkWindows } from './window-code.ts';

const fields = [...commonWindowFields, 'source', 'initial', 'result', 'size'] as const;
type Fields = Readonly<Record<(typeof fields)[number], Local>>;

const keeps: Readonly<Record<'GE' | 'GT' | 'LE' | 'LT', OpName>> = { GE: 'f32x4.ge', GT: 'f32x4.gt', LE: 'f32x4.le', LT: 'f32x4.lt' };

function selectAndScatterKernel(direction: 'GE' | 'GT' | 'LE' | 'LT'): KernelSource {
  const key = `window.scatter:${direction}`;
  return {
    key,
    define: (module) =>
      module.function(key, ['i32', 'i32'], null, (f) => {
        const d = loadNamed(f, fields);
        fill(f, d);
        const toResult = f.let(sub(d.result, d.input));
        walkWindows(f, d, [1], (at) => scatterWindow(f, d, at, toResult, keeps[direction]));
      }),
  };
}

/** The result starts as the initial value everywhere. */
function fill(f: FunctionBuilder, d: Fields): void {
  const [value, to, left] = [f.let(loadSplat(f32, d.initial)), f.let(d.result), f.let(d.size)];
  f.while(
    () => geU(left, 4),
    () => {
      f.do(store('v128.store', to, value));
      f.increase(to, 16);
      f.increase(left, -4);
    },
  );
  f.if(left, () => storeSome(f, f32, to, value, left));
}

/** Finds the winner among the taps of each channel, then adds there. The winner stays unless the comparison with a later tap fails. */
function scatterWindow(f: FunctionBuilder, d: Fields, at: WindowPlace, toResult: Local, keep: OpName): void {
  const [best, winner, found] = [f.let(f32x4(0)), f.let(i32x4(-1)), f.let(i32(0))];
  eachTap(f, at, d.taps, (address, tap) => {
    const value = f.let(load('v128.load', address));
    f.if(
      eqz(found),
      () => {
        f.set(best, value);
        f.set(winner, op('i32x4.splat', tap));
        f.set(found, i32(1));
      },
      () => {
        const stays = f.let(op(keep, best, value));
        f.set(winner, where(stays, winner, op('i32x4.splat', tap)));
        f.set(best, where(stays, best, value));
      },
    );
  });
  const share = f.let(load('v128.load', add(d.source, shl(at.done, 2))));
  eachTap(f, at, d.taps, (address, tap) => {
    const target = f.let(add(address, toResult));
    const old = f.let(load('v128.load', target));
    const value = f.let(where(op('i32x4.eq', winner, op('i32x4.splat', tap)), op('f32x4.add', old, share), old));
    storeInto(f, at, target, value);
  });
}

function storeInto(f: FunctionBuilder, at: WindowPlace, target: Local, value: Local): void {
  if (at.rest) storeSome(f, f32, target, value, at.rest);
  else f.do(store('v128.store', target, value));
}

/** The plan of select_and_scatter with a comparison and an addition over f32 windows with neighboring channels, or null. */
export function planSelectAndScatter(request: PlanRequest): OperationPlan | null {
  const [operand, source] = request.operands;
  const [select, scatter] = request.regions as readonly [Program, Program];
  const direction = comparisonOf(select);
  if (direction === null || combinerOf(scatter) !== 'add') return null;
  if (operand.element !== f32 || request.results[0].element !== f32 || elementCount(source.shape) === 0) return null;
  if (!isRowMajor(operand) || !isRowMajor(source)) return null;
  const { windowDimensions, windowStrides, padding } = request.attributes as unknown as Record<string, readonly (number | readonly number[])[]>;
  const rank = operand.shape.length;
  const stride = (axis: number): number => (windowStrides.length === 0 ? 1 : (windowStrides[axis] as number));
  const low = (axis: number): number => (padding.length === 0 ? 0 : (padding[axis] as readonly number[])[0]);
  const map = operand.shape.map((_, axis) =>
    indexExpr(
      [
        { axis, coefficient: stride(axis) },
        { axis: rank + axis, coefficient: 1 },
      ],
      -low(axis),
    ),
  );
  const extents = windowDimensions.length === 0 ? operand.shape.map(() => 1) : (windowDimensions as readonly number[]);
  const view = pooledView(map, operand, source.shape, extents);
  if (!view) return null;
  const plan = new PlanBuilder(request);
  const size = elementCount(operand.shape);
  const example = 4 * view.outerStep;
  const split = splitBy(fields, {
    extent: 'outer',
    moves: { input: example, source: 4 * view.table.pixels * view.channels, result: example },
    scaled: { size: size / view.outer },
  });
  plan.call(selectAndScatterKernel(direction), [...windowDescriptor(plan, view, 0), place(1), place(2), place(plan.result()), size], split);
  return plan.finish(size + 2 * elementCount(source.shape) * view.table.taps);
}
