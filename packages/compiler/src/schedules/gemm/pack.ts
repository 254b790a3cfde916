/**
 * Packing for matrix products: a panel holds, for each k, `width` neighboring rows (of the left operand) or columns (of the right one) side
 * by side, zero cost to read in the micro-kernel. Rows past the end repeat the last one; their results are never stored.
 */
import { add, choose, type Expr, geU, i32, load, loadLane, minU, mul, shl, shuffleWords, store, storeLane, sub } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, FunctionRef, Local } from '../../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../../emit/wasm/module-builder.ts';

/** Which of an operand's two strides is one element: that of k, that across a panel, or neither. */
export type Unit = 'k' | 'across' | 'none';

/** Lines that are read at a time. */
const linesOf = (width: number): number => Math.min(width, 4);

/**
 * `(source, bytes a step of k, bytes a step across, k, count, target, bytes a panel)`: packs `count` rows or columns as panels of `width`, 2 or a
 * multiple of 4. Panels may be longer than k, so that they can be filled piece by piece.
 */
export function packPanels(module: ModuleBuilder, width: number, unit: Unit): FunctionRef {
  const name = `gemm.pack${width}.${unit}`;
  return module.once(name, () =>
    module.function(name, ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], null, (f) => {
      const [source, stepK, stepAcross, k, count, panel, panelBytes] = f.parameters;
      const [origin, left] = [f.let(source), f.let(count)];
      const each = (panels: number, pack: (p: Panel) => void): void => {
        pack({ origin, stepK, stepAcross, k, left, target: panel, panelBytes });
        f.set(origin, add(origin, mul(stepAcross, panels * width)));
        f.set(panel, add(panel, mul(panelBytes, panels)));
        f.set(left, choose(geU(left, panels * width), sub(left, panels * width), i32(0)));
      };
      if (unit === 'across') {
        const panels = Math.max(1, 4 / width);
        f.while(
          () => geU(left, panels * width),
          () => each(panels, (p) => packAcross(f, width, p)),
        );
      }
      f.while(
        () => left,
        () => each(1, (p) => packLines(f, width, unit, p)),
      );
    }),
  );
}

interface Panel {
  /** The first row's or column's first element. */
  readonly origin: Local;
  readonly stepK: Local;
  readonly stepAcross: Local;
  readonly k: Local;
  /** Rows or columns from the panel's first on. */
  readonly left: Local;
  readonly target: Local;
  readonly panelBytes: Local;
}

/** A panel, a few lines at a time; those past the end repeat the last. */
function packLines(f: FunctionBuilder, width: number, unit: Unit, p: Panel): void {
  const first = f.local('i32');
  const last = f.let(sub(p.left, 1));
  f.for(first, 0, i32(width), linesOf(width), () => {
    const lines = Array.from({ length: linesOf(width) }, (_, i) => f.let(add(p.origin, mul(minU(f.let(add(first, i)), last), p.stepAcross))));
    const [target, k] = [f.let(add(p.target, shl(first, 2))), f.let(p.k)];
    if (unit === 'k') packAlongK(f, width, lines, k, target);
    else copyAlongK(f, width, lines, p.stepK, k, target);
  });
}

function copyAlongK(f: FunctionBuilder, width: number, lines: readonly Local[], step: Expr, k: Local, target: Local): void {
  f.while(
    () => k,
    () => {
      copyLines(f, lines, target);
      for (const line of lines) f.set(line, add(line, step));
      f.increase(target, 4 * width);
      f.increase(k, -1);
    },
  );
}

/** Neighbors across the panel are neighbors in memory: whole vectors are copied, of panels narrower than a vector two at a time. */
function packAcross(f: FunctionBuilder, width: number, p: Panel): void {
  const [at, k, target] = [f.let(p.origin), f.let(p.k), f.let(p.target)];
  f.while(
    () => k,
    () => {
      if (width < 4) storePair(f, f.let(load('v128.load', at)), target, p.panelBytes);
      else for (let v = 0; v < width / 4; v++) f.do(store('v128.store', target, load('v128.load', at, 16 * v), 16 * v));
      f.set(at, add(at, p.stepK));
      f.increase(target, 4 * width);
      f.increase(k, -1);
    },
  );
}

/** Four elements as two of each of two neighboring panels. */
export function storePair(f: FunctionBuilder, four: Local, target: Local, panelBytes: Expr): void {
  f.do(storeLane('v128.store64_lane', 0, target, four));
  f.do(storeLane('v128.store64_lane', 1, add(target, panelBytes), four));
}

/** Two or four lines whose neighbors along k are neighbors in memory: blocks of four k are transposed in registers. Lines and target move on. */
export function packAlongK(f: FunctionBuilder, width: number, lines: readonly Local[], k: Local, target: Local): void {
  f.while(
    () => geU(k, 4),
    () => {
      const rows = lines.map((line) => load('v128.load', line));
      if (lines.length === 2) {
        const [a, b] = rows.map((r) => f.let(r));
        f.do(store('v128.store', target, shuffleWords(a, b, [0, 4, 1, 5])));
        f.do(store('v128.store', target, shuffleWords(a, b, [2, 6, 3, 7]), 16));
      } else transposeFour(f, rows).forEach((c, i) => f.do(store('v128.store', target, c, 4 * width * i)));
      for (const line of lines) f.increase(line, 16);
      f.increase(target, 16 * width);
      f.increase(k, -4);
    },
  );
  copyAlongK(f, width, lines, i32(4), k, target);
}

/** One element of each line, side by side. */
export function copyLines(f: FunctionBuilder, lines: readonly Local[], target: Expr): void {
  let v: Expr = load('v128.load32_zero', lines[0]);
  for (let i = 1; i < lines.length; i++) v = loadLane('v128.load32_lane', i, lines[i], v);
  f.do(lines.length === 2 ? storeLane('v128.store64_lane', 0, target, v) : store('v128.store', target, v));
}

/** Rows become columns. */
export function transposeFour(f: FunctionBuilder, rows: readonly Expr[]): Local[] {
  const [a, b, c, d] = rows.map((r) => f.let(r));
  const low = f.let(shuffleWords(a, b, [0, 4, 1, 5]));
  const high = f.let(shuffleWords(a, b, [2, 6, 3, 7]));
  const low2 = f.let(shuffleWords(c, d, [0, 4, 1, 5]));
  const high2 = f.let(shuffleWords(c, d, [2, 6, 3, 7]));
  return [
    f.let(shuffleWords(low, low2, [0, 1, 4, 5])),
    f.let(shuffleWords(low, low2, [2, 3, 6, 7])),
    f.let(shuffleWords(high, high2, [0, 1, 4, 5])),
    f.let(shuffleWords(high, high2, [2, 3, 6, 7])),
  ];
}
