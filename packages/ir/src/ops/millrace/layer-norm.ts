import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { type Arg, attr, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import { allocate, writeElement } from '../../types/element.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { sameShape, showShape } from '../../types/type.ts';
import { batchByBody, cotangentsByBody, tangentsByBody } from '../composite.ts';
import { axesOf, batchOf, elementCount, tensorTypeOf } from '../values.ts';
import { narrow, sumAlong, widen } from './rows.ts';

/** The axes of `gamma` are the last axes of x. */
const lastAxesOf = (x: Arg, gamma: Arg): true | string =>
  (gamma.rank <= x.rank && gamma.rank > 0 && gamma.element === x.element && sameShape(gamma.shape, x.shape.slice(x.rank - gamma.rank))) ||
  `${gamma.name} must be ${x.element.name} with the last sizes of x ${showShape(x.shape)}; got ${gamma.type}`;

const normalized = (x: Value, gamma: Value): number[] => {
  const [rank, own] = [tensorTypeOf(x).rank, tensorTypeOf(gamma).rank];
  return axesOf(own).map((i) => rank - own + i);
};

/** 1 over the number of elements along axes, at the shape of x. */
const shareOf = (x: Value, axes: readonly number[], b: Methods): Value => {
  const count = elementCount(x, axes, b);
  return b.broadcast(b.divide(b.ones(tensorTypeOf(count)), count), tensorTypeOf(x).shape, []);
};

/** (x - mean) / sqrt(variance + epsilon) over the last axes, and 1 / sqrt(variance + epsilon), both at the shape of x. */
function standardize(x: Value, axes: readonly number[], epsilon: number, b: Methods): { readonly scaled: Value; readonly inverse: Value } {
  const type = tensorTypeOf(x);
  const share = shareOf(x, axes, b);
  const centered = b.subtract(x, b.multiply(sumAlong(x, axes, b), share));
  const variance = b.multiply(sumAlong(b.multiply(centered, centered), axes, b), share);
  const inverse = b.rsqrt(b.add(variance, b.full(type, epsilon)));
  return { scaled: b.multiply(centered, inverse), inverse };
}

function layerNormBody(x: Value, gamma: Value, beta: Value, epsilon: number, b: Methods): Value {
  const [wide, g, shift] = [widen(x, b), widen(gamma, b), widen(beta, b)];
  const axes = normalized(x, gamma);
  const { scaled } = standardize(wide, axes, epsilon, b);
  const { shape } = tensorTypeOf(wide);
  return narrow(b.add(b.multiply(scaled, b.broadcast(g, shape, axes)), b.broadcast(shift, shape, axes)), tensorTypeOf(x).element, b);
}

/** Rows of `count` elements with their mean and 1 / sqrt(variance + epsilon). */
function* rowsOf(x: Literal, count: number, epsilon: number): Generator<{ readonly start: number; readonly scaled: Float64Array; readonly inverse: number }> {
  for (let start = 0; start < x.type.size; start += count) {
    const row = Float64Array.from({ length: count }, (_, k) => elementAt(x, start + k) as number);
    const mean = row.reduce((s, v) => s + v, 0) / count;
    const variance = row.reduce((s, v) => s + (v - mean) ** 2, 0) / count;
    const inverse = 1 / Math.sqrt(variance + epsilon);
    yield { start, scaled: row.map((v) => (v - mean) * inverse), inverse };
  }
}

/**
 * Normalizes over the axes of `gamma`, which are the last of x: (x - mean) / sqrt(variance + epsilon) * gamma + beta.
 * Source: arXiv:1607.06450.
 */
export const layerNorm: Primitive = definePrimitive({
  name: 'millrace.layer_norm',
  operands: { x: floating, gamma: floating, beta: floating },
  attributes: { epsilon: attr.float() },
  constraints: {
    c1: ({ x, gamma }) => lastAxesOf(x, gamma),
    c2: ({ gamma, beta }) => beta.type === gamma.type || `beta must be ${gamma.type}, as gamma; got ${beta.type}`,
  },
  infer: ({ x }) => x.type,
  evaluate: ({ x, gamma, beta, epsilon }) => {
    const data = allocate(x.type.element, x.type.size);
    for (const { start, scaled } of rowsOf(x, gamma.type.size, epsilon)) {
      scaled.forEach((v, k) => writeElement(x.type.element, data, start + k, v * (elementAt(gamma, k) as number) + (elementAt(beta, k) as number)));
    }
    return { type: x.type, data };
  },
  derivative: {
    jvp: ({ x, gamma, beta, epsilon, tangents: t }, b) =>
      tangentsByBody(([u, v, w]) => [layerNormBody(u, v, w, epsilon, b)], [x, gamma, beta], [t.x, t.gamma, t.beta], b),
    vjp: ({ x, gamma, epsilon, ct }, b) => {
      const [dx, dgamma, dbeta] = b.layerNormGradient(x, gamma, ct, { epsilon });
      return { x: dx, gamma: dgamma, beta: dbeta };
    },
  },
  batch: ({ x, gamma, beta, epsilon, size }, b) => {
    const rows = batchOf(x, size, b);
    if (!gamma.batched && !beta.batched) return b.layerNorm(rows, gamma.value, beta.value, { epsilon });
    const { shape } = tensorTypeOf(rows);
    const plain = b.layerNorm(rows, b.ones(gamma.type), b.zeros(beta.type), { epsilon });
    const axes = [0, ...axesOf(gamma.type.rank).map((i) => shape.length - gamma.type.rank + i)];
    return b.add(b.multiply(plain, b.broadcast(batchOf(gamma, size, b), shape, axes)), b.broadcast(batchOf(beta, size, b), shape, axes));
  },
  lower: () => opaque('layer_norm'),
  body: ({ x, gamma, beta, epsilon }, b) => layerNormBody(x, gamma, beta, epsilon, b),
});

function gradientBody(x: Value, gamma: Value, ct: Value, epsilon: number, b: Methods): Value[] {
  const [wide, g, dy] = [widen(x, b), widen(gamma, b), widen(ct, b)];
  const axes = normalized(x, gamma);
  const type = tensorTypeOf(wide);
  const { scaled, inverse } = standardize(wide, axes, epsilon, b);
  const share = shareOf(wide, axes, b);
  const scaledCt = b.multiply(dy, b.broadcast(g, type.shape, axes));
  const mean = b.multiply(sumAlong(scaledCt, axes, b), share);
  const slope = b.multiply(sumAlong(b.multiply(scaledCt, scaled), axes, b), share);
  const dx = b.multiply(inverse, b.subtract(b.subtract(scaledCt, mean), b.multiply(scaled, slope)));
  const leading = axesOf(type.rank - axes.length);
  return [dx, b.sum(b.multiply(dy, scaled), leading), b.sum(dy, leading)].map((v) => narrow(v, tensorTypeOf(x).element, b));
}

/** The gradients of layer_norm by x, gamma and beta. */
export const layerNormGradient: Primitive = definePrimitive({
  name: 'millrace.layer_norm_gradient',
  operands: { x: floating, gamma: floating, upstream: floating },
  attributes: { epsilon: attr.float() },
  results: 3,
  constraints: {
    c1: ({ x, gamma }) => lastAxesOf(x, gamma),
    c2: ({ x, upstream }) => upstream.type === x.type || `upstream must be ${x.type}, as x; got ${upstream.type}`,
  },
  infer: ({ x, gamma }) => [x.type, gamma.type, gamma.type],
  evaluate: ({ x, gamma, upstream, epsilon }) => {
    const { element, size } = x.type;
    const count = gamma.type.size;
    const dx = allocate(element, size);
    const [dgamma, dbeta] = [new Float64Array(count), new Float64Array(count)];
    for (const { start, scaled, inverse } of rowsOf(x, count, epsilon)) {
      const dy = scaled.map((_, k) => elementAt(upstream, start + k) as number);
      const scaledCt = dy.map((v, k) => v * (elementAt(gamma, k) as number));
      const mean = scaledCt.reduce((s, v) => s + v, 0) / count;
      const slope = scaledCt.reduce((s, v, k) => s + v * scaled[k], 0) / count;
      for (let k = 0; k < count; k++) {
        writeElement(element, dx, start + k, inverse * (scaledCt[k] - mean - scaled[k] * slope));
        dgamma[k] += dy[k] * scaled[k];
        dbeta[k] += dy[k];
      }
    }
    const whole = (values: Float64Array): Literal => {
      const data = allocate(element, count);
      values.forEach((v, k) => writeElement(element, data, k, v));
      return { type: gamma.type, data };
    };
    return [{ type: x.type, data: dx }, whole(dgamma), whole(dbeta)];
  },
  derivative: {
    jvp: ({ x, gamma, upstream, epsilon, tangents: t }, b) =>
      tangentsByBody(([u, v, w]) => gradientBody(u, v, w, epsilon, b), [x, gamma, upstream], [t.x, t.gamma, t.upstream], b),
    vjp: ({ x, gamma, upstream, epsilon, cts, needs }, b) => {
      const [dx, dgamma, dct] = cotangentsByBody(
        ([u, v, w]) => gradientBody(u, v, w, epsilon, b),
        [x, gamma, upstream],
        cts,
        [needs('x'), needs('gamma'), needs('upstream')],
        b,
      );
      return { x: dx, gamma: dgamma, upstream: dct };
    },
  },
  batch: ({ x, gamma, upstream, epsilon, size }, b) => batchByBody(([u, v, w]) => gradientBody(u, v, w, epsilon, b), [x, gamma, upstream], size, b),
  lower: () => opaque('layer_norm_gradient'),
  body: ({ x, gamma, upstream, epsilon }, b) => gradientBody(x, gamma, upstream, epsilon, b),
});
