/** Arguments of functions of matrices, which stand in the last two axes: checks, and batches that broadcast. */
import { type Dim, failure, isStatic, methods, sameDim, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { broadcastShapes, broadcastTensor, commonDtype, requireKind } from '../broadcast.ts';
import { checkElements } from '../check.ts';
import { floatingOrComplex } from '../math/families.ts';

function checkMatrix(op: string, x: Tensor, name: string): Tensor {
  requireKind(op, x, floatingOrComplex, name);
  if (x.rank < 2) throw failure('rank', { op, message: `${name} has shape ${showShape(x.type.shape)}`, valid: 'rank 2 or more' });
  return x;
}

function checkSquare(op: string, x: Tensor, name: string): Tensor {
  checkMatrix(op, x, name);
  const [rows, columns] = x.type.shape.slice(-2);
  if (!sameDim(rows, columns)) throw failure('shape-mismatch', { op, message: `${name} has shape ${showShape(x.type.shape)}`, valid: 'square matrices' });
  return x;
}

/** Floating or complex matrices. Throws InvalidArgumentError for other dtypes and ranks. */
export const matrixOperand = (op: string, x: TensorLike, name: string = 'x'): Tensor => checkMatrix(op, toTensor(op, x), name);

/** Square ones. Throws InvalidArgumentError for others. */
export const squareOperand = (op: string, x: TensorLike, name: string = 'x'): Tensor => checkSquare(op, toTensor(op, x), name);

/** The sizes of the matrices. Throws UnimplementedError where one is not known. */
export function matrixSizes(op: string, x: Tensor): readonly [rows: number, columns: number] {
  const [rows, columns] = x.type.shape.slice(-2);
  if (!isStatic(rows) || !isStatic(columns))
    throw failure('unimplemented', { op, message: `the sizes of the matrices are not known: ${showShape(x.type.shape)}` });
  return [rows, columns];
}

/** Both with the leading axes that they broadcast to. */
export function broadcastBatches(op: string, a: Tensor, b: Tensor): [Tensor, Tensor] {
  const [left, right] = [a.type.shape, b.type.shape];
  const batch: readonly Dim[] = broadcastShapes(op, left.slice(0, -2), right.slice(0, -2));
  return [broadcastTensor(a, [...batch, ...left.slice(-2)]), broadcastTensor(b, [...batch, ...right.slice(-2)])];
}

/**
 * A linear system: square matrices [..., n, n] and right-hand sides [..., n, k] of one dtype, with the same leading axes. Throws InvalidArgumentError
 * for dtypes, ranks and sizes that do not fit.
 */
export function systemOperands(op: string, matrix: TensorLike, rhs: TensorLike, name: string = 'matrix'): [Tensor, Tensor] {
  const [a, b] = commonDtype(op, [matrix, rhs], [name, 'rhs']);
  checkSquare(op, a, name);
  checkMatrix(op, b, 'rhs');
  if (!sameDim(a.type.shape[a.rank - 1], b.type.shape[b.rank - 2]))
    throw failure('shape-mismatch', {
      op,
      message: `${name} has shape ${showShape(a.type.shape)} and rhs has shape ${showShape(b.type.shape)}`,
      valid: '[..., n, n] and [..., n, k]',
    });
  return broadcastBatches(op, a, b);
}

/** Raises as TensorFlow does where a matrix has no inverse. */
export const requireInvertible = (op: string, invertible: Tensor): void =>
  checkElements(invertible, [], { op, code: 'invalid-value', message: 'Input is not invertible' });

/** Raises where a decomposition gave NaN, which is how it says that there is none. */
export function requireNumbers(op: string, x: Tensor, message: string): void {
  const part = x.type.element.kind === 'complex' ? (methods.real(x) as Tensor) : x;
  checkElements(methods.compare(part, part, { comparisonDirection: 'EQ' }) as Tensor, [], { op, code: 'invalid-value', message });
}

/** The conjugate transpose of matrices. */
export function adjointOf(x: Tensor): Tensor {
  const leading = Array.from({ length: x.rank - 2 }, (_, i) => i);
  return methods.conjugate(methods.transpose(x, { permutation: [...leading, x.rank - 1, x.rank - 2] })) as Tensor;
}

/** The distance from 1 to the next number of a dtype (of its parts, for complex ones). */
export function epsilonOf(x: Tensor): number {
  const element = x.type.element.part ?? x.type.element;
  return 2 ** -(element.format?.mantissaBits ?? (element.bits === 64 ? 52 : 23));
}
