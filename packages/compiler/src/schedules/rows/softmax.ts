/** Softmax, its logarithm, cross entropies, and their gradients: three passes over a row at most. */

import { f32 } from '@millrace/ir';
import { combineLanes, loadSplat } from '../../emit/wasm/elements.ts';
import { add, choose, type Expr, eq, f32x4, i32, load, ltU, op, shl, shuffleWords, storeLane } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, Local } from '../../emit/wasm/function-builder.ts';
import { exponential } from '../../emit/wasm/math/exponential.ts';
import { logarithmDouble } from '../../emit/wasm/math/logarithm.ts';
import { double, joinDoubles, single, where } from '../../emit/wasm/math/vectors.ts';
import { highHalf, lowHalf, narrowSplat, type RowCode, type RowKernel, rowKernel } from './row-code.ts';

const { add: plus, sub, mul, div } = single;

/** The largest element of a row in all lanes; NaN wins. */
function largest(code: RowCode, x: Local): Local {
  const { f } = code;
  const top = f.let(f32x4(Number.NEGATIVE_INFINITY));
  code.pass([x], [], ([v], inside) => {
    f.set(top, op('f32x4.max', top, inside ? where(inside, v, f32x4(Number.NEGATIVE_INFINITY)) : v));
    return [];
  });
  const one = f.let(combineLanes(f, top, (a, b) => op('f32x4.max', a, b)));
  return f.let(shuffleWords(one, one, [0, 0, 0, 0]));
}

/**
 * e^(x - top). The difference is rounded by up to half an ulp of itself, which would be many ulp of the power; what was lost (D. Knuth's exact
 * difference) is put back to first order.
 */
function powerBelow(f: FunctionBuilder, x: Expr, top: Local): Expr {
  const v = f.let(x);
  const d = f.let(sub(v, top));
  const part = f.let(sub(d, v));
  const lost = f.let(sub(sub(v, sub(d, part)), plus(top, part)));
  const e = f.let(exponential(f, d));
  // infinities lose nothing that can be told
  const known = op('v128.and', lost, op('f32x4.lt', op('f32x4.abs', lost), f32x4(1)));
  return plus(e, mul(e, known));
}

/** The sum of e^(x - top), in both lanes of an f64 vector; the powers go to `target` where there is one. */
function powers(code: RowCode, x: Local, top: Local, target: Local | null): Local {
  const { f } = code;
  const sum = code.wideSum();
  code.pass([x], target ? [target] : [], ([v], inside) => {
    const e = f.let(powerBelow(f, v, top));
    code.accumulate(sum, e, inside);
    return target ? [e] : [];
  });
  return code.total(sum);
}

export const softmaxKernel: RowKernel = rowKernel('softmax', ['row', 'row'], (code, [x, y]) => {
  const sum = narrowSplat(code.f, powers(code, x, largest(code, x), y));
  code.pass([y], [y], ([e]) => [div(e, sum)]);
});

export const logSoftmaxKernel: RowKernel = rowKernel('log_softmax', ['row', 'row'], (code, [x, y]) => {
  const top = largest(code, x);
  const log = narrowSplat(code.f, logarithmDouble(code.f, powers(code, x, top, null)));
  code.pass([x], [y], ([v]) => [sub(sub(v, top), log)]);
});

/** y (ct - sum(y ct)). */
export const softmaxGradientKernel: RowKernel = rowKernel('softmax_gradient', ['row', 'row', 'row'], (code, [y, ct, dx]) => {
  const sum = code.wideSum();
  code.pass([y, ct], [], ([p, g], inside) => {
    code.accumulateHalves(sum, double.mul(lowHalf(p), lowHalf(g)), double.mul(highHalf(p), highHalf(g)), inside);
    return [];
  });
  // in double precision, because ct and the sum may cancel
  const dot = code.total(sum);
  code.pass([y, ct], [dx], ([p, g]) => {
    const part = (half: (u: Local) => Expr): Expr => double.mul(half(p), double.sub(half(g), dot));
    return [joinDoubles(part(lowHalf), part(highHalf))];
  });
});

/** ct - e^y sum(ct). */
export const logSoftmaxGradientKernel: RowKernel = rowKernel('log_softmax_gradient', ['row', 'row', 'row'], (code, [y, ct, dx]) => {
  const total = narrowSplat(code.f, rowSum(code, ct));
  code.pass([y, ct], [dx], ([v, g]) => [sub(g, mul(exponential(code.f, v), total))]);
});

function rowSum(code: RowCode, x: Local): Local {
  const sum = code.wideSum();
  code.pass([x], [], ([v], inside) => {
    code.accumulate(sum, v, inside);
    return [];
  });
  return code.total(sum);
}

const storeValue = (code: RowCode, at: Local, value: Expr): void => code.f.do(storeLane('v128.store32_lane', 0, at, value));

/** sum(labels (log(sum(e^x)) + top - x)). */
export const crossEntropyKernel: RowKernel = rowKernel('softmax_cross_entropy', ['row', 'row', 'value'], (code, [x, labels, loss]) => {
  const { f } = code;
  const top = largest(code, x);
  const log = f.let(double.add(logarithmDouble(f, powers(code, x, top, null)), lowHalf(top)));
  const sum = code.wideSum();
  code.pass([x, labels], [], ([v, p], inside) => {
    const part = (half: (u: Local) => Expr): Expr => double.mul(half(p), double.sub(log, half(v)));
    code.accumulateHalves(sum, part(lowHalf), part(highHalf), inside);
    return [];
  });
  storeValue(code, loss, narrowSplat(f, code.total(sum)));
});

/** (softmax(x) sum(labels) - labels) ct. */
export const crossEntropyGradientKernel: RowKernel = rowKernel(
  'softmax_cross_entropy_gradient',
  ['row', 'row', 'value', 'row'],
  (code, [x, labels, ct, dx]) => {
    const { f } = code;
    const sum = powers(code, x, largest(code, x), dx);
    const factor = narrowSplat(f, double.div(rowSum(code, labels), sum));
    const g = f.let(loadSplat(f32, ct));
    code.pass([dx, labels], [dx], ([e, p]) => [mul(sub(mul(e, factor), p), g)]);
  },
);

/** The label of a row as an i32; numbers that do not fit are -1, which is no class. */
function labelAt(f: FunctionBuilder, at: Local, long: boolean): Local {
  if (!long) return f.let(load('i32.load', at));
  return f.let(choose(eq(load('i32.load', at, 4), 0), load('i32.load', at), i32(-1)));
}

/** log(sum(e^x)) + top - x[label]; 0 where the label is no class. */
export const sparseCrossEntropyKernel = (long: boolean): RowKernel =>
  rowKernel('sparse_softmax_cross_entropy', ['row', long ? 'longValue' : 'value', 'value'], (code, [x, labels, loss]) => {
    const { f } = code;
    const top = largest(code, x);
    const log = f.let(double.add(logarithmDouble(f, powers(code, x, top, null)), lowHalf(top)));
    const label = labelAt(f, labels, long);
    storeValue(code, loss, f32x4(0));
    f.if(ltU(label, code.n), () => {
      const own = f.let(load('v128.load32_splat', add(x, shl(label, 2))));
      storeValue(code, loss, narrowSplat(f, double.sub(log, lowHalf(own))));
    });
  });

/** (softmax(x) - oneHot(label)) ct; 0 where the label is no class. */
export const sparseCrossEntropyGradientKernel = (long: boolean): RowKernel =>
  rowKernel('sparse_softmax_cross_entropy_gradient', ['row', long ? 'longValue' : 'value', 'value', 'row'], (code, [x, labels, ct, dx]) => {
    const { f } = code;
    const sum = narrowSplat(f, powers(code, x, largest(code, x), dx));
    const label = labelAt(f, labels, long);
    const isClass = f.let(ltU(label, code.n));
    const g = f.let(loadSplat(f32, ct));
    const kept = f.let(op('i32x4.splat', op('i32.sub', i32(0), isClass)));
    code.pass([dx], [dx], ([e]) => [op('v128.and', mul(div(e, sum), g), kept)]);
    f.if(isClass, () => {
      const at = f.let(add(dx, shl(label, 2)));
      const power = f.let(powerBelow(f, load('v128.load32_splat', add(x, shl(label, 2))), largest(code, x)));
      f.do(storeLane('v128.store32_lane', 0, at, mul(sub(div(power, sum), f32x4(1)), g)));
    });
  });
