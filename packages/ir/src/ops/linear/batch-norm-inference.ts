import { opaque } from '../../algebra/index.ts';
import { attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { allocate, writeElement } from '../../types/element.ts';
import { batchByBody, cotangentsByBody, tangentsByBody } from '../composite.ts';
import { realLike } from '../elementwise/family.ts';
import { featureAxis, inferenceBody, numberAt, oneElementType, perFeature, positionsByFeature } from './batch-norm-bodies.ts';

/** (operand - mean) / sqrt(variance + epsilon) * scale + offset, for each feature. Source: StableHLO specification, batch_norm_inference. */
export const batchNormInference: Primitive = definePrimitive({
  name: 'stablehlo.batch_norm_inference',
  operands: { operand: realLike, scale: realLike.ofRank(1), offset: realLike.ofRank(1), mean: realLike.ofRank(1), variance: realLike.ofRank(1) },
  attributes: { epsilon: attr.float({ width: 32 }), featureIndex: attr.int() },
  constraints: {
    c1: ({ operand, featureIndex }) => featureAxis(operand, featureIndex),
    c2: ({ operand, scale, offset, mean, variance }) => oneElementType(operand, scale, offset, mean, variance),
    c3: ({ operand, scale, featureIndex }) => perFeature(scale, operand, featureIndex),
    c4: ({ operand, offset, featureIndex }) => perFeature(offset, operand, featureIndex),
    c5: ({ operand, mean, featureIndex }) => perFeature(mean, operand, featureIndex),
    c6: ({ operand, variance, featureIndex }) => perFeature(variance, operand, featureIndex),
  },
  infer: ({ operand }) => operand.type,
  evaluate: ({ operand, scale, offset, mean, variance, epsilon, featureIndex }) => {
    const { type } = operand;
    const data = allocate(type.element, type.size);
    positionsByFeature(operand, featureIndex).forEach((positions, f) => {
      const factor = numberAt(scale, f) / Math.sqrt(numberAt(variance, f) + epsilon);
      for (const i of positions) writeElement(type.element, data, i, (numberAt(operand, i) - numberAt(mean, f)) * factor + numberAt(offset, f));
    });
    return { type, data };
  },
  derivative: {
    jvp: ({ operand, scale, offset, mean, variance, epsilon, featureIndex, tangents: t }, b) =>
      tangentsByBody(
        ([x, s, o, m, v]) => [inferenceBody(x, s, o, m, v, epsilon, featureIndex, b)],
        [operand, scale, offset, mean, variance],
        [t.operand, t.scale, t.offset, t.mean, t.variance],
        b,
      ),
    vjp: ({ operand, scale, offset, mean, variance, epsilon, featureIndex, cts, needs }, b) => {
      const names = ['operand', 'scale', 'offset', 'mean', 'variance'] as const;
      const back = cotangentsByBody(
        ([x, s, o, m, v]) => [inferenceBody(x, s, o, m, v, epsilon, featureIndex, b)],
        [operand, scale, offset, mean, variance],
        cts,
        names.map((n) => needs(n)),
        b,
      );
      return { operand: back[0], scale: back[1], offset: back[2], mean: back[3], variance: back[4] };
    },
  },
  batch: ({ operand, scale, offset, mean, variance, epsilon, featureIndex, size }, b) => {
    const parameters = [scale, offset, mean, variance];
    if (operand.batched && !parameters.some((p) => p.batched)) {
      return b.batchNormInference(operand.value, scale.value, offset.value, mean.value, variance.value, { epsilon, featureIndex: featureIndex + 1 });
    }
    return batchByBody(([x, s, o, m, v]) => [inferenceBody(x, s, o, m, v, epsilon, featureIndex, b)], [operand, ...parameters], size, b);
  },
  lower: () => opaque('batch_norm_inference'),
  traits: { quantized: 'dequantized' },
  body: ({ operand, scale, offset, mean, variance, epsilon, featureIndex }, b) =>
    inferenceBody(operand, scale, offset, mean, variance, epsilon, featureIndex, b),
});
