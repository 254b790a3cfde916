/** Jacobians of what a tape recorded: one backward pass over a batch of one-hot cotangents. */
import { failure, i32, isDifferentiableType, type Methods, methods, showShape, type TensorType, tensorType, type Value, vectorize } from '@millrace/ir';
import { type Tensor, tensorHost } from '../tensor/tensor.ts';
import { asTensor } from './as-tensor.ts';
import { type TapeView, walkBack } from './backward.ts';
import {
  checkUnconnected,
  packSources,
  type Structured,
  sourceCotangent,
  sourceList,
  sourceTensors,
  type UnconnectedGradients,
  warnDtype,
} from './gradient-of.ts';
import type { Nested } from './nest.ts';
import type { Variable } from './variable.ts';

export interface JacobianOptions {
  /** Default 'none'. */
  readonly unconnectedGradients?: UnconnectedGradients;
  /** Accepted for TensorFlow's sake: the backward pass is always one batch. */
  readonly parallelIterations?: number;
  /** Accepted for TensorFlow's sake: the backward pass is always vectorized. */
  readonly experimentalUsePfor?: boolean;
}

/** See `GradientTape.jacobian`. */
export function jacobianOf<S extends Nested<Tensor | Variable>>(tape: TapeView, target: Tensor, sources: S, options: JacobianOptions): Structured<S> {
  const op = 'GradientTape.jacobian';
  const unconnected = checkUnconnected(op, options.unconnectedGradients);
  const [checked] = oneTensor(op, [target]);
  const list = sourceList(op, sources);
  if (!isDifferentiableType(checked.type)) warnDtype(op, checked);
  const { size, shape } = staticType(op, checked.type);
  const oneHot = methods.reshapeTo(identityMatrix(size, checked.type), [size, ...shape]);
  const rows = isDifferentiableType(checked.type) ? batchedWalk(tape, checked, list, oneHot, size) : list.map(() => null);
  return packSources(
    sources,
    list.map((source, i) => {
      const wanted = [...shape, ...source.type.shape];
      const found = rows[i];
      if (found) return methods.reshapeTo(found, wanted);
      return unconnected === 'zero' ? methods.zeros(tensorType(source.type.element, wanted)) : null;
    }),
  );
}

/** See `GradientTape.batchJacobian`. */
export function batchJacobianOf(tape: TapeView, target: Tensor, source: Tensor, options: JacobianOptions): Tensor | null {
  const op = 'GradientTape.batchJacobian';
  const unconnected = checkUnconnected(op, options.unconnectedGradients);
  const [y, x] = oneTensor(op, [target, source]);
  const [yType, xType] = [staticType(op, y.type), staticType(op, x.type)];
  if (yType.rank === 0 || xType.rank === 0 || yType.shape[0] !== xType.shape[0])
    throw failure('value', {
      op,
      message: `batch sizes differ: target has shape ${showShape(yType.shape)}, source ${showShape(xType.shape)}`,
      valid: 'equal first sizes',
    });
  const [batch, ...inner] = yType.shape as readonly number[];
  const wanted = [batch, ...inner, ...xType.shape.slice(1)];
  const columns = inner.reduce((a, b) => a * b, 1);
  // Cotangent k is one in column k of every example.
  const eye = methods.broadcast(identityMatrix(columns, yType), [columns, batch, columns], [0, 2]);
  if (!isDifferentiableType(yType)) warnDtype(op, y);
  const rows = isDifferentiableType(yType) ? batchedWalk(tape, y, [x], methods.reshapeTo(eye, [columns, batch, ...inner]), columns)[0] : null;
  if (!rows) return unconnected === 'zero' ? asTensor(methods.zeros(tensorType(xType.element, wanted))) : null;
  return asTensor(methods.reshapeTo(methods.moveAxis(rows, 1, 0), wanted));
}

/** Targets and sources that are single tensors or variables. */
function oneTensor(op: string, given: readonly (Tensor | Variable)[]): (Tensor | Variable)[] {
  const list = sourceList(op, given);
  if (list.length !== given.length) throw failure('wrong-kind', { op, message: 'got a structure of tensors', valid: 'one tensor' });
  return list;
}

/** Cotangents of the sources for each row of `seeds`; null where a source is not connected. */
function batchedWalk(tape: TapeView, target: Tensor | Variable, sources: readonly (Tensor | Variable)[], seeds: Value, size: number): (Value | null)[] {
  const connected: boolean[] = [];
  const targets = sourceTensors(tape, [target]);
  const rows = vectorize(
    (seed) => {
      const cotangents = walkBack(tape.records, new Map(targets.map((t) => [t, seed])), sourceTensors(tape, sources), tape.release);
      return sources.flatMap((source) => {
        const cotangent = sourceCotangent(tape, cotangents, source);
        connected.push(cotangent !== null);
        return cotangent ? [cotangent] : [];
      });
    },
    [seeds],
    [true],
    size,
    tensorHost,
  );
  let next = 0;
  return connected.map((c) => (c ? rows[next++] : null));
}

/** [n, n] with ones on the diagonal. */
function identityMatrix(n: number, { element }: TensorType, b: Methods = methods): Value {
  const iota = (axis: number): Value => b.iota({ iotaDimension: axis, shape: [n, n], element: i32 });
  return b.convert(b.compare(iota(0), iota(1), { comparisonDirection: 'EQ' }), { element });
}

function staticType(op: string, type: TensorType): TensorType {
  if (!type.isStatic) throw failure('value', { op, message: `sizes must be known; got ${showShape(type.shape)}` });
  return type;
}
