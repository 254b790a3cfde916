/** Dimension numbers and windows of convolutions, and the conditions that convolution and dynamic_conv share. */
import { type Arg, type AttributeSpec, attr, withDefault } from '../../primitive/index.ts';
import { addDims, type Dim, dimDivides, floorDivDims, isStatic, sameDim, subtractDims } from '../../types/dim.ts';
import type { Shape } from '../../types/type.ts';
import { showShape } from '../../types/type.ts';
import { dilatedSize, windowCount } from '../reduction/windows.ts';
import { isAxes, isUnique } from '../values.ts';

/** `#stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>`. */
export type ConvolutionNumbers = {
  readonly inputBatchDimension: number;
  readonly inputFeatureDimension: number;
  readonly inputSpatialDimensions: readonly number[];
  readonly kernelInputFeatureDimension: number;
  readonly kernelOutputFeatureDimension: number;
  readonly kernelSpatialDimensions: readonly number[];
  readonly outputBatchDimension: number;
  readonly outputFeatureDimension: number;
  readonly outputSpatialDimensions: readonly number[];
};

const axis = attr.int();
const axisList = withDefault(attr.ints({ list: 'plain' }), []);

export const convolutionNumbers: AttributeSpec<ConvolutionNumbers> = attr.record(
  {
    inputBatchDimension: axis,
    inputFeatureDimension: axis,
    inputSpatialDimensions: axisList,
    kernelInputFeatureDimension: axis,
    kernelOutputFeatureDimension: axis,
    kernelSpatialDimensions: axisList,
    outputBatchDimension: axis,
    outputFeatureDimension: axis,
    outputSpatialDimensions: axisList,
  },
  { mlir: 'conv' },
);

/** How the window moves; one entry a spatial axis. Empty lists stand for 1, no padding and no reversal. */
export interface ConvolutionWindow {
  readonly windowStrides: readonly number[];
  readonly padding: readonly (readonly number[])[];
  readonly lhsDilation: readonly number[];
  readonly rhsDilation: readonly number[];
  readonly windowReversal: readonly boolean[];
}

/** The window with all its lists filled in. */
export function fullWindow(w: ConvolutionWindow, spatial: number): ConvolutionWindow {
  const fill = <T>(list: readonly T[], value: T): readonly T[] => (list.length === 0 ? new Array<T>(spatial).fill(value) : list);
  return {
    windowStrides: fill(w.windowStrides, 1),
    padding: fill<readonly number[]>(w.padding, [0, 0]),
    lhsDilation: fill(w.lhsDilation, 1),
    rhsDilation: fill(w.rhsDilation, 1),
    windowReversal: fill(w.windowReversal, false),
  };
}

export interface Groups {
  readonly featureGroupCount: number;
  readonly batchGroupCount: number;
}

/** Everything that inference looks at. */
export interface ConvolutionTypes extends ConvolutionWindow, Groups {
  readonly lhs: Arg;
  readonly rhs: Arg;
  readonly dimensionNumbers: ConvolutionNumbers;
}

export const outputAxes = (n: ConvolutionNumbers): number[] => [n.outputBatchDimension, ...n.outputSpatialDimensions, n.outputFeatureDimension];
const inputAxes = (n: ConvolutionNumbers): number[] => [n.inputBatchDimension, ...n.inputSpatialDimensions, n.inputFeatureDimension];
const kernelAxes = (n: ConvolutionNumbers): number[] => [...n.kernelSpatialDimensions, n.kernelInputFeatureDimension, n.kernelOutputFeatureDimension];

const permutes = (name: string, axes: readonly number[], rank: number): true | string =>
  (isUnique(axes) && isAxes(axes, rank)) || `${name} dimensions ${showShape(axes)} must hold each of the ${rank} axes once`;
const listFor = (name: string, list: readonly unknown[], rank: number): true | string =>
  list.length === 0 || list.length === rank - 2 || `${name} must have ${rank - 2} entries, one for each spatial axis; got ${list.length}`;
const positive = (name: string, list: readonly number[]): true | string => list.every((v) => v > 0) || `${name} must be positive; got ${showShape(list)}`;

/** Constraints by their labels in the specification of convolution. */
export const convolutionConstraints = {
  c1: ({ lhs, rhs }: ConvolutionTypes): true | string =>
    (lhs.rank === rhs.rank && lhs.rank >= 2) || `lhs and rhs must have one rank of at least 2; got ${lhs.rank} and ${rhs.rank}`,
  c2: ({ lhs, windowStrides }: ConvolutionTypes): true | string => listFor('windowStrides', windowStrides, lhs.rank),
  c3: ({ windowStrides }: ConvolutionTypes): true | string => positive('windowStrides', windowStrides),
  c5: ({ lhs, lhsDilation }: ConvolutionTypes): true | string => listFor('lhsDilation', lhsDilation, lhs.rank),
  c6: ({ lhsDilation }: ConvolutionTypes): true | string => positive('lhsDilation', lhsDilation),
  c7: ({ lhs, rhsDilation }: ConvolutionTypes): true | string => listFor('rhsDilation', rhsDilation, lhs.rank),
  c8: ({ rhsDilation }: ConvolutionTypes): true | string => positive('rhsDilation', rhsDilation),
  c9: ({ lhs, windowReversal }: ConvolutionTypes): true | string => listFor('windowReversal', windowReversal, lhs.rank),
  c12: ({ lhs, dimensionNumbers: n }: ConvolutionTypes): true | string =>
    n.inputSpatialDimensions.length === lhs.rank - 2 || `inputSpatialDimensions must have ${lhs.rank - 2} entries; got ${n.inputSpatialDimensions.length}`,
  c13: ({ lhs, dimensionNumbers: n }: ConvolutionTypes): true | string => permutes('input', inputAxes(n), lhs.rank),
  c17: ({ lhs, dimensionNumbers: n }: ConvolutionTypes): true | string =>
    n.kernelSpatialDimensions.length === lhs.rank - 2 || `kernelSpatialDimensions must have ${lhs.rank - 2} entries; got ${n.kernelSpatialDimensions.length}`,
  c18: ({ lhs, dimensionNumbers: n }: ConvolutionTypes): true | string => permutes('kernel', kernelAxes(n), lhs.rank),
  c19: ({ lhs, dimensionNumbers: n }: ConvolutionTypes): true | string =>
    n.outputSpatialDimensions.length === lhs.rank - 2 || `outputSpatialDimensions must have ${lhs.rank - 2} entries; got ${n.outputSpatialDimensions.length}`,
  c20: ({ lhs, dimensionNumbers: n }: ConvolutionTypes): true | string => permutes('output', outputAxes(n), lhs.rank),
  c21: ({ featureGroupCount }: ConvolutionTypes): true | string => featureGroupCount > 0 || `featureGroupCount must be positive; got ${featureGroupCount}`,
  c22: ({ batchGroupCount }: ConvolutionTypes): true | string => batchGroupCount > 0 || `batchGroupCount must be positive; got ${batchGroupCount}`,
  c23: ({ featureGroupCount, batchGroupCount }: ConvolutionTypes): true | string =>
    featureGroupCount === 1 || batchGroupCount === 1 || 'one of featureGroupCount and batchGroupCount must be 1',
  c10: ({ lhs, dimensionNumbers: n, batchGroupCount }: ConvolutionTypes): true | string =>
    dimDivides(batchGroupCount, lhs.shape[n.inputBatchDimension]) ||
    `batchGroupCount ${batchGroupCount} must divide the batch size ${lhs.shape[n.inputBatchDimension]}`,
  c11: ({ lhs, dimensionNumbers: n, featureGroupCount }: ConvolutionTypes): true | string =>
    dimDivides(featureGroupCount, lhs.shape[n.inputFeatureDimension]) ||
    `featureGroupCount ${featureGroupCount} must divide the number of features ${lhs.shape[n.inputFeatureDimension]}`,
  c14: ({ lhs, rhs, dimensionNumbers: n, featureGroupCount }: ConvolutionTypes): true | string => {
    const wanted = floorDivDims(lhs.shape[n.inputFeatureDimension], featureGroupCount);
    return (
      sameDim(rhs.shape[n.kernelInputFeatureDimension], wanted) ||
      `the kernel must have ${wanted} input features; got ${rhs.shape[n.kernelInputFeatureDimension]}`
    );
  },
  c15: ({ rhs, dimensionNumbers: n, batchGroupCount }: ConvolutionTypes): true | string =>
    dimDivides(batchGroupCount, rhs.shape[n.kernelOutputFeatureDimension]) ||
    `batchGroupCount ${batchGroupCount} must divide the number of output features ${rhs.shape[n.kernelOutputFeatureDimension]}`,
  c16: ({ rhs, dimensionNumbers: n, featureGroupCount }: ConvolutionTypes): true | string =>
    dimDivides(featureGroupCount, rhs.shape[n.kernelOutputFeatureDimension]) ||
    `featureGroupCount ${featureGroupCount} must divide the number of output features ${rhs.shape[n.kernelOutputFeatureDimension]}`,
};

/** Label c4, which dynamic_conv does not have as an attribute. */
export const paddingConstraint = (padding: readonly (readonly number[])[], rank: number): true | string =>
  padding.length === 0 || (padding.length === rank - 2 && padding.every((p) => p.length === 2)) || `padding must have shape [${rank - 2}, 2]`;

/** The shape of the result; `windows` gives the output size along a spatial axis. */
export function convolutionShape(lhs: Shape, rhs: Shape, n: ConvolutionNumbers, batchGroupCount: number, windows: (spatial: number) => Dim): Dim[] {
  const shape = new Array<Dim>(lhs.length);
  shape[n.outputBatchDimension] = floorDivDims(lhs[n.inputBatchDimension], batchGroupCount);
  shape[n.outputFeatureDimension] = rhs[n.kernelOutputFeatureDimension];
  n.outputSpatialDimensions.forEach((d, i) => {
    shape[d] = windows(i);
  });
  return shape;
}

/** The output size along a spatial axis. */
export function spatialSize(lhs: Dim, rhs: Dim, w: ConvolutionWindow, axis: number): Dim {
  const padded = addDims(dilatedSize(lhs, w.lhsDilation[axis]), w.padding[axis][0] + w.padding[axis][1]);
  if (!isStatic(rhs)) return windowCountOf(padded, dilatedSize(rhs, w.rhsDilation[axis]), w.windowStrides[axis]);
  return windowCount(padded, dilatedSize(rhs, w.rhsDilation[axis]) as number, w.windowStrides[axis]);
}

/** The count for a kernel whose size is not known. */
const windowCountOf = (padded: Dim, window: Dim, stride: number): Dim => addDims(floorDivDims(subtractDims(padded, window), stride), 1);
