/**
 * `grouped_convolution`: convolutions whose features or batches go in groups (depthwise ones included). Splitting the output's feature axis into
 * group and member makes every position affine, so the contraction's loops serve.
 */
import { type IndexExpr, indexExpr, staticShape } from '@millrace/ir';
import type { Kernel, KernelRequest } from '../../device.ts';
import { contractionKernel } from '../contract.ts';

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

export function groupedConvolutionKernel({ attributes, operands, results }: KernelRequest): Kernel | null {
  const n = attributes.dimensionNumbers as unknown as Numbers;
  const [lhs, rhs] = operands.map(staticShape);
  const whole = staticShape(results[0]);
  const [featureGroups, batchGroups] = [attributes.featureGroupCount as number, attributes.batchGroupCount as number];
  const groups = Math.max(featureGroups, batchGroups);
  const members = whole[n.outputFeatureDimension] / groups;
  // Axes of the split output: those before the features, the group, the member, those after.
  const f = n.outputFeatureDimension;
  const out = [...whole.slice(0, f), groups, members, ...whole.slice(f + 1)];
  const place = (axis: number): number => (axis > f ? axis + 1 : axis);
  const window = (axis: number): number => out.length + axis;
  const inputFeature = out.length + n.kernelSpatialDimensions.length;

  const input = new Array<IndexExpr>(lhs.length);
  const kernel = new Array<IndexExpr>(rhs.length);
  const batch = { axis: place(n.outputBatchDimension), coefficient: 1 };
  input[n.inputBatchDimension] = indexExpr(batchGroups > 1 ? [batch, { axis: f, coefficient: lhs[n.inputBatchDimension] / batchGroups }] : [batch]);
  const feature = { axis: inputFeature, coefficient: 1 };
  const perGroup = rhs[n.kernelInputFeatureDimension];
  input[n.inputFeatureDimension] = indexExpr(featureGroups > 1 ? [feature, { axis: f, coefficient: perGroup }] : [feature]);
  kernel[n.kernelInputFeatureDimension] = indexExpr([feature]);
  kernel[n.kernelOutputFeatureDimension] = indexExpr([
    { axis: f, coefficient: members },
    { axis: f + 1, coefficient: 1 },
  ]);
  const list = <T>(key: string, fallback: T): readonly T[] => {
    const given = attributes[key] as unknown as readonly T[];
    return given.length > 0 ? given : n.inputSpatialDimensions.map(() => fallback);
  };
  const [strides, lhsDilation, rhsDilation] = [list('windowStrides', 1), list('lhsDilation', 1), list('rhsDilation', 1)];
  const [padding, reversal] = [list<readonly number[]>('padding', [0, 0]), list('windowReversal', false)];
  n.inputSpatialDimensions.forEach((d, i) => {
    const terms = [
      { axis: place(n.outputSpatialDimensions[i]), coefficient: strides[i] },
      { axis: window(i), coefficient: rhsDilation[i] },
    ];
    input[d] = indexExpr(terms, -padding[i][0], lhsDilation[i]);
    const k = n.kernelSpatialDimensions[i];
    kernel[k] = reversal[i] ? indexExpr([{ axis: window(i), coefficient: -1 }], rhs[k] - 1) : indexExpr([{ axis: window(i), coefficient: 1 }]);
  });
  return contractionKernel({
    signature: { lhs: operands[0].element, rhs: operands[1].element, result: results[0].element },
    maps: [input, kernel],
    shapes: [lhs, rhs],
    out,
    extents: [...n.kernelSpatialDimensions, n.kernelInputFeatureDimension].map((d) => rhs[d]),
  });
}
