/** Depthwise convolutions and their gradients: every channel by itself, channels as lanes. */
import { axisIndex, type ContractForm, f32, type IndexExpr, indexExpr } from '@millrace/ir';
import { storeSome } from '../../emit/wasm/elements.ts';
import { add, f32x4, load, mul, op, shl, store } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, Local } from '../../emit/wasm/function-builder.ts';
import { windowView } from '../convolve.ts';
import { type KernelSource, type OperationPlan, place, splitBy } from '../kernel.ts';
import { elementCount, type OperandLayout } from '../layout.ts';
import type { PlanRequest } from '../plan.ts';
import { PlanBuilder } from '../plan-builder.ts';
import { commonWindowFields, eachTap, loadNamed, type WindowPlace, walkWindows } from './window-code.ts';

const fields = [...commonWindowFields, 'filter', 'result', 'tapBytes', 'depth', 'inputDepthBytes', 'filterDepthBytes'] as const;
type Fields = Readonly<Record<(typeof fields)[number], Local>>;

/** How a kernel is specialized: whether each tap has one depth, which saves a loop of one step. */
type Depth = 'single' | 'several';

/** result[o, p, c] = sum over taps t and depth k of input[o, window(p, t), k, c] filter[t, k, c], k fastest. */
function depthwiseKernel(depth: Depth): KernelSource {
  const key = `window.depthwise.${depth}`;
  // V8 loads all of a tap first: with eight vectors of sums that is more than it has registers, and slower.
  return {
    key,
    define: (module) =>
      module.function(key, ['i32', 'i32'], null, (f) => {
        const d = loadNamed(f, fields);
        walkWindows(f, d, [4, 1], (at) => depthwiseStrip(f, d, depth, at));
      }),
  };
}

function depthwiseStrip(f: FunctionBuilder, d: Fields, depth: Depth, at: WindowPlace): void {
  const sums = Array.from({ length: at.vectors }, () => f.let(f32x4(0)));
  const filter = f.let(add(d.filter, shl(at.channel, 2)));
  eachTap(f, at, d.taps, (address, tap) => {
    const weights = f.let(add(filter, mul(tap, d.tapBytes)));
    const step = (): void =>
      sums.forEach((sum, v) => f.set(sum, op('f32x4.add', sum, op('f32x4.mul', load('v128.load', address, 16 * v), load('v128.load', weights, 16 * v)))));
    if (depth === 'single') step();
    else {
      const k = f.local('i32');
      f.for(k, 0, d.depth, 1, () => {
        step();
        f.set(address, add(address, d.inputDepthBytes));
        f.set(weights, add(weights, d.filterDepthBytes));
      });
    }
  });
  const target = f.let(add(d.result, shl(at.done, 2)));
  if (at.rest) storeSome(f, f32, target, sums[0], at.rest);
  else sums.forEach((sum, v) => f.do(store('v128.store', target, sum, 16 * v)));
}

interface Numbers {
  readonly inputBatchDimension: number;
  readonly inputFeatureDimension: number;
  readonly inputSpatialDimensions: readonly number[];
  readonly kernelInputFeatureDimension: number;
  readonly kernelOutputFeatureDimension: number;
  readonly kernelSpatialDimensions: readonly number[];
  readonly outputBatchDimension: number;
  readonly outputFeatureDimension: number;
  readonly outputSpatialDimensions: readonly number[];
}

interface Grouped {
  readonly dimensionNumbers: Numbers;
  readonly featureGroupCount: number;
  readonly batchGroupCount: number;
  readonly windowStrides: readonly number[];
  readonly padding: readonly (readonly number[])[];
  readonly lhsDilation: readonly number[];
  readonly rhsDilation: readonly number[];
  readonly windowReversal: readonly boolean[];
}

/** The contraction of a grouped convolution with one channel a group on either side; null for other groups. */
export function depthwiseForm(g: Grouped, lhs: readonly number[], rhs: readonly number[], result: readonly number[]): ContractForm | null {
  const n = g.dimensionNumbers;
  const groups = Math.max(g.featureGroupCount, g.batchGroupCount);
  const byFeature = g.featureGroupCount > 1;
  if (result[n.outputFeatureDimension] !== groups) return null;
  if (byFeature ? lhs[n.inputFeatureDimension] !== groups : lhs[n.inputBatchDimension] !== groups) return null;
  const [rank, spatial] = [lhs.length, n.kernelSpatialDimensions.length];
  const input = new Array<IndexExpr>(rank);
  const filter = new Array<IndexExpr>(rank);
  const [channel, depth] = [axisIndex(n.outputFeatureDimension), axisIndex(rank + spatial)];
  input[n.inputBatchDimension] = byFeature ? axisIndex(n.outputBatchDimension) : channel;
  input[n.inputFeatureDimension] = byFeature ? channel : depth;
  filter[n.kernelInputFeatureDimension] = depth;
  filter[n.kernelOutputFeatureDimension] = channel;
  n.inputSpatialDimensions.forEach((dimension, i) => {
    const terms = [
      { axis: n.outputSpatialDimensions[i], coefficient: g.windowStrides[i] ?? 1 },
      { axis: rank + i, coefficient: g.rhsDilation[i] ?? 1 },
    ];
    input[dimension] = indexExpr(terms, -(g.padding[i]?.[0] ?? 0), g.lhsDilation[i] ?? 1);
    const size = rhs[n.kernelSpatialDimensions[i]];
    filter[n.kernelSpatialDimensions[i]] = g.windowReversal[i] ? indexExpr([{ axis: rank + i, coefficient: -1 }], size - 1) : axisIndex(rank + i);
  });
  return { form: 'contract', extents: [...n.kernelSpatialDimensions, n.kernelInputFeatureDimension].map((d) => rhs[d]), lhs: input, rhs: filter };
}

/** The plan of a depthwise f32 convolution whose channels are neighbors everywhere, or null. */
export function planDepthwise(request: PlanRequest): OperationPlan | null {
  const [lhs, rhs] = request.operands;
  const [result] = request.results;
  const all: readonly OperandLayout[] = [lhs, rhs, result];
  if (all.some((l) => l.element !== f32 || elementCount(l.shape) === 0)) return null;
  const form = depthwiseForm(request.attributes as unknown as Grouped, lhs.shape, rhs.shape, result.shape);
  const view = form && windowView(form, lhs, rhs, result.shape);
  if (!view || view.inner.size > 1 || view.n.size > 1 || view.shared.lhs !== 1 || view.shared.rhs !== 1) return null;
  const { outer, shared, taps, channels, table } = view;
  const plan = new PlanBuilder(request);
  const descriptor = [
    outer.size,
    table.pixels,
    table.taps,
    shared.size,
    place(0, 4 * view.lhsStart),
    place(plan.table(table.offsets)),
    4 * outer.lhs,
    place(1, 4 * view.rhsStart),
    place(plan.result()),
    4 * taps.rhs,
    channels.size,
    4 * channels.lhs,
    4 * channels.rhs,
  ];
  const moves = { input: 4 * outer.lhs, result: 4 * table.pixels * shared.size };
  plan.call(depthwiseKernel(channels.size === 1 ? 'single' : 'several'), descriptor, splitBy(fields, { extent: 'outer', moves }));
  return plan.finish(2 * elementCount(result.shape) * table.taps * channels.size);
}
