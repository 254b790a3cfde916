/** Means, variances, and what normalizes by them. */
import { applyScalar, checkOptions, f32, failure, methods, type Scalar, scalarInput, showShape, tensorType } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { type Axis, resolveAxes } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { alignOperands, broadcastTensor, requireKind } from '../broadcast.ts';
import { floating } from '../math/families.ts';
import { pointwise } from '../pointwise.ts';
import { keepAxes } from '../reduction/family.ts';
import { meanOf } from '../reduction/sums.ts';

export interface MomentsOptions {
  /** Whether reduced axes stay with size 1. Default false. */
  readonly keepdims?: boolean;
}
export interface Moments {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

const [input0, input1]: readonly Scalar[] = [scalarInput(0), scalarInput(1)];
const squaredDistance = input0.sub(input1).square();

/** Half precision sums in single, as in TensorFlow. */
const widen = (x: Tensor): Tensor => (x.type.element.format ? (methods.convert(x, { element: f32 }) as Tensor) : x);
const narrow = (x: Tensor, like: Tensor): Tensor => (x.type.element === like.type.element ? x : (methods.convert(x, { element: like.type.element }) as Tensor));

/** Mean and population variance along axes that stay with size 1, in two passes: the variance does not cancel where the mean is large. */
export function momentsOf(x: Tensor, axes: readonly number[]): { readonly mean: Tensor; readonly variance: Tensor } {
  const mean = keepAxes(meanOf(x, axes), x, axes);
  const distance = pointwise(squaredDistance, [x, broadcastTensor(mean, x.type.shape)]);
  return { mean, variance: keepAxes(meanOf(distance, axes), x, axes) };
}

/**
 * Mean and population variance along axes. Source: `tf.nn.moments`.
 * @returns mean and variance with the axes dropped, or of size 1 with `keepdims`
 */
export function moments(x: TensorLike, axes: Axis, options: MomentsOptions = {}): Moments {
  checkOptions('nn.moments', options, ['keepdims']);
  const operand = toTensor('nn.moments', x);
  requireKind('nn.moments', operand, floating);
  const along = resolveAxes('nn.moments', axes, operand.rank);
  const kept = momentsOf(widen(operand), along);
  const drop = (m: Tensor): Tensor => {
    if (options.keepdims) return m;
    const shape = m.type.shape.filter((_, i) => !along.includes(i));
    return methods.reshapeTo(m, shape) as Tensor;
  };
  return { mean: narrow(drop(kept.mean), operand), variance: narrow(drop(kept.variance), operand) };
}

/**
 * Mean and variance out of sums: mean = shift + meanSum / count, variance = squareSum / count - (meanSum / count)^2.
 * Source: `tf.nn.normalize_moments`.
 */
export function normalizeMoments(counts: TensorLike, meanSum: TensorLike, varianceSum: TensorLike, shift: TensorLike | null = null): Moments {
  const op = 'nn.normalizeMoments';
  const [count, sum, squares] = alignOperands(op, [counts, meanSum, varianceSum], ['counts', 'meanSum', 'varianceSum']);
  requireKind(op, count, floating, 'counts');
  const shifted = methods.divide(sum, count) as Tensor;
  const variance = methods.subtract(methods.divide(squares, count), methods.multiply(shifted, shifted)) as Tensor;
  if (shift === null) return { mean: shifted, variance };
  const [a, b] = alignOperands(op, [shifted, shift], ['meanSum', 'shift']);
  return { mean: methods.add(a, b) as Tensor, variance };
}

const [x, mean, variance, offset, scale, epsilon] = [0, 1, 2, 3, 4, 5].map(scalarInput);
const factor = applyScalar('rsqrt', [variance.add(epsilon)]);

/**
 * (x - mean) / sqrt(variance + varianceEpsilon) * scale + offset; all broadcast. Source: arXiv:1502.03167; `tf.nn.batch_normalization`.
 * @param offset  null for none
 * @param scale   null for none
 */
export function batchNormalization(
  operand: TensorLike,
  meanOf: TensorLike,
  varianceOf: TensorLike,
  offsetOf: TensorLike | null,
  scaleOf: TensorLike | null,
  varianceEpsilon: number,
): Tensor {
  const op = 'nn.batchNormalization';
  const given = [operand, meanOf, varianceOf, ...(offsetOf === null ? [] : [offsetOf]), ...(scaleOf === null ? [] : [scaleOf])];
  const names = ['x', 'mean', 'variance', ...(offsetOf === null ? [] : ['offset']), ...(scaleOf === null ? [] : ['scale'])];
  const tensors = alignOperands(op, given, names);
  requireKind(op, tensors[0], floating);
  return normalized(
    tensors.slice(0, 3) as [Tensor, Tensor, Tensor],
    offsetOf === null ? null : tensors[3],
    scaleOf === null ? null : tensors[tensors.length - 1],
    varianceEpsilon,
  );
}

/** The formula over tensors of one shape. */
export function normalized([value, m, v]: [Tensor, Tensor, Tensor], b: Tensor | null, g: Tensor | null, eps: number): Tensor {
  const epsilonTensor = toTensor('nn.batchNormalization', eps, value.type.element);
  const scaled = g ? x.sub(mean).mul(factor).mul(scale) : x.sub(mean).mul(factor);
  // Inputs keep their numbers; one that is absent is stood for by the epsilon, which the expression does not read there.
  return pointwise(b ? scaled.add(offset) : scaled, [value, m, v, b ?? epsilonTensor, g ?? epsilonTensor, epsilonTensor]);
}

export interface LayerNormalizationOptions {
  /** Axes to normalize over. Default -1. */
  readonly axis?: Axis;
  /** Added to the variance. Default 1e-3. */
  readonly epsilon?: number;
  /** Factor after normalizing: the sizes on `axis`. Default none. */
  readonly gamma?: TensorLike | null;
  /** Summand after that: the sizes on `axis`. Default none. */
  readonly beta?: TensorLike | null;
}

/**
 * Normalizes over axes to mean 0 and variance 1, then scales and shifts. Source: arXiv:1607.06450.
 * @throws InvalidArgumentError when gamma or beta do not have the sizes on `axis`
 */
export function layerNormalization(features: TensorLike, options: LayerNormalizationOptions = {}): Tensor {
  const op = 'nn.layerNormalization';
  checkOptions(op, options, ['axis', 'epsilon', 'gamma', 'beta']);
  const value = toTensor(op, features);
  requireKind(op, value, floating);
  const axes = resolveAxes(op, options.axis ?? -1, value.rank);
  const parameter = (given: TensorLike | null | undefined, name: string): Tensor | null =>
    given === null || given === undefined ? null : checkParameter(op, name, toTensor(op, given, value.type.element), value, axes);
  const [gamma, beta] = [parameter(options.gamma, 'gamma'), parameter(options.beta, 'beta')];
  const epsilonOf = options.epsilon ?? 1e-3;
  const own = tensorType(
    value.type.element,
    axes.map((a) => value.type.shape[a]),
  );
  const areLast = axes.every((a, i) => a === value.rank - axes.length + i) && own.isStatic;
  if (areLast && [gamma, beta].every((t) => t === null || t.type === own))
    return methods.layerNorm(value, gamma ?? methods.ones(own), beta ?? methods.zeros(own), { epsilon: epsilonOf }) as Tensor;
  const wide = widen(value);
  const { mean: m, variance: v } = momentsOf(wide, axes);
  const spread = (t: Tensor): Tensor => broadcastTensor(t, value.type.shape);
  const along = (t: Tensor | null): Tensor | null => t && (methods.broadcast(widen(t), value.type.shape, axes) as Tensor);
  return narrow(normalized([wide, spread(m), spread(v)], along(beta), along(gamma), epsilonOf), value);
}

/** A parameter, after a check that it has the sizes on `axes`. */
function checkParameter(op: string, name: string, parameter: Tensor, like: Tensor, axes: readonly number[]): Tensor {
  const sizes = axes.map((a) => like.type.shape[a]);
  if (parameter.rank !== axes.length || parameter.type.shape.some((d, i) => d !== sizes[i]))
    throw failure('shape-mismatch', { op, message: `${name} has shape ${showShape(parameter.type.shape)}`, valid: showShape(sizes) });
  return parameter;
}

/** A parameter with the sizes on `axes`, repeated to the shape of `like`. */
export const alongAxes = (op: string, name: string, parameter: Tensor, like: Tensor, axes: readonly number[]): Tensor =>
  methods.broadcast(checkParameter(op, name, parameter, like, axes), like.type.shape, axes) as Tensor;
