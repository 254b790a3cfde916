import { axisIndex, type IndexExpr, indexExpr, type Lowered, opaque } from '../../algebra/index.ts';
import { arithmeticOf } from '../../evaluate/arithmetic/arithmetic.ts';
import { convertElement } from '../../evaluate/arithmetic/convert.ts';
import { buildByIndex, coordinatesOf, flatIndex, within } from '../../evaluate/index-space.ts';
import { absentOr, anyTensor, attr, definePrimitive, type Primitive, withDefault } from '../../primitive/index.ts';
import { subtractDims } from '../../types/dim.ts';
import type { ElementValue } from '../../types/element.ts';
import { elementAt, elementValue, type Literal } from '../../types/literal.ts';
import { staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { batchConvolution } from './convolution-batch.ts';
import { inputCotangent, kernelCotangent } from './convolution-cotangents.ts';
import {
  type ConvolutionNumbers,
  type ConvolutionTypes,
  type ConvolutionWindow,
  convolutionConstraints,
  convolutionNumbers,
  convolutionShape,
  fullWindow,
  type Groups,
  paddingConstraint,
  spatialSize,
} from './convolution-numbers.ts';
import { atMostTwo, precisionConfig } from './precision.ts';

/** Products of a window's elements and the kernel, summed over the kernel's positions and input features. Outside the input is zero. */
export function evaluateConvolution(
  lhs: Literal,
  rhs: Literal,
  n: ConvolutionNumbers,
  w: ConvolutionWindow,
  { featureGroupCount, batchGroupCount }: Groups,
  type: TensorType,
): Literal {
  const [from, kernel, to] = [staticShape(lhs.type), staticShape(rhs.type), staticShape(type)];
  const groups = Math.max(featureGroupCount, batchGroupCount);
  const featuresPerGroup = to[n.outputFeatureDimension] / groups;
  const inputFeatures = kernel[n.kernelInputFeatureDimension];
  const extents = [...n.kernelSpatialDimensions.map((d) => kernel[d]), inputFeatures];
  const arithmetic = arithmeticOf(type.element);
  const [source, tap] = [new Array<number>(from.length), new Array<number>(from.length)];
  return buildByIndex(type, (index) => {
    const group = Math.floor(index[n.outputFeatureDimension] / featuresPerGroup);
    let sum: ElementValue = elementValue(type.element, 0);
    for (const k of coordinatesOf(extents)) {
      const feature = k[k.length - 1];
      source[n.inputBatchDimension] = index[n.outputBatchDimension] + (batchGroupCount > 1 ? group * to[n.outputBatchDimension] : 0);
      source[n.inputFeatureDimension] = feature + (featureGroupCount > 1 ? group * inputFeatures : 0);
      tap[n.kernelInputFeatureDimension] = feature;
      tap[n.kernelOutputFeatureDimension] = index[n.outputFeatureDimension];
      n.inputSpatialDimensions.forEach((d, i) => {
        const at = w.windowReversal[i] ? extents[i] - 1 - k[i] : k[i];
        source[d] = (index[n.outputSpatialDimensions[i]] * w.windowStrides[i] + at * w.rhsDilation[i] - w.padding[i][0]) / w.lhsDilation[i];
        tap[n.kernelSpatialDimensions[i]] = k[i];
      });
      if (!source.every(Number.isInteger) || !within(source, from)) continue;
      const x = convertElement(lhs.type.element, type.element, elementAt(lhs, flatIndex(source, from)));
      const y = convertElement(rhs.type.element, type.element, elementAt(rhs, flatIndex(tap, kernel)));
      sum = arithmetic.add(sum, arithmetic.multiply(x, y));
    }
    return sum;
  });
}

function lowerConvolution({ lhs, rhs, dimensionNumbers: n, featureGroupCount, batchGroupCount, ...given }: ConvolutionTypes): Lowered {
  // The input feature of a grouped convolution is no affine function of the output feature: its schedule runs group by group.
  if (featureGroupCount > 1 || batchGroupCount > 1) return opaque('grouped_convolution');
  const w = fullWindow(given, lhs.rank - 2);
  const reducedFeature = lhs.rank + n.kernelSpatialDimensions.length;
  const input = new Array<IndexExpr>(lhs.rank);
  const kernel = new Array<IndexExpr>(lhs.rank);
  input[n.inputBatchDimension] = axisIndex(n.outputBatchDimension);
  input[n.inputFeatureDimension] = axisIndex(reducedFeature);
  kernel[n.kernelInputFeatureDimension] = axisIndex(reducedFeature);
  kernel[n.kernelOutputFeatureDimension] = axisIndex(n.outputFeatureDimension);
  n.inputSpatialDimensions.forEach((d, i) => {
    const size = rhs.shape[n.kernelSpatialDimensions[i]];
    const reversed = w.windowReversal[i];
    input[d] = indexExpr(
      [
        { axis: n.outputSpatialDimensions[i], coefficient: w.windowStrides[i] },
        { axis: lhs.rank + i, coefficient: w.rhsDilation[i] },
      ],
      -w.padding[i][0],
      w.lhsDilation[i],
    );
    kernel[n.kernelSpatialDimensions[i]] = reversed ? indexExpr([{ axis: lhs.rank + i, coefficient: -1 }], subtractDims(size, 1)) : axisIndex(lhs.rank + i);
  });
  return {
    form: 'contract',
    extents: [...n.kernelSpatialDimensions, n.kernelInputFeatureDimension].map((d) => rhs.shape[d]),
    lhs: input,
    rhs: kernel,
  };
}

/**
 * Dot products of windows of `lhs` with the kernel `rhs`, with strides, padding, dilations and groups.
 * The result's element type may be wider than the operands'. Source: StableHLO specification, convolution.
 */
export const convolution: Primitive = definePrimitive({
  name: 'stablehlo.convolution',
  operands: { lhs: anyTensor, rhs: anyTensor },
  attributes: {
    windowStrides: withDefault(attr.ints(), []),
    padding: withDefault(attr.matrix(), []),
    lhsDilation: withDefault(attr.ints(), []),
    rhsDilation: withDefault(attr.ints(), []),
    windowReversal: withDefault(attr.bools(), []),
    dimensionNumbers: convolutionNumbers,
    featureGroupCount: withDefault(attr.int(), 1),
    batchGroupCount: withDefault(attr.int(), 1),
    precisionConfig,
    element: absentOr(attr.resultElement()),
  },
  constraints: {
    ...convolutionConstraints,
    c4: ({ lhs, padding }) => paddingConstraint(padding, lhs.rank),
    c24: (args) => atMostTwo(args.precisionConfig),
    c27: ({ lhs, rhs }) =>
      lhs.element === rhs.element ||
      lhs.element.kind === 'quantized' ||
      rhs.element.kind === 'quantized' ||
      `lhs and rhs must have one element type; got ${lhs.element.name} and ${rhs.element.name}`,
  },
  infer: ({ lhs, rhs, dimensionNumbers: n, batchGroupCount, element, ...given }) => {
    const w = fullWindow(given, lhs.rank - 2);
    const windows = (i: number) => spatialSize(lhs.shape[n.inputSpatialDimensions[i]], rhs.shape[n.kernelSpatialDimensions[i]], w, i);
    return tensorType(element ?? lhs.element, convolutionShape(lhs.shape, rhs.shape, n, batchGroupCount, windows));
  },
  evaluate: ({ lhs, rhs, dimensionNumbers, featureGroupCount, batchGroupCount, ...given }, { resultTypes }) =>
    evaluateConvolution(lhs, rhs, dimensionNumbers, fullWindow(given, lhs.type.rank - 2), { featureGroupCount, batchGroupCount }, resultTypes[0] as TensorType),
  derivative: {
    linear: 'separately',
    transpose: {
      lhs: (args, b) => inputCotangent({ ...args, ...fullWindow(args, args.dimensionNumbers.inputSpatialDimensions.length) }, b),
      rhs: (args, b) => kernelCotangent({ ...args, ...fullWindow(args, args.dimensionNumbers.inputSpatialDimensions.length) }, b),
    },
  },
  batch: (args, b) => batchConvolution(args, b),
  lower: (args) => lowerConvolution(args),
  assembly: '( operands ) dim_numbers = $dimensionNumbers , window = custom(window) attrs type(functional)',
});
