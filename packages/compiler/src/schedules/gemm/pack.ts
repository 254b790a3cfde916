/**
 * Packing for matrix products: a panel holds, for each k, `width` neighboring rows (of the left operand) or columns (of the right one) side
 * by side, zero cost to read in the micro-kernel. Rows past the end repeat the last one; their results are never stored.
 */
import { add, choose, type Expr, geU, i32, load, loadLane, ltU, mul, shuffleWords, store, sub } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, FunctionRef, Local } from '../../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../../emit/wasm/module-builder.ts';

/** Which of an operand's two strides is one element: that of k, that across a panel, or neither. */
export type Unit = 'k' | 'across' | 'none';

/**
 * `(source, bytes a step of k, bytes a step across, k, count, target, bytes a panel)`: packs `count` rows or columns as panels of `width`.
 * Panels may be longer than k, so that they can be filled piece by piece.
 */
export function packPanels(module: ModuleBuilder, width: number, unit: Unit): FunctionRef {
  const name = `gemm.pack${width}.${unit}`;
  return module.once(name, () =>
    module.function(name, ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], null, (f) => {
      const [source, stepK, stepAcross, k, count, panel, panelBytes] = f.parameters;
      const first = f.local('i32');
      f.for(first, 0, count, width, () => {
        const left = f.let(sub(count, first));
        const origin = f.let(add(source, mul(first, stepAcross)));
        packPanel(f, width, unit, { origin, stepK, stepAcross, k, left, target: f.let(panel) });
        f.set(panel, add(panel, panelBytes));
      });
    }),
  );
}

interface Panel {
  readonly origin: Local;
  readonly stepK: Local;
  readonly stepAcross: Local;
  readonly k: Local;
  /** Rows or columns from the panel's first on. */
  readonly left: Local;
  /** Moves on as the panel is written. */
  readonly target: Local;
}

function packPanel(f: FunctionBuilder, width: number, unit: Unit, p: Panel): void {
  const lines = (): Local[] =>
    Array.from({ length: width }, (_, i) => f.let(add(p.origin, mul(choose(ltU(i32(i), p.left), i32(i), sub(p.left, 1)), p.stepAcross))));
  const k = f.let(p.k);
  const gather = (): void => {
    const at = lines();
    f.while(
      () => k,
      () => {
        copyLines(f, at, p.target);
        for (const line of at) f.set(line, add(line, p.stepK));
        f.increase(p.target, 4 * width);
        f.increase(k, -1);
      },
    );
  };
  if (unit === 'none') gather();
  else if (unit === 'k') packAlongK(f, width, lines(), k, p.target);
  else f.if(geU(p.left, width), () => packAcross(f, width, k, p), gather);
}

/** Neighbors across the panel are neighbors in memory: whole vectors are copied. */
function packAcross(f: FunctionBuilder, width: number, k: Local, p: Panel): void {
  const at = f.let(p.origin);
  f.while(
    () => k,
    () => {
      for (let v = 0; v < width / 4; v++) f.do(store('v128.store', p.target, load('v128.load', at, 16 * v), 16 * v));
      f.set(at, add(at, p.stepK));
      f.increase(p.target, 4 * width);
      f.increase(k, -1);
    },
  );
}

/** Neighbors along k are neighbors in memory: blocks of 4 x 4 are transposed in registers. */
export function packAlongK(f: FunctionBuilder, width: number, lines: readonly Local[], k: Local, target: Local): void {
  f.while(
    () => geU(k, 4),
    () => {
      for (let g = 0; g < width; g += 4) {
        const columns = transposeFour(
          f,
          lines.slice(g, g + 4).map((line) => load('v128.load', line)),
        );
        columns.forEach((c, i) => f.do(store('v128.store', target, c, 4 * (width * i + g))));
      }
      for (const line of lines) f.increase(line, 16);
      f.increase(target, 16 * width);
      f.increase(k, -4);
    },
  );
  f.while(
    () => k,
    () => {
      copyLines(f, lines, target);
      for (const line of lines) f.increase(line, 4);
      f.increase(target, 4 * width);
      f.increase(k, -1);
    },
  );
}

/** One element of each line, side by side. */
export function copyLines(f: FunctionBuilder, lines: readonly Local[], target: Expr): void {
  for (let g = 0; g < lines.length; g += 4) {
    let v: Expr = load('v128.load32_zero', lines[g]);
    for (let i = 1; i < 4; i++) v = loadLane('v128.load32_lane', i, lines[g + i], v);
    f.do(store('v128.store', target, v, 4 * g));
  }
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
