/** Choosing elements by a condition. */
import { failure, i64, isStatic, methods, tensorType } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { eager, type Tensor } from '../../tensor/tensor.ts';
import { broadcastShapes, broadcastTensor, commonDtype, constantLike } from '../broadcast.ts';

/**
 * With three arguments: `x` where the condition holds and `y` elsewhere; shapes broadcast. The branch that is not taken has gradient 0 even
 * where it is NaN or infinite; a NaN inside the branch's own computation still spreads, so make its input harmless first:
 * `where(ok, f(where(ok, x, 1)), 0)`.
 *
 * With one argument: the coordinates of the true elements, row-major, int64 [count, rank]. It reads the data, so it needs an eager tensor.
 *
 * - Throws: InvalidArgumentError for dtypes that differ, ValueError where only one of x and y is given. TensorFlow: `tf.where`.
 */
export function where(condition: TensorLike): Tensor<'int64', 2>;
export function where<D extends DTypeName>(condition: TensorLike, x: TensorLike<D>, y: TensorLike<D>): Tensor<D>;
export function where(condition: TensorLike, x?: TensorLike, y?: TensorLike): Tensor {
  const given = toTensor('where', condition);
  const mask = given.type.element.kind === 'boolean' ? given : (methods.compare(given, constantLike(given, 0), { comparisonDirection: 'NE' }) as Tensor);
  if (x === undefined && y === undefined) return coordinatesWhere(mask);
  if (x === undefined || y === undefined) throw failure('value', { op: 'where', message: 'only one of x and y is given', valid: 'both, or neither' });
  if (given !== mask) throw failure('operand-type', { op: 'where', message: `condition has dtype ${given.dtype}`, valid: 'bool' });
  const [a, b] = commonDtype('where', [x, y], ['x', 'y']);
  const shape = broadcastShapes('where', broadcastShapes('where', mask.type.shape, a.type.shape), b.type.shape);
  const all = [mask, a, b];
  return methods.select(broadcastTensor(mask, shape, all), broadcastTensor(a, shape, all), broadcastTensor(b, shape, all)) as Tensor;
}

/** Coordinates of true elements: a size that depends on data, so it runs on the host. */
export function coordinatesWhere(mask: Tensor): Tensor<'int64', 2> {
  const { shape } = mask.type;
  if (mask.builder !== eager || !shape.every(isStatic))
    throw failure('unimplemented', {
      op: 'where',
      message: 'with one argument it needs an eager tensor: the size of its result depends on data',
      hint: 'where(condition, x, y), or call it outside of the function',
    });
  const sizes = shape as readonly number[];
  const flags = mask.dataSync() as unknown as Uint8Array;
  let count = 0;
  for (const flag of flags) count += flag;
  const data = new BigInt64Array(count * sizes.length);
  let next = 0;
  for (let i = 0; i < flags.length; i++) {
    if (flags[i] === 0) continue;
    let rest = i;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      data[next + axis] = BigInt(rest % sizes[axis]);
      rest = Math.floor(rest / sizes[axis]);
    }
    next += sizes.length;
  }
  return eager.fromData(tensorType(i64, [count, sizes.length]), data) as Tensor<'int64', 2>;
}
