/** Kernels that walk windows with neighboring channels: for each example, pixel and strip of channels the taps of a table. */
import { field } from '../../emit/wasm/elements.ts';
import { add, type Expr, geS, geU, i32, load, shl } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, Local } from '../../emit/wasm/function-builder.ts';

/** Fields that every window kernel's descriptor begins with. Channels are neighbors in operand and result; results are row-major. */
export const commonWindowFields = ['outer', 'pixels', 'taps', 'channels', 'input', 'table', 'outerBytes'] as const;
export type CommonWindowField = (typeof commonWindowFields)[number];

export const loadNamed = <K extends string>(f: FunctionBuilder, names: readonly K[]): Readonly<Record<K, Local>> =>
  Object.fromEntries(names.map((name, i) => [name, f.let(field(f.parameters[0], i))])) as Record<K, Local>;

/** Where one step of the walk stands. */
export interface WindowPlace {
  /** Address of the example's first channel of the strip; taps' offsets are added to it. */
  readonly base: Local;
  /** Address of the pixel's row of the table. */
  readonly row: Local;
  /** Elements of the result before this strip. */
  readonly done: Local;
  /** First channel of the strip. */
  readonly channel: Local;
  /** Channels in the strip: null for whole strips, 1 to 3 for the rest. */
  readonly rest: Local | null;
  /** Vectors of four channels in the strip. */
  readonly vectors: number;
}

/** Visits every strip of every pixel of every example. `widths` are numbers of vectors a strip, largest first, ending with 1. */
export function walkWindows(
  f: FunctionBuilder,
  d: Readonly<Record<CommonWindowField, Local>>,
  widths: readonly number[],
  visit: (place: WindowPlace) => void,
): void {
  const [example, pixel, image, done] = [f.local('i32'), f.local('i32'), f.let(d.input), f.local('i32')];
  const rowBytes = f.let(shl(d.taps, 2));
  f.for(example, 0, d.outer, 1, () => {
    const row = f.let(d.table);
    f.for(pixel, 0, d.pixels, 1, () => {
      const [left, base, channel] = [f.let(d.channels), f.let(image), f.let(i32(0))];
      for (const vectors of widths) {
        f.while(
          () => geU(left, 4 * vectors),
          () => {
            visit({ base, row, done, channel, rest: null, vectors });
            f.increase(base, 16 * vectors);
            f.increase(done, 4 * vectors);
            f.increase(channel, 4 * vectors);
            f.increase(left, -4 * vectors);
          },
        );
      }
      f.if(left, () => {
        visit({ base, row, done, channel, rest: left, vectors: 1 });
        f.set(done, add(done, left));
      });
      f.set(row, add(row, rowBytes));
    });
    f.set(image, add(image, d.outerBytes));
  });
}

/** Visits the taps that meet the operand, with the address of the strip there and the number of the tap. */
export function eachTap(f: FunctionBuilder, place: WindowPlace, taps: Expr, visit: (address: Local, tap: Local) => void): void {
  const [tap, entry] = [f.local('i32'), f.let(place.row)];
  f.for(tap, 0, taps, 1, () => {
    const offset = f.let(load('i32.load', entry));
    f.if(geS(offset, 0), () => visit(f.let(add(place.base, offset)), tap));
    f.increase(entry, 4);
  });
}
