import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { linesOf } from '../../evaluate/index-space.ts';
import { attr, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import { allocate, writeElement } from '../../types/element.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { sameShape, showShape, staticShape } from '../../types/type.ts';
import { cotangentsByBody, tangentsByBody } from '../composite.ts';
import { batchOf, tensorTypeOf } from '../values.ts';
import { axisOf, belowMaximum, narrow, sumAlong, widen } from './rows.ts';

/** Replaces each line along `axis` by `f` of the lines of the operands. */
export function mapLines(operands: readonly Literal[], axis: number, f: (...lines: Float64Array[]) => ArrayLike<number>): Literal {
  const { type } = operands[0];
  const shape = staticShape(type);
  const data = allocate(type.element, type.size);
  for (const at of linesOf(shape, axis)) {
    const lines = operands.map((x) => Float64Array.from({ length: shape[axis] }, (_, k) => elementAt(x, at(k)) as number));
    const result = f(...lines);
    for (let k = 0; k < shape[axis]; k++) writeElement(type.element, data, at(k), result[k]);
  }
  return { type, data };
}

/** e^(x - max) along a line, and their sum. */
export function exponentials(line: Float64Array): { readonly powers: Float64Array; readonly sum: number; readonly top: number } {
  const top = line.reduce((m, x) => Math.max(m, x), Number.NEGATIVE_INFINITY);
  const powers = line.map((x) => Math.exp(x - top));
  return { powers, sum: powers.reduce((s, p) => s + p, 0), top };
}

function softmaxBody(x: Value, axis: number, b: Methods): Value {
  const powers = b.exponential(belowMaximum(widen(x, b), axis, b));
  return narrow(b.divide(powers, sumAlong(powers, [axis], b)), tensorTypeOf(x).element, b);
}

/** e^x divided by its sum along `axis`, without overflow. Source: `tf.nn.softmax`. */
export const softmax: Primitive = definePrimitive({
  name: 'millrace.softmax',
  operands: { x: floating },
  attributes: { axis: attr.int() },
  constraints: { c1: ({ x, axis }) => axisOf(x, axis) },
  infer: ({ x }) => x.type,
  evaluate: ({ x, axis }) =>
    mapLines([x], axis, (line) => {
      const { powers, sum } = exponentials(line);
      return powers.map((p) => p / sum);
    }),
  // The Jacobian diag(y) - y yᵀ is symmetric: both modes are the same composite.
  derivative: {
    jvp: ({ axis, results: [y], tangents }, b) => [tangents.x && b.softmaxGradient(y, tangents.x, { axis })],
    vjp: ({ axis, results: [y], ct }, b) => ({ x: b.softmaxGradient(y, ct, { axis }) }),
  },
  batch: ({ x, axis }, b) => b.softmax(x.value, { axis: axis + 1 }),
  lower: () => opaque('softmax'),
  body: ({ x, axis }, b) => softmaxBody(x, axis, b),
});

function gradientBody(y: Value, ct: Value, axis: number, b: Methods): Value {
  const [wide, g] = [widen(y, b), widen(ct, b)];
  const product = b.multiply(wide, g);
  return narrow(b.subtract(product, b.multiply(wide, sumAlong(product, [axis], b))), tensorTypeOf(y).element, b);
}

/** y * (upstream - sum(y * upstream)) along `axis`: the gradient of softmax, where y is its result. */
export const softmaxGradient: Primitive = definePrimitive({
  name: 'millrace.softmax_gradient',
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
      const dot = line.reduce((s, p, k) => s + p * g[k], 0);
      return line.map((p, k) => p * (g[k] - dot));
    }),
  derivative: {
    jvp: ({ y, upstream, axis, tangents }, b) => tangentsByBody(([p, g]) => [gradientBody(p, g, axis, b)], [y, upstream], [tangents.y, tangents.upstream], b),
    vjp: ({ y, upstream, axis, cts, needs }, b) => {
      // Linear in upstream, with a symmetric matrix: again this composite.
      if (!needs('y')) return { upstream: b.softmaxGradient(y, cts[0] as Value, { axis }) };
      const [dy, dct] = cotangentsByBody(([p, g]) => [gradientBody(p, g, axis, b)], [y, upstream], cts, [true, needs('upstream')], b);
      return { y: dy, upstream: dct };
    },
  },
  batch: ({ y, upstream, axis, size }, b) => b.softmaxGradient(batchOf(y, size, b), batchOf(upstream, size, b), { axis: axis + 1 }),
  lower: () => opaque('softmax_gradient'),
  body: ({ y, upstream, axis }, b) => gradientBody(y, upstream, axis, b),
});
