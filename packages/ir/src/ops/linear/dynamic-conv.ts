import { opaque } from '../../algebra/index.ts';
import { absentOr, anyTensor, attr, definePrimitive, integer, type Primitive, withDefault } from '../../primitive/index.ts';
import { sameDim } from '../../types/dim.ts';
import { showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { actualType, integersOf } from '../shape/dynamic-shape.ts';
import { evaluateConvolution } from './convolution.ts';
import { type ConvolutionTypes, convolutionConstraints, convolutionNumbers, convolutionShape, fullWindow, spatialSize } from './convolution-numbers.ts';
import { atMostTwo, precisionConfig } from './precision.ts';

/** convolution's constraints on everything but the padding. */
type Unpadded = Omit<ConvolutionTypes, 'padding'>;
const unpadded = Object.fromEntries(
  Object.entries(convolutionConstraints).map(([label, holds]) => [label, (args: Unpadded) => holds({ ...args, padding: [] })]),
) as { readonly [K in keyof typeof convolutionConstraints]: (args: Unpadded) => true | string };

/** convolution with a padding that is an operand. Source: StableHLO specification, dynamic_conv. */
export const dynamicConv: Primitive = definePrimitive({
  name: 'stablehlo.dynamic_conv',
  operands: { lhs: anyTensor, rhs: anyTensor, padding: integer },
  attributes: {
    windowStrides: withDefault(attr.ints(), []),
    lhsDilation: withDefault(attr.ints(), []),
    rhsDilation: withDefault(attr.ints(), []),
    windowReversal: withDefault(attr.bools(), []),
    dimensionNumbers: convolutionNumbers,
    featureGroupCount: withDefault(attr.int(), 1),
    batchGroupCount: withDefault(attr.int(), 1),
    precisionConfig,
    shape: attr.resultShape(),
    element: absentOr(attr.resultElement()),
  },
  constraints: {
    ...unpadded,
    c4: ({ lhs, padding }) =>
      (padding.rank === 2 && sameDim(padding.shape[0], lhs.rank - 2) && sameDim(padding.shape[1], 2)) ||
      `padding must have shape [${lhs.rank - 2}, 2]; got ${showShape(padding.shape)}`,
    c24: (args) => atMostTwo(args.precisionConfig),
    c26: ({ lhs, shape }) => shape.length === lhs.rank || `the result ${showShape(shape)} must have rank ${lhs.rank}`,
    c27: ({ lhs, rhs }) => lhs.element === rhs.element || `lhs and rhs must have one element type; got ${lhs.element.name} and ${rhs.element.name}`,
  },
  infer: ({ lhs, shape, element }) => tensorType(element ?? lhs.element, shape),
  evaluate: ({ lhs, rhs, padding, dimensionNumbers: n, featureGroupCount, batchGroupCount, element, ...given }, { resultTypes }) => {
    const flat = integersOf(padding);
    const pairs = n.inputSpatialDimensions.map((_, i) => flat.slice(2 * i, 2 * i + 2));
    const w = fullWindow({ ...given, padding: pairs }, pairs.length);
    const [from, kernel] = [staticShape(lhs.type), staticShape(rhs.type)];
    const windows = (i: number) => spatialSize(from[n.inputSpatialDimensions[i]], kernel[n.kernelSpatialDimensions[i]], w, i);
    const shape = convolutionShape(from, kernel, n, batchGroupCount, windows) as number[];
    const type = actualType('dynamic_conv', element ?? lhs.type.element, shape, resultTypes[0] as TensorType);
    return evaluateConvolution(lhs, rhs, n, w, { featureGroupCount, batchGroupCount }, type);
  },
  derivative: 'none', // its gradients' paddings would be computed; convolution has them
  batch: 'loop',
  lower: () => opaque('dynamic_conv'),
});
