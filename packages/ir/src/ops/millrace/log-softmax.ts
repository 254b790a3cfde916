import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { attr, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import { sameShape, showShape } from '../../types/type.ts';
import { cotangentsByBody, tangentsByBody } from '../composite.ts';
import { batchOf, tensorTypeOf } from '../values.ts';
import { axisOf, belowMaximum, narrow, sumAlong, widen } from './rows.ts';
import { exponentials, mapLines } from './softmax.ts';

function logSoftmaxBody(x: Value, axis: number, b: Methods): Value {
  const below = belowMaximum(widen(x, b), axis, b);
  return narrow(b.subtract(below, b.log(sumAlong(b.exponential(below), [axis], b))), tensorTypeOf(x).element, b);
}

/** x - log(sum(e^x)) along `axis`, without overflow. Source: `tf.nn.log_softmax`. */
export const logSoftmax: Primitive = definePrimitive({
  name: 'millrace.log_softmax',
  operands: { x: floating },
  attributes: { axis: attr.int() },
  constraints: { c1: ({ x, axis }) => axisOf(x, axis) },
  infer: ({ x }) => x.type,
  evaluate: ({ x, axis }) =>
    mapLines([x], axis, (line) => {
      const { sum, top } = exponentials(line);
      return line.map((v) => v - top - Math.log(sum));
    }),
  derivative: {
    jvp: ({ axis, results: [y], tangents: { x: t } }, b) => [t && b.subtract(t, sumAlong(b.multiply(b.exponential(y), t), [axis], b))],
    vjp: ({ axis, results: [y], ct }, b) => ({ x: b.logSoftmaxGradient(y, ct, { axis }) }),
  },
  batch: ({ x, axis }, b) => b.logSoftmax(x.value, { axis: axis + 1 }),
  lower: () => opaque('log_softmax'),
  body: ({ x, axis }, b) => logSoftmaxBody(x, axis, b),
});

function gradientBody(y: Value, ct: Value, axis: number, b: Methods): Value {
  const [wide, g] = [widen(y, b), widen(ct, b)];
  return narrow(b.subtract(g, b.multiply(b.exponential(wide), sumAlong(g, [axis], b))), tensorTypeOf(y).element, b);
}

/** upstream - e^y * sum(upstream) along `axis`: the gradient of log_softmax, where y is its result. */
export const logSoftmaxGradient: Primitive = definePrimitive({
  name: 'millrace.log_softmax_gradient',
  operands: { y: floating, upstream: floating },
  attributes: { axis: attr.int() },
  constraints: {
    c1: ({ y, axis }) => axisOf(y, axis),
    c2: ({ y, upstream }) =>
      (y.element === upstream.element && sameShape(y.shape, upstream.shape)) ||
      `y and upstream must have one type; got ${y.element.name}${showShape(y.shape)} and ${upstream.element.name}${showShape(upstream.shape)}`,
  },
  infer: ({ y }) => y.type,
  evaluate: ({ y, upstream, axis }) =>
    mapLines([y, upstream], axis, (line, g) => {
      const sum = g.reduce((s, v) => s + v, 0);
      return line.map((v, k) => g[k] - Math.exp(v) * sum);
    }),
  derivative: {
    jvp: ({ y, upstream, axis, tangents }, b) => tangentsByBody(([p, g]) => [gradientBody(p, g, axis, b)], [y, upstream], [tangents.y, tangents.upstream], b),
    vjp: ({ y, upstream, axis, cts, needs }, b) => {
      const [dy, dct] = cotangentsByBody(([p, g]) => [gradientBody(p, g, axis, b)], [y, upstream], cts, [needs('y'), needs('upstream')], b);
      return { y: dy, upstream: dct };
    },
  },
  batch: ({ y, upstream, axis, size }, b) => b.logSoftmaxGradient(batchOf(y, size, b), batchOf(upstream, size, b), { axis: axis + 1 }),
  lower: () => opaque('log_softmax_gradient'),
  body: ({ y, upstream, axis }, b) => gradientBody(y, upstream, axis, b),
});
