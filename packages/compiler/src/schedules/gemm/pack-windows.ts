/** Packing rows that are windows on an image: implicit im2col, a panel at a time, straight from the image through a table of offsets. */
import { add, choose, type Expr, i32, load, ltS, minU, mul, op, shl, store, sub } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, FunctionRef, Local } from '../../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../../emit/wasm/module-builder.ts';
import { copyLines, packAlongK, storePair } from './pack.ts';

/** How the rows of a panel lie: channels are neighbors; fours of rows are neighbors at one pixel; neither; or there is one channel. */
export type WindowUnit = 'channels' | 'rows' | 'none' | 'single';

/** What the packing reads of the descriptor. A row is (outer, pixel, inner), a k is (tap, channel). */
export interface WindowFields {
  readonly image: Local;
  readonly table: Local;
  readonly zeros: Local;
  readonly rows: Local;
  readonly pixels: Local;
  readonly inner: Local;
  readonly taps: Local;
  readonly channels: Local;
  readonly outerBytes: Local;
  readonly innerBytes: Local;
  readonly channelBytes: Local;
}
export const windowFieldNames: readonly (keyof WindowFields)[] = [
  'image',
  'table',
  'zeros',
  'rows',
  'pixels',
  'inner',
  'taps',
  'channels',
  'outerBytes',
  'innerBytes',
  'channelBytes',
];

/** `(descriptor, first row, rows, first k, k, target)`: panels of `width` rows, 2 or 4; `fields` loads what it needs. */
export function packWindows(module: ModuleBuilder, width: number, unit: WindowUnit, fields: (f: FunctionBuilder) => WindowFields): FunctionRef {
  const name = `gemm.packWindows${width}.${unit}`;
  /** Rows at a time: where fours of them are neighbors, all of their panels. */
  const group = unit === 'rows' ? 4 : width;
  return module.once(name, () =>
    module.function(name, ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], null, (f) => {
      const [, firstRow, rows, firstK, depth, target] = f.parameters;
      const d = fields(f);
      const panel = f.local('i32');
      const startTap = f.let(op('i32.div_u', firstK, d.channels));
      const startChannel = f.let(op('i32.rem_u', firstK, d.channels));
      const panelBytes = f.let(mul(depth, 4 * width));
      f.for(panel, 0, rows, group, () => {
        const lines = Array.from({ length: unit === 'rows' ? 1 : width }, (_, i) => windowLine(f, d, f.let(add(add(firstRow, panel), i))));
        const [tap, channel, left] = [f.let(startTap), f.let(startChannel), f.let(depth)];
        f.while(
          () => left,
          () => {
            const count = f.let(minU(left, sub(d.channels, channel)));
            const offsets = lines.map((line) => f.let(load('i32.load', add(line.row, shl(tap, 2)))));
            copySegment(f, { unit, width, panelBytes }, d, lines, offsets, channel, count, target);
            f.set(left, sub(left, count));
            f.set(channel, i32(0));
            f.increase(tap, 1);
          },
        );
        f.set(target, add(target, mul(panelBytes, group / width - 1)));
      });
    }),
  );
}

interface Layout {
  readonly unit: WindowUnit;
  readonly width: number;
  readonly panelBytes: Local;
}

interface Line {
  /** Address of the image plus what the row's outer and inner coordinates add. */
  readonly base: Local;
  /** Address of the pixel's row of the table. */
  readonly row: Local;
}

/** A row; rows past the last repeat it. */
function windowLine(f: FunctionBuilder, d: WindowFields, wanted: Local): Line {
  const row = f.let(minU(wanted, f.let(sub(d.rows, 1))));
  const flat = f.let(op('i32.div_u', row, d.inner));
  const inner = op('i32.rem_u', row, d.inner);
  const outer = op('i32.div_u', flat, d.pixels);
  const pixel = op('i32.rem_u', flat, d.pixels);
  const base = add(add(d.image, mul(outer, d.outerBytes)), mul(inner, d.innerBytes));
  return { base: f.let(base), row: f.let(add(d.table, shl(mul(pixel, d.taps), 2))) };
}

function copySegment(
  f: FunctionBuilder,
  { unit, width, panelBytes }: Layout,
  d: WindowFields,
  lines: readonly Line[],
  offsets: readonly Local[],
  channel: Local,
  count: Local,
  target: Local,
): void {
  const start = f.let(mul(channel, d.channelBytes));
  const address = (i: number): Expr => choose(ltS(offsets[i], 0), d.zeros, add(add(lines[i].base, offsets[i]), start));
  const at = lines.map((_, i) => f.let(address(i)));
  if (unit === 'channels') {
    packAlongK(f, width, at, f.let(count), target);
    return;
  }
  if (unit === 'single') {
    copyLines(f, at, target);
    f.increase(target, 4 * width);
    return;
  }
  const left = f.let(count);
  // outside the image every channel reads the same zeros
  const steps = lines.map((_, i) => f.let(choose(ltS(offsets[i], 0), i32(0), d.channelBytes)));
  f.while(
    () => left,
    () => {
      if (unit !== 'rows') copyLines(f, at, target);
      else if (width === 4) f.do(store('v128.store', target, load('v128.load', at[0])));
      else storePair(f, f.let(load('v128.load', at[0])), target, panelBytes);
      at.forEach((a, i) => f.set(a, add(a, steps[i])));
      f.increase(target, 4 * width);
      f.increase(left, -1);
    },
  );
}
