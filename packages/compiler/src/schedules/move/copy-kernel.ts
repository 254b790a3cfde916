/** Copies a box of 32-bit elements between two strided places: rows, repeated elements, 4 x 4 transposed tiles, or one by one. */
import { f32 } from '@millrace/ir';
import { field, loadFour, storeSome } from '../../emit/wasm/elements.ts';
import { add, geU, i32, load, mul, store, storeLane, sub } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, Local } from '../../emit/wasm/function-builder.ts';
import { transposeFour } from '../gemm/pack.ts';
import type { KernelSource } from '../kernel.ts';

/**
 * How the innermost axis (or, for tiles, the innermost two) moves: both sides by one element; the source not at all; the source by one along the
 * last axis but one; anything.
 */
export type CopyUnit = 'row' | 'repeat' | 'tile' | 'any';

/** Axes of a copy; boxes with fewer have axes of size 1 in front. */
export const copyAxes = 5;

/** Descriptor: source, target, then sizes, steps of the source and steps of the target in bytes, outermost first. */
export function copyKernel(unit: CopyUnit): KernelSource {
  const key = `move.${unit}`;
  const loops = unit === 'tile' ? copyAxes - 2 : copyAxes - 1;
  return {
    key,
    define: (module) =>
      module.function(key, ['i32', 'i32'], null, (f) => {
        const [descriptor] = f.parameters;
        const read = (i: number): Local => f.let(field(descriptor, i));
        const list = (group: number): Local[] => Array.from({ length: copyAxes }, (_, axis) => read(2 + group * copyAxes + axis));
        const box = { sizes: list(0), from: list(1), to: list(2) };
        nest(f, 0, loops, box, read(0), read(1), inner[unit]);
      }),
  };
}

interface Box {
  readonly sizes: readonly Local[];
  readonly from: readonly Local[];
  readonly to: readonly Local[];
}
type Inner = (f: FunctionBuilder, box: Box, source: Local, target: Local) => void;

function nest(f: FunctionBuilder, axis: number, loops: number, box: Box, source: Local, target: Local, body: Inner): void {
  if (axis === loops) {
    body(f, box, f.let(source), f.let(target));
    return;
  }
  const [counter, s, t] = [f.local('i32'), f.let(source), f.let(target)];
  f.for(counter, 0, box.sizes[axis], 1, () => {
    nest(f, axis + 1, loops, box, s, t, body);
    f.set(s, add(s, box.from[axis]));
    f.set(t, add(t, box.to[axis]));
  });
}

const last = copyAxes - 1;

const copyRow: Inner = (f, box, source, target) => {
  const left = f.let(box.sizes[last]);
  for (const vectors of [4, 1]) {
    f.while(
      () => geU(left, 4 * vectors),
      () => {
        for (let v = 0; v < vectors; v++) f.do(store('v128.store', target, load('v128.load', source, 16 * v), 16 * v));
        f.increase(source, 16 * vectors);
        f.increase(target, 16 * vectors);
        f.increase(left, -4 * vectors);
      },
    );
  }
  f.if(left, () => storeSome(f, f32, target, f.let(loadFour(f32, source)), left));
};

const repeatElement: Inner = (f, box, source, target) => {
  const [left, value] = [f.let(box.sizes[last]), f.let(load('v128.load32_splat', source))];
  f.while(
    () => geU(left, 4),
    () => {
      f.do(store('v128.store', target, value));
      f.increase(target, 16);
      f.increase(left, -4);
    },
  );
  f.if(left, () => storeSome(f, f32, target, value, left));
};

const copyElements: Inner = (f, box, source, target) => {
  const left = f.let(box.sizes[last]);
  f.while(
    () => left,
    () => {
      f.do(storeLane('v128.store32_lane', 0, target, load('v128.load32_zero', source)));
      f.set(source, add(source, box.from[last]));
      f.set(target, add(target, box.to[last]));
      f.increase(left, -1);
    },
  );
};

/** Source neighbors along the last axis but one become target neighbors along the last. Edges go one by one. */
const transposeTiles: Inner = (f, box, source, target) => {
  const [rows, columns] = [box.sizes[last - 1], box.sizes[last]];
  const [stepFrom, stepTo] = [box.from[last], box.to[last - 1]];
  const i = f.local('i32');
  f.for(i, 0, rows, 4, () => {
    const [s, t, left, height] = [f.let(source), f.let(target), f.let(columns), f.let(sub(rows, i))];
    f.if(geU(height, 4), () => {
      f.while(
        () => geU(left, 4),
        () => {
          const lines = [0, 1, 2, 3].map((k) => load('v128.load', add(s, mul(stepFrom, k))));
          transposeFour(f, lines).forEach((line, k) => f.do(store('v128.store', add(t, mul(stepTo, k)), line)));
          f.set(s, add(s, mul(stepFrom, 4)));
          f.increase(t, 16);
          f.increase(left, -4);
        },
      );
    });
    f.while(
      () => left,
      () => {
        const [a, b, count] = [f.let(s), f.let(t), f.let(height)];
        f.if(geU(count, 4), () => f.set(count, i32(4)));
        f.while(
          () => count,
          () => {
            f.do(storeLane('v128.store32_lane', 0, b, load('v128.load32_zero', a)));
            f.increase(a, 4);
            f.set(b, add(b, stepTo));
            f.increase(count, -1);
          },
        );
        f.set(s, add(s, stepFrom));
        f.increase(t, 4);
        f.increase(left, -1);
      },
    );
    f.increase(source, 16);
    f.set(target, add(target, mul(stepTo, 4)));
  });
};

const inner: Readonly<Record<CopyUnit, Inner>> = { row: copyRow, repeat: repeatElement, any: copyElements, tile: transposeTiles };
