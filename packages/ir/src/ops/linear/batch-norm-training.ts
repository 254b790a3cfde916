import { opaque } from '../../algebra/index.ts';
import { attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { allocate, writeElement } from '../../types/element.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { batchByBody, cotangentsByBody, tangentsByBody } from '../composite.ts';
import { realLike } from '../elementwise/family.ts';
import { featureAxis, numberAt, oneElementType, perFeature, positionsByFeature, trainingBody } from './batch-norm-bodies.ts';

/**
 * Normalizes each feature to mean 0 and variance 1 over all other axes, then scales and shifts; returns the means and (biased) variances too.
 * Source: StableHLO specification, batch_norm_training.
 */
export const batchNormTraining: Primitive = definePrimitive({
  name: 'stablehlo.batch_norm_training',
  operands: { operand: realLike, scale: realLike.ofRank(1), offset: realLike.ofRank(1) },
  attributes: { epsilon: attr.float({ width: 32 }), featureIndex: attr.int() },
  results: 3,
  constraints: {
    c1: ({ operand, featureIndex }) => featureAxis(operand, featureIndex),
    c2: ({ operand, scale, offset }) => oneElementType(operand, scale, offset),
    c3: ({ operand, scale, featureIndex }) => perFeature(scale, operand, featureIndex),
    c4: ({ operand, offset, featureIndex }) => perFeature(offset, operand, featureIndex),
  },
  infer: ({ operand, featureIndex }) => {
    const statistic = tensorType(operand.element, [operand.shape[featureIndex]]);
    return [operand.type, statistic, statistic];
  },
  evaluate: ({ operand, scale, offset, epsilon, featureIndex }, { resultTypes }) => {
    const types = resultTypes as TensorType[];
    const [output, means, variances] = types.map((t) => allocate(t.element, t.size));
    const { element } = operand.type;
    positionsByFeature(operand, featureIndex).forEach((positions, f) => {
      const mean = positions.reduce((s, i) => s + numberAt(operand, i), 0) / positions.length;
      const variance = positions.reduce((s, i) => s + (numberAt(operand, i) - mean) ** 2, 0) / positions.length;
      const factor = numberAt(scale, f) / Math.sqrt(variance + epsilon);
      for (const i of positions) writeElement(element, output, i, (numberAt(operand, i) - mean) * factor + numberAt(offset, f));
      writeElement(element, means, f, mean);
      writeElement(element, variances, f, variance);
    });
    return [output, means, variances].map((data, k) => ({ type: types[k], data }));
  },
  derivative: {
    jvp: ({ operand, scale, offset, epsilon, featureIndex, tangents: t }, b) =>
      tangentsByBody(([x, s, o]) => trainingBody(x, s, o, epsilon, featureIndex, b), [operand, scale, offset], [t.operand, t.scale, t.offset], b),
    vjp: ({ operand, scale, offset, epsilon, featureIndex, results: [, mean, variance], cts, needs }, b) => {
      const [ct, ofMean, ofVariance] = cts;
      if (ct && !ofMean && !ofVariance) {
        const [dx, dscale, doffset] = b.batchNormGrad(operand, scale, mean, variance, ct, { epsilon, featureIndex });
        return { operand: dx, scale: dscale, offset: doffset };
      }
      const needed = [needs('operand'), needs('scale'), needs('offset')];
      const [dx, dscale, doffset] = cotangentsByBody(([x, s, o]) => trainingBody(x, s, o, epsilon, featureIndex, b), [operand, scale, offset], cts, needed, b);
      return { operand: dx, scale: dscale, offset: doffset };
    },
  },
  batch: ({ operand, scale, offset, epsilon, featureIndex, size }, b) =>
    batchByBody(([x, s, o]) => trainingBody(x, s, o, epsilon, featureIndex, b), [operand, scale, offset], size, b),
  lower: () => opaque('batch_norm_training'),
  traits: { quantized: 'dequantized' },
  body: ({ operand, scale, offset, epsilon, featureIndex }, b) => trainingBody(operand, scale, offset, epsilon, featureIndex, b),
});
