/** Layer normalization over rows, and its gradients. Moments and normalized values are computed in double precision. */
import { field } from '../../emit/wasm/elements.ts';
import { type Expr, f64x2, geU, i32, load, memoryFill, op, store, storeLane } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, Local } from '../../emit/wasm/function-builder.ts';
import { double, joinDoubles, single } from '../../emit/wasm/math/vectors.ts';
import type { KernelSource } from '../kernel.ts';
import { highHalf, lowHalf, type RowCode, type RowKernel, rowFields, rowKernel } from './row-code.ts';

/** The descriptor's field after `ports` ports: epsilon as bits of an f32, then for the gradient the accumulators. */
const extra = (code: RowCode, ports: number, index: number): Expr => field(code.f.parameters[0], rowFields.ports + ports + index);

interface Standardized {
  /** Mean and 1 / sqrt(variance + epsilon), in both lanes. */
  readonly mean: Local;
  readonly inverse: Local;
}

function standardize(code: RowCode, x: Local, epsilon: Expr): Standardized {
  const { f } = code;
  const count = f.let(op('f64x2.promote_low_f32x4', op('f32x4.convert_i32x4_s', op('i32x4.splat', code.n))));
  const sum = code.wideSum();
  code.pass([x], [], ([v], inside) => {
    code.accumulate(sum, v, inside);
    return [];
  });
  const mean = f.let(double.div(code.total(sum), count));
  const squares = code.wideSum();
  code.pass([x], [], ([v], inside) => {
    const [a, b] = [f.let(double.sub(lowHalf(v), mean)), f.let(double.sub(highHalf(v), mean))];
    code.accumulateHalves(squares, double.mul(a, a), double.mul(b, b), inside);
    return [];
  });
  const variance = double.add(double.div(code.total(squares), count), op('f64x2.splat', op('f64.promote_f32', op('f32.reinterpret_i32', epsilon))));
  return { mean, inverse: f.let(double.div(f64x2(1), op('f64x2.sqrt', variance))) };
}

const scaled = ({ mean, inverse }: Standardized, half: Expr): Expr => double.mul(double.sub(half, mean), inverse);

/** (x - mean) / sqrt(variance + epsilon) * gamma + beta. */
export const layerNormKernel: RowKernel = rowKernel('layer_norm', ['row', 'shared', 'shared', 'row'], (code, [x, gamma, beta, y]) => {
  const s = standardize(code, x, extra(code, 4, 0));
  code.pass([x, gamma, beta], [y], ([v, g, b]) => {
    const normal = joinDoubles(scaled(s, lowHalf(v)), scaled(s, highHalf(v)));
    return [single.add(single.mul(normal, g), b)];
  });
});

/** Gradients by x, gamma and beta. Those by gamma and beta add up over the rows in double precision. */
export const layerNormGradientKernel: RowKernel = rowKernel(
  'layer_norm_gradient',
  ['row', 'shared', 'row', 'row'],
  (code, [x, gamma, ct, dx]) => {
    const { f } = code;
    const s = standardize(code, x, extra(code, 4, 0));
    const [mean, slope] = [code.wideSum(), code.wideSum()];
    const [sumGamma, sumBeta] = [f.let(extra(code, 4, 1)), f.let(extra(code, 4, 2))];
    code.pass([x, gamma, ct], [], ([v, g, dy], inside) => {
      const halves = [lowHalf, highHalf].map((half) => {
        const normal = f.let(scaled(s, half(v)));
        const dyHalf = f.let(half(dy));
        return { normal, dyHalf, weighted: f.let(double.mul(dyHalf, half(g))) };
      });
      const [low, high] = halves;
      code.accumulateHalves(mean, low.weighted, high.weighted, inside);
      code.accumulateHalves(slope, double.mul(low.weighted, low.normal), double.mul(high.weighted, high.normal), inside);
      // the accumulators have room for whole vectors
      halves.forEach((h, i) => {
        addTo(f, sumGamma, 16 * i, double.mul(h.dyHalf, h.normal));
        addTo(f, sumBeta, 16 * i, h.dyHalf);
      });
      f.increase(sumGamma, 32);
      f.increase(sumBeta, 32);
      return [];
    });
    const count = f.let(op('f64x2.promote_low_f32x4', op('f32x4.convert_i32x4_s', op('i32x4.splat', code.n))));
    const [average, tilt] = [f.let(double.div(code.total(mean), count)), f.let(double.div(code.total(slope), count))];
    code.pass([x, gamma, ct], [dx], ([v, g, dy]) => {
      const part = (half: (u: Local) => Expr): Expr => {
        const centered = double.sub(double.mul(half(dy), half(g)), average);
        return double.mul(s.inverse, double.sub(centered, double.mul(scaled(s, half(v)), tilt)));
      };
      return [joinDoubles(part(lowHalf), part(highHalf))];
    });
  },
  (code) => {
    for (const index of [0, 1]) writeTotals(code, extra(code, 4, 1 + index), extra(code, 4, 3 + index));
  },
);

function addTo(f: FunctionBuilder, address: Local, offset: number, value: Expr): void {
  f.do(store('v128.store', address, double.add(load('v128.load', address, offset), value), offset));
}

/** Rounds f64 totals to the f32 result. */
function writeTotals(code: RowCode, from: Expr, to: Expr): void {
  const { f } = code;
  const [source, target, left] = [f.let(from), f.let(to), f.let(code.n)];
  f.while(
    () => geU(left, 1),
    () => {
      f.do(storeLane('v128.store32_lane', 0, target, op('f32x4.demote_f64x2_zero', load('v128.load64_zero', source))));
      f.increase(source, 8);
      f.increase(target, 4);
      f.increase(left, -1);
    },
  );
}

/** Sets the accumulators to zero; runs before the gradient. Descriptor: address, bytes. */
export const clearKernel: KernelSource = {
  key: 'clear',
  define: (module) => module.function('clear', ['i32', 'i32'], null, (f) => f.do(memoryFill(field(f.parameters[0], 0), i32(0), field(f.parameters[0], 1)))),
};
