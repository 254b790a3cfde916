import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { linesOf } from '../../evaluate/index-space.ts';
import { type Arg, definePrimitive, floating, integer, type Primitive } from '../../primitive/index.ts';
import { allocate, type ElementValue, writeElement } from '../../types/element.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { sameShape, showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { cotangentsByBody, tangentsByBody } from '../composite.ts';
import { axesOf, batchOf, tensorTypeOf } from '../values.ts';
import { narrow, sumAlong, widen } from './rows.ts';
import { exponentials, mapLines } from './softmax.ts';

/** One row at a time: classes lie along the last axis. */
function mapRows(logits: Literal, type: TensorType, f: (row: Float64Array, number: number, at: (k: number) => number) => number): Literal {
  const shape = staticShape(logits.type);
  const data = allocate(type.element, type.size);
  let number = 0;
  for (const at of linesOf(shape, shape.length - 1)) {
    const row = Float64Array.from({ length: shape[shape.length - 1] }, (_, k) => elementAt(logits, at(k)) as number);
    writeElement(type.element, data, number, f(row, number, at));
    number++;
  }
  return { type, data };
}

const rowsType = (x: Arg): TensorType => tensorType(x.element, x.shape.slice(0, -1));
const lastAxis = (x: Value): number => tensorTypeOf(x).rank - 1;

/** A value for each row, repeated along the classes. */
const alongClasses = (rows: Value, like: Value, b: Methods): Value => b.broadcast(rows, tensorTypeOf(like).shape, axesOf(tensorTypeOf(rows).rank));

const hasClasses = (logits: Arg): true | string => logits.rank > 0 || 'logits must have an axis of classes';
const sameTypes = (logits: Arg, labels: Arg): true | string =>
  (logits.element === labels.element && sameShape(logits.shape, labels.shape)) || `logits and labels must have one type; got ${logits.type} and ${labels.type}`;
const ctOfRows = (logits: Arg, ct: Arg): true | string =>
  ct.type === rowsType(logits) || `upstream must be ${rowsType(logits)}, a number for each row; got ${ct.type}`;

function denseBody(logits: Value, labels: Value, b: Methods): Value {
  const { element } = tensorTypeOf(logits);
  const [x, p] = [widen(logits, b), widen(labels, b)];
  return narrow(b.negate(b.sum(b.multiply(p, b.logSoftmax(x, { axis: lastAxis(x) })), [lastAxis(x)])), element, b);
}

/**
 * Cross entropy of `labels` (a distribution for each row) with softmax of `logits`, over the last axis: sum(labels * (log(sum(e^logits)) - logits)).
 * Source: `tf.nn.softmax_cross_entropy_with_logits`.
 */
export const softmaxCrossEntropy: Primitive = definePrimitive({
  name: 'millrace.softmax_cross_entropy',
  operands: { logits: floating, labels: floating },
  constraints: { c1: ({ logits }) => hasClasses(logits), c2: ({ logits, labels }) => sameTypes(logits, labels) },
  infer: ({ logits }) => rowsType(logits),
  evaluate: ({ logits, labels }, { resultTypes }) =>
    mapRows(logits, resultTypes[0] as TensorType, (row, _n, at) => {
      const { sum, top } = exponentials(row);
      return row.reduce((loss, x, k) => loss + (elementAt(labels, at(k)) as number) * (Math.log(sum) + top - x), 0);
    }),
  derivative: {
    jvp: ({ logits, labels, tangents }, b) => tangentsByBody(([x, p]) => [denseBody(x, p, b)], [logits, labels], [tangents.logits, tangents.labels], b),
    vjp: ({ logits, labels, ct, needs }, b) => ({
      logits: needs('logits') ? b.softmaxCrossEntropyGradient(logits, labels, ct) : null,
      labels: needs('labels') ? b.negate(b.multiply(b.logSoftmax(logits, { axis: lastAxis(logits) }), alongClasses(ct, logits, b))) : null,
    }),
  },
  batch: ({ logits, labels, size }, b) => b.softmaxCrossEntropy(batchOf(logits, size, b), batchOf(labels, size, b)),
  lower: () => opaque('softmax_cross_entropy'),
  body: ({ logits, labels }, b) => denseBody(logits, labels, b),
});

function denseGradientBody(logits: Value, labels: Value, ct: Value, b: Methods): Value {
  const [x, p, g] = [widen(logits, b), widen(labels, b), widen(ct, b)];
  const axis = lastAxis(x);
  const slope = b.subtract(b.multiply(b.softmax(x, { axis }), sumAlong(p, [axis], b)), p);
  return narrow(b.multiply(slope, alongClasses(g, x, b)), tensorTypeOf(logits).element, b);
}

/** (softmax(logits) * sum(labels) - labels) * upstream: the gradient of softmax_cross_entropy by the logits. */
export const softmaxCrossEntropyGradient: Primitive = definePrimitive({
  name: 'millrace.softmax_cross_entropy_gradient',
  operands: { logits: floating, labels: floating, upstream: floating },
  constraints: {
    c1: ({ logits }) => hasClasses(logits),
    c2: ({ logits, labels }) => sameTypes(logits, labels),
    c3: ({ logits, upstream }) => ctOfRows(logits, upstream),
  },
  infer: ({ logits }) => logits.type,
  evaluate: ({ logits, labels, upstream }) => {
    let row = 0;
    return mapLines([logits, labels], logits.type.rank - 1, (x, p) => {
      const { powers, sum } = exponentials(x);
      const weight = p.reduce((s, v) => s + v, 0);
      const g = elementAt(upstream, row++) as number;
      return powers.map((e, k) => ((e / sum) * weight - p[k]) * g);
    });
  },
  derivative: {
    jvp: ({ logits, labels, upstream, tangents }, b) =>
      tangentsByBody(([x, p, g]) => [denseGradientBody(x, p, g, b)], [logits, labels, upstream], [tangents.logits, tangents.labels, tangents.upstream], b),
    vjp: ({ logits, labels, upstream, cts, needs }, b) => {
      const [x, p, g] = cotangentsByBody(
        ([u, v, w]) => [denseGradientBody(u, v, w, b)],
        [logits, labels, upstream],
        cts,
        [needs('logits'), needs('labels'), needs('upstream')],
        b,
      );
      return { logits: x, labels: p, upstream: g };
    },
  },
  batch: ({ logits, labels, upstream, size }, b) =>
    b.softmaxCrossEntropyGradient(batchOf(logits, size, b), batchOf(labels, size, b), batchOf(upstream, size, b)),
  lower: () => opaque('softmax_cross_entropy_gradient'),
  body: ({ logits, labels, upstream }, b) => denseGradientBody(logits, labels, upstream, b),
});

const classLabels = (logits: Arg, labels: Arg): true | string =>
  sameShape(labels.shape, logits.shape.slice(0, -1)) ||
  `labels must have shape ${showShape(logits.shape.slice(0, -1))}, a class for each row; got ${showShape(labels.shape)}`;

/** 1 at the label of each row, 0 elsewhere and in rows whose label is no class. */
function oneHot(logits: Value, labels: Value, b: Methods): Value {
  const { shape } = tensorTypeOf(logits);
  const { element } = tensorTypeOf(labels);
  const classes = b.iota({ iotaDimension: shape.length - 1, shape, element });
  return b.compare(classes, alongClasses(labels, logits, b), { comparisonDirection: 'EQ' });
}

function sparseBody(logits: Value, labels: Value, b: Methods): Value {
  const x = widen(logits, b);
  const axis = lastAxis(x);
  const lost = b.negate(b.logSoftmax(x, { axis }));
  return narrow(b.sum(b.select(oneHot(x, labels, b), lost, b.zeros(tensorTypeOf(x))), [axis]), tensorTypeOf(logits).element, b);
}

const labelOf = (labels: Literal, row: number): number => Number(elementAt(labels, row) as Exclude<ElementValue, boolean>);

/**
 * Cross entropy of one class for each row with softmax of `logits`, over the last axis: log(sum(e^logits)) - logits[label]. A label that is no
 * class gives 0; callers check labels first. Source: `tf.nn.sparse_softmax_cross_entropy_with_logits`.
 */
export const sparseSoftmaxCrossEntropy: Primitive = definePrimitive({
  name: 'millrace.sparse_softmax_cross_entropy',
  operands: { logits: floating, labels: integer },
  constraints: { c1: ({ logits }) => hasClasses(logits), c2: ({ logits, labels }) => classLabels(logits, labels) },
  infer: ({ logits }) => rowsType(logits),
  evaluate: ({ logits, labels }, { resultTypes }) =>
    mapRows(logits, resultTypes[0] as TensorType, (row, n) => {
      const { sum, top } = exponentials(row);
      const label = labelOf(labels, n);
      return label >= 0 && label < row.length ? Math.log(sum) + top - row[label] : 0;
    }),
  derivative: {
    jvp: ({ logits, labels, tangents }, b) => tangentsByBody(([x, k]) => [sparseBody(x, k, b)], [logits, labels], [tangents.logits, null], b),
    vjp: ({ logits, labels, ct }, b) => ({ logits: b.sparseSoftmaxCrossEntropyGradient(logits, labels, ct) }),
  },
  batch: ({ logits, labels, size }, b) => b.sparseSoftmaxCrossEntropy(batchOf(logits, size, b), batchOf(labels, size, b)),
  lower: () => opaque('sparse_softmax_cross_entropy'),
  body: ({ logits, labels }, b) => sparseBody(logits, labels, b),
});

function sparseGradientBody(logits: Value, labels: Value, ct: Value, b: Methods): Value {
  const [x, g] = [widen(logits, b), widen(ct, b)];
  const type = tensorTypeOf(x);
  const axis = type.rank - 1;
  const hot = b.convert(oneHot(x, labels, b), { element: type.element });
  const slope = b.subtract(b.multiply(b.softmax(x, { axis }), sumAlong(hot, [axis], b)), hot);
  return narrow(b.multiply(slope, alongClasses(g, x, b)), tensorTypeOf(logits).element, b);
}

/** (softmax(logits) - oneHot(labels)) * upstream: the gradient of sparse_softmax_cross_entropy by the logits; 0 in rows whose label is no class. */
export const sparseSoftmaxCrossEntropyGradient: Primitive = definePrimitive({
  name: 'millrace.sparse_softmax_cross_entropy_gradient',
  operands: { logits: floating, labels: integer, upstream: floating },
  constraints: {
    c1: ({ logits }) => hasClasses(logits),
    c2: ({ logits, labels }) => classLabels(logits, labels),
    c3: ({ logits, upstream }) => ctOfRows(logits, upstream),
  },
  infer: ({ logits }) => logits.type,
  evaluate: ({ logits, labels, upstream }) => {
    let row = 0;
    return mapLines([logits], logits.type.rank - 1, (x) => {
      const { powers, sum } = exponentials(x);
      const [label, g] = [labelOf(labels, row), elementAt(upstream, row++) as number];
      const counts = label >= 0 && label < x.length;
      return powers.map((e, k) => (counts ? (e / sum - (k === label ? 1 : 0)) * g : 0));
    });
  },
  derivative: {
    jvp: ({ logits, labels, upstream, tangents }, b) =>
      tangentsByBody(([x, k, g]) => [sparseGradientBody(x, k, g, b)], [logits, labels, upstream], [tangents.logits, null, tangents.upstream], b),
    vjp: ({ logits, labels, upstream, cts, needs }, b) => {
      const [x, , g] = cotangentsByBody(
        ([u, k, w]) => [sparseGradientBody(u, k, w, b)],
        [logits, labels, upstream],
        cts,
        [needs('logits'), false, needs('upstream')],
        b,
      );
      return { logits: x, upstream: g };
    },
  },
  batch: ({ logits, labels, upstream, size }, b) =>
    b.sparseSoftmaxCrossEntropyGradient(batchOf(logits, size, b), batchOf(labels, size, b), batchOf(upstream, size, b)),
  lower: () => opaque('sparse_softmax_cross_entropy_gradient'),
  body: ({ logits, labels, upstream }, b) => sparseGradientBody(logits, labels, upstream, b),
});
