/** The three batch normalizations in other operations, as their sections of the specification decompose them; and what their evaluations share. */
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import type { Arg } from '../../primitive/index.ts';
import { sameDim } from '../../types/dim.ts';
import { sameBaseline } from '../../types/element.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { showShape, staticShape, type TensorType } from '../../types/type.ts';
import { elementCount, otherAxes, tensorTypeOf } from '../values.ts';

export const featureAxis = (operand: Arg, featureIndex: number): true | string =>
  (featureIndex >= 0 && featureIndex < operand.rank) || `featureIndex ${featureIndex} must be an axis of ${showShape(operand.shape)}`;

export const oneElementType = (...args: readonly Arg[]): true | string =>
  args.every((a) => sameBaseline(a.element, args[0].element)) || `operands must have one element type; got ${args.map((a) => a.element.name).join(', ')}`;

/** A statistic or parameter with one element for each feature. */
export const perFeature = (x: Arg, operand: Arg, featureIndex: number): true | string =>
  sameDim(x.shape[0], operand.shape[featureIndex]) ||
  `${x.name} must have ${operand.shape[featureIndex]} elements, one for each feature; got ${showShape(x.shape)}`;

const along = (x: Value, operand: TensorType, featureIndex: number, b: Methods): Value => b.broadcast(x, operand.shape, [featureIndex]);

/** Elements of one feature: the size of the operand without the feature axis. */
const countOf = (x: Value, featureIndex: number, b: Methods): Value => elementCount(x, otherAxes(tensorTypeOf(x).rank, [featureIndex]), b);

function meanOf(x: Value, featureIndex: number, b: Methods): Value {
  const type = tensorTypeOf(x);
  const sum = b.sum(x, otherAxes(type.rank, [featureIndex]));
  return b.divide(sum, b.broadcast(countOf(x, featureIndex, b), tensorTypeOf(sum).shape, []));
}

export function inferenceBody(x: Value, scale: Value, offset: Value, mean: Value, variance: Value, epsilon: number, featureIndex: number, b: Methods): Value {
  const type = tensorTypeOf(x);
  const centered = b.subtract(x, along(mean, type, featureIndex, b));
  const deviation = b.sqrt(b.add(variance, b.full(tensorTypeOf(variance), epsilon)));
  const normalized = b.divide(centered, along(deviation, type, featureIndex, b));
  return b.add(b.multiply(along(scale, type, featureIndex, b), normalized), along(offset, type, featureIndex, b));
}

export function trainingBody(x: Value, scale: Value, offset: Value, epsilon: number, featureIndex: number, b: Methods): Value[] {
  const type = tensorTypeOf(x);
  const mean = meanOf(x, featureIndex, b);
  const centered = b.subtract(x, along(mean, type, featureIndex, b));
  const variance = meanOf(b.multiply(centered, centered), featureIndex, b);
  return [inferenceBody(x, scale, offset, mean, variance, epsilon, featureIndex, b), mean, variance];
}

export function gradientBody(
  x: Value,
  scale: Value,
  mean: Value,
  variance: Value,
  upstream: Value,
  epsilon: number,
  featureIndex: number,
  b: Methods,
): Value[] {
  const type = tensorTypeOf(x);
  const axes = otherAxes(type.rank, [featureIndex]);
  const spread = (v: Value): Value => along(v, type, featureIndex, b);
  const shifted = b.add(variance, b.full(tensorTypeOf(variance), epsilon));
  const deviation = b.sqrt(shifted);
  const centered = b.subtract(x, spread(mean));
  const offsetGradient = b.sum(upstream, axes);
  const products = b.sum(b.multiply(upstream, centered), axes);
  const count = b.broadcast(countOf(x, featureIndex, b), type.shape, []);
  const bracket = b.subtract(
    b.subtract(b.multiply(upstream, count), spread(offsetGradient)),
    b.divide(b.multiply(spread(products), centered), spread(shifted)),
  );
  const operandGradient = b.multiply(b.divide(spread(b.divide(scale, deviation)), count), bracket);
  return [operandGradient, b.divide(products, deviation), offsetGradient];
}

/** The elements of each feature by flat position. */
export function positionsByFeature(x: Literal, featureIndex: number): number[][] {
  const shape = staticShape(x.type);
  const stride = shape.slice(featureIndex + 1).reduce((n, d) => n * d, 1);
  const features: number[][] = Array.from({ length: shape[featureIndex] }, () => []);
  for (let i = 0; i < x.type.size; i++) features[Math.floor(i / stride) % shape[featureIndex]].push(i);
  return features;
}

export const numberAt = (x: Literal, i: number): number => elementAt(x, i) as number;
