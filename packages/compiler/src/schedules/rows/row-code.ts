/**
 * Kernels that treat a tensor as rows and go over each row a few times while it is in the cache: softmax, cross entropy, layer normalization.
 * Sums run in double precision.
 */

import { f32 as single } from '@millrace/ir';
import { field, storeSome } from '../../emit/wasm/elements.ts';
import { add, type Expr, f64x2, geU, i32, i32x4, load, op, shl, shuffleWords, store } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, Local } from '../../emit/wasm/function-builder.ts';
import { double } from '../../emit/wasm/math/vectors.ts';
import type { ModuleBuilder } from '../../emit/wasm/module-builder.ts';
import type { KernelSource } from '../kernel.ts';

/** An operand or result of a row kernel: a whole row, one value a row (of 4 or 8 bytes), or the same row for all. */
export type RowPort = 'row' | 'value' | 'longValue' | 'shared';

/** A sum in double precision: lanes 0 and 1, and lanes 2 and 3. */
export interface WideSum {
  readonly low: Local;
  readonly high: Local;
}

export class RowCode {
  readonly f: FunctionBuilder;
  readonly module: ModuleBuilder;
  /** Elements of a row. */
  readonly n: Local;
  constructor(f: FunctionBuilder, module: ModuleBuilder, n: Local) {
    this.f = f;
    this.module = module;
    this.n = n;
  }

  /**
   * Goes over rows four elements at a time. `body` gets the elements of `sources` and returns those of `targets`; `inside` masks the lanes of a
   * last, shorter vector, and is null for whole ones.
   */
  pass(sources: readonly Local[], targets: readonly Local[], body: (values: readonly Local[], inside: Local | null) => readonly Expr[]): void {
    const { f } = this;
    const [from, to] = [sources.map((s) => f.let(s)), targets.map((t) => f.let(t))];
    const left = f.let(this.n);
    const values = (): Local[] => from.map((s) => f.let(load('v128.load', s)));
    f.while(
      () => geU(left, 4),
      () => {
        body(values(), null).forEach((value, k) => f.do(store('v128.store', to[k], value)));
        for (const cursor of [...from, ...to]) f.increase(cursor, 16);
        f.increase(left, -4);
      },
    );
    f.if(left, () => {
      const inside = f.let(op('i32x4.gt_s', op('i32x4.splat', left), i32x4(0, 1, 2, 3)));
      body(values(), inside).forEach((value, k) => storeSome(f, single, to[k], f.let(value), left));
    });
  }

  wideSum(): WideSum {
    return { low: this.f.let(f64x2(0)), high: this.f.let(f64x2(0)) };
  }
  /** Adds lanes to a sum; those outside count as 0. */
  accumulate(sum: WideSum, value: Expr, inside: Local | null): void {
    const { f } = this;
    const v = f.let(inside ? op('v128.and', value, inside) : value);
    f.set(sum.low, double.add(sum.low, lowHalf(v)));
    f.set(sum.high, double.add(sum.high, highHalf(v)));
  }
  /** Adds two halves in double precision; lanes outside count as 0. */
  accumulateHalves(sum: WideSum, low: Expr, high: Expr, inside: Local | null): void {
    const { f } = this;
    const masked = (half: Expr, extend: 'low' | 'high'): Expr => (inside ? op('v128.and', half, op(`i64x2.extend_${extend}_i32x4_s`, inside)) : half);
    f.set(sum.low, double.add(sum.low, masked(low, 'low')));
    f.set(sum.high, double.add(sum.high, masked(high, 'high')));
  }
  /** The sum in both lanes of an f64 vector. */
  total(sum: WideSum): Local {
    const { f } = this;
    const both = f.let(double.add(sum.low, sum.high));
    return f.let(double.add(both, shuffleWords(both, both, [2, 3, 0, 1])));
  }
}

export const lowHalf = (v: Local): Expr => op('f64x2.promote_low_f32x4', v);
export const highHalf = (v: Local): Expr => op('f64x2.promote_low_f32x4', shuffleWords(v, v, [2, 3, 2, 3]));
/** An f64 vector with equal lanes as an f32 vector with equal lanes. */
export function narrowSplat(f: FunctionBuilder, wide: Expr): Local {
  const narrow = f.let(op('f32x4.demote_f64x2_zero', wide));
  return f.let(shuffleWords(narrow, narrow, [0, 0, 0, 0]));
}

/** Places of the fields in a row kernel's descriptor: rows, elements of a row, addresses of the ports, then whatever the kernel adds. */
export const rowFields = { rows: 0, n: 1, ports: 2 } as const;

/** A kernel over rows. */
export interface RowKernel extends KernelSource {
  readonly ports: readonly RowPort[];
  /** Rows do not depend on each other. */
  readonly independent: boolean;
}

/** Bytes from one row's port to the next one's. */
export const portStep = (port: RowPort, n: number): number => ({ row: 4 * n, value: 4, longValue: 8, shared: 0 })[port];

/** A kernel that runs `body` for each row; ports move along by themselves. `after` adds code behind the last row. */
export function rowKernel(
  name: string,
  ports: readonly RowPort[],
  body: (code: RowCode, ports: readonly Local[]) => void,
  after?: (code: RowCode) => void,
): RowKernel {
  const key = `rows.${name}(${ports.join(',')})`;
  return {
    key,
    ports,
    independent: after === undefined,
    define: (module) =>
      module.function(key, ['i32', 'i32'], null, (f) => {
        const [descriptor] = f.parameters;
        const rows = f.let(field(descriptor, rowFields.rows));
        const code = new RowCode(f, module, f.let(field(descriptor, rowFields.n)));
        const at = ports.map((_, i) => f.let(field(descriptor, rowFields.ports + i)));
        const row = f.local('i32');
        f.for(row, 0, rows, 1, () => {
          body(code, at);
          ports.forEach((port, i) => {
            const step = { row: shl(code.n, 2), value: i32(4), longValue: i32(8), shared: i32(0) }[port];
            f.set(at[i], add(at[i], step));
          });
        });
        after?.(code);
      }),
  };
}
