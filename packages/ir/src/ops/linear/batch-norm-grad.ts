import { opaque } from '../../algebra/index.ts';
import { attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { allocate, writeElement } from '../../types/element.ts';
import { sameShape, showShape, type TensorType } from '../../types/type.ts';
import { batchByBody, cotangentsByBody, tangentsByBody } from '../composite.ts';
import { realLike } from '../elementwise/family.ts';
import { featureAxis, gradientBody, numberAt, oneElementType, perFeature, positionsByFeature } from './batch-norm-bodies.ts';

/** The gradients of batch_norm_training by operand, scale and offset, from its means and variances. Source: StableHLO specification, batch_norm_grad. */
export const batchNormGrad: Primitive = definePrimitive({
  name: 'stablehlo.batch_norm_grad',
  operands: { operand: realLike, scale: realLike.ofRank(1), mean: realLike.ofRank(1), variance: realLike.ofRank(1), gradOutput: realLike },
  attributes: { epsilon: attr.float({ width: 32 }), featureIndex: attr.int() },
  results: 3,
  constraints: {
    c1: ({ operand, featureIndex }) => featureAxis(operand, featureIndex),
    c2: ({ operand, scale, mean, variance, gradOutput }) => oneElementType(operand, scale, mean, variance, gradOutput),
    c3: ({ operand, gradOutput }) =>
      sameShape(operand.shape, gradOutput.shape) || `gradOutput must have shape ${showShape(operand.shape)}; got ${showShape(gradOutput.shape)}`,
    c4: ({ scale, mean, variance }) =>
      (sameShape(scale.shape, mean.shape) && sameShape(scale.shape, variance.shape)) ||
      `scale, mean and variance must have one shape; got ${[scale, mean, variance].map((x) => showShape(x.shape)).join(', ')}`,
    c5: ({ operand, scale, featureIndex }) => perFeature(scale, operand, featureIndex),
  },
  infer: ({ operand, scale }) => [operand.type, scale.type, scale.type],
  evaluate: ({ operand, scale, mean, variance, gradOutput, epsilon, featureIndex }, { resultTypes }) => {
    const types = resultTypes as TensorType[];
    const [dx, dscale, doffset] = types.map((t) => allocate(t.element, t.size));
    const { element } = operand.type;
    positionsByFeature(operand, featureIndex).forEach((positions, f) => {
      const shifted = numberAt(variance, f) + epsilon;
      const centered = (i: number): number => numberAt(operand, i) - numberAt(mean, f);
      const sum = positions.reduce((s, i) => s + numberAt(gradOutput, i), 0);
      const products = positions.reduce((s, i) => s + numberAt(gradOutput, i) * centered(i), 0);
      const count = positions.length;
      const factor = numberAt(scale, f) / Math.sqrt(shifted) / count;
      for (const i of positions) writeElement(element, dx, i, factor * (numberAt(gradOutput, i) * count - sum - (products * centered(i)) / shifted));
      writeElement(element, dscale, f, products / Math.sqrt(shifted));
      writeElement(element, doffset, f, sum);
    });
    return [dx, dscale, doffset].map((data, k) => ({ type: types[k], data }));
  },
  derivative: {
    jvp: ({ operand, scale, mean, variance, gradOutput, epsilon, featureIndex, tangents: t }, b) =>
      tangentsByBody(
        ([x, s, m, v, g]) => gradientBody(x, s, m, v, g, epsilon, featureIndex, b),
        [operand, scale, mean, variance, gradOutput],
        [t.operand, t.scale, t.mean, t.variance, t.gradOutput],
        b,
      ),
    vjp: ({ operand, scale, mean, variance, gradOutput, epsilon, featureIndex, cts, needs }, b) => {
      const names = ['operand', 'scale', 'mean', 'variance', 'gradOutput'] as const;
      const back = cotangentsByBody(
        ([x, s, m, v, g]) => gradientBody(x, s, m, v, g, epsilon, featureIndex, b),
        [operand, scale, mean, variance, gradOutput],
        cts,
        names.map((n) => needs(n)),
        b,
      );
      return { operand: back[0], scale: back[1], mean: back[2], variance: back[3], gradOutput: back[4] };
    },
  },
  batch: ({ operand, scale, mean, variance, gradOutput, epsilon, featureIndex, size }, b) =>
    batchByBody(([x, s, m, v, g]) => gradientBody(x, s, m, v, g, epsilon, featureIndex, b), [operand, scale, mean, variance, gradOutput], size, b),
  lower: () => opaque('batch_norm_grad'),
  traits: { quantized: 'dequantized' },
  body: ({ operand, scale, mean, variance, gradOutput, epsilon, featureIndex }, b) =>
    gradientBody(operand, scale, mean, variance, gradOutput, epsilon, featureIndex, b),
});
