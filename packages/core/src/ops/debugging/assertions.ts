/** Assertions on tensors: they raise eagerly, and in compiled programs where the data shows it. TensorFlow: `tf.debugging`. */
import { checkOptions, failure, isStatic, methods, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { asDtype, type DTypeLike, type DTypeName } from '../../tensor/dtypes.ts';
import { checkInteger, checkIntegers } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { alignOperands, constantLike, type Kinds, requireKind } from '../broadcast.ts';
import { checkElements } from '../check.ts';
import { numeric, realNumeric } from '../math/families.ts';

export interface AssertOptions {
  /** Put before the message. */
  readonly message?: string;
}

const prefixOf = (op: string, options: AssertOptions): string => {
  checkOptions(op, options, ['message']);
  return options.message === undefined ? '' : `${options.message}: `;
};

/** Raises InvalidArgumentError unless the relation holds for every pair of elements; shapes broadcast. */
export type AssertRelation = (x: TensorLike, y: TensorLike, options?: AssertOptions) => void;

function relation(op: string, direction: 'EQ' | 'NE' | 'LT' | 'LE' | 'GT' | 'GE', sign: string, kinds: Kinds): AssertRelation {
  return (x, y, options = {}) => {
    const prefix = prefixOf(op, options);
    const [a, b] = alignOperands(op, [x, y], ['x', 'y']);
    requireKind(op, a, kinds);
    const valid = methods.compare(a, b, { comparisonDirection: direction }) as Tensor;
    checkElements(valid, [a, b], { op, code: 'invalid-value', message: `${prefix}x ${sign} y does not hold at [{position}]: x is {0} and y is {1}` });
  };
}

const anything: Kinds = ['boolean', ...numeric];
/** x == y. */
export const assertEqual: AssertRelation = relation('assertEqual', 'EQ', '==', anything);
/** x != y. */
export const assertNoneEqual: AssertRelation = relation('assertNoneEqual', 'NE', '!=', anything);
/** x < y. */
export const assertLess: AssertRelation = relation('assertLess', 'LT', '<', realNumeric);
/** x <= y. */
export const assertLessEqual: AssertRelation = relation('assertLessEqual', 'LE', '<=', realNumeric);
/** x > y. */
export const assertGreater: AssertRelation = relation('assertGreater', 'GT', '>', realNumeric);
/** x >= y. */
export const assertGreaterEqual: AssertRelation = relation('assertGreaterEqual', 'GE', '>=', realNumeric);

/** Raises InvalidArgumentError unless every element has the sign. */
export type AssertSign = (x: TensorLike, options?: AssertOptions) => void;

const sign =
  (op: string, assertion: AssertRelation): AssertSign =>
  (x, options = {}) => {
    const operand = toTensor(op, x);
    requireKind(op, operand, realNumeric);
    assertion(operand, constantLike(operand, 0), options);
  };
/** x > 0. */
export const assertPositive: AssertSign = sign('assertPositive', assertGreater);
/** x >= 0. */
export const assertNonNegative: AssertSign = sign('assertNonNegative', assertGreaterEqual);
/** x < 0. */
export const assertNegative: AssertSign = sign('assertNegative', assertLess);
/** x <= 0. */
export const assertNonPositive: AssertSign = sign('assertNonPositive', assertLessEqual);

export interface AssertNearOptions extends AssertOptions {
  /** Default 10 epsilons of the dtype. */
  readonly rtol?: number;
  /** Default 10 epsilons of the dtype. */
  readonly atol?: number;
}

/** Raises InvalidArgumentError unless |x - y| <= atol + rtol * |y| for every pair of elements. */
export function assertNear(x: TensorLike, y: TensorLike, options: AssertNearOptions = {}): void {
  const op = 'assertNear';
  checkOptions(op, options, ['message', 'rtol', 'atol']);
  const [a, b] = alignOperands(op, [x, y], ['x', 'y']);
  requireKind(op, a, ['float']);
  const { element } = a.type;
  const epsilon = 2 ** -(element.format?.mantissaBits ?? (element.bits === 64 ? 52 : 23));
  const bound = methods.add(constantLike(a, options.atol ?? 10 * epsilon), methods.multiply(constantLike(a, options.rtol ?? 10 * epsilon), methods.abs(b)));
  const valid = methods.compare(methods.abs(methods.subtract(a, b)), bound, { comparisonDirection: 'LE' }) as Tensor;
  const prefix = options.message === undefined ? '' : `${options.message}: `;
  checkElements(valid, [a, b], { op, code: 'invalid-value', message: `${prefix}x and y differ at [{position}]: {0} and {1}` });
}

/** Raises InvalidArgumentError unless `condition` (booleans) holds everywhere. TensorFlow: `tf.debugging.Assert`. */
export function assert(condition: TensorLike, options: AssertOptions = {}): void {
  const prefix = prefixOf('assert', options);
  const valid = toTensor('assert', condition);
  requireKind('assert', valid, ['boolean'], 'condition');
  checkElements(valid, [], { op: 'assert', code: 'invalid-value', message: `${prefix}the condition is false at [{position}]` });
}

/** Raises InvalidArgumentError unless `x` has this rank, known from its type. */
export function assertRank(x: TensorLike, rank: number, options: AssertOptions = {}): void {
  const prefix = prefixOf('assertRank', options);
  const operand = toTensor('assertRank', x);
  const wanted = checkInteger('assertRank', 'rank', rank, { min: 0 });
  if (operand.rank !== wanted)
    throw failure('rank', { op: 'assertRank', message: `${prefix}x has shape ${showShape(operand.type.shape)}`, valid: `rank ${wanted}` });
}

/** Raises InvalidArgumentError unless `x` has one of these ranks. */
export function assertRankIn(x: TensorLike, ranks: readonly number[], options: AssertOptions = {}): void {
  const prefix = prefixOf('assertRankIn', options);
  const operand = toTensor('assertRankIn', x);
  const wanted = checkIntegers('assertRankIn', 'ranks', ranks, { min: 0 });
  if (!wanted.includes(operand.rank))
    throw failure('rank', { op: 'assertRankIn', message: `${prefix}x has shape ${showShape(operand.type.shape)}`, valid: `rank ${wanted.join(' or ')}` });
}

/** Raises TypeError unless `x` has this dtype. */
export function assertType(x: TensorLike, dtype: DTypeLike, options: AssertOptions = {}): void {
  const prefix = prefixOf('assertType', options);
  const operand = toTensor('assertType', x);
  if (operand.dtype !== asDtype(dtype))
    throw failure('wrong-kind', { op: 'assertType', message: `${prefix}x has dtype ${operand.dtype}`, valid: asDtype(dtype).name });
}

/**
 * Checks shapes against each other: a number is a size, a name stands for one size wherever it appears, null fits every size.
 *
 * - Throws: InvalidArgumentError naming the tensor and the symbol.
 *
 * @example
 * assertShapes([[x, ['n', 3]], [y, ['n']]]);
 */
export function assertShapes(shapes: readonly (readonly [TensorLike, readonly (number | string | null)[]])[], options: AssertOptions = {}): void {
  const prefix = prefixOf('assertShapes', options);
  if (!Array.isArray(shapes)) throw failure('wrong-kind', { op: 'assertShapes', message: 'shapes is no list', valid: 'pairs [tensor, sizes]' });
  const known = new Map<string, { size: number; where: string }>();
  shapes.forEach(([x, wanted], k) => {
    const { shape } = toTensor('assertShapes', x as TensorLike).type;
    const fail = (why: string): never => {
      throw failure('shape-mismatch', {
        op: 'assertShapes',
        message: `${prefix}tensor ${k} has shape ${showShape(shape)}: ${why}`,
        valid: `[${(wanted as readonly unknown[]).join(', ')}]`,
      });
    };
    if (wanted.length !== shape.length) fail(`its rank is ${shape.length}`);
    shape.forEach((size, axis) => {
      const symbol = wanted[axis];
      if (symbol === null || !isStatic(size)) return;
      if (typeof symbol === 'number') {
        if (symbol !== size) fail(`axis ${axis} has size ${size}`);
        return;
      }
      const before = known.get(symbol);
      if (before && before.size !== size) fail(`${symbol} is ${size} here and ${before.size} in ${before.where}`);
      known.set(symbol, { size, where: `tensor ${k}` });
    });
  });
}

/**
 * `x`, after a check that no element is NaN or infinite.
 *
 * - Throws: InvalidArgumentError with the message and the first such element. TensorFlow: `tf.debugging.check_numerics`.
 */
export function checkNumerics<D extends DTypeName>(x: TensorLike<D>, message: string): Tensor<D> {
  const operand = toTensor('checkNumerics', x);
  requireKind('checkNumerics', operand, ['float']);
  checkElements(methods.isFinite(operand) as Tensor, [operand], { op: 'checkNumerics', code: 'non-finite', message: `${message}: {0} at [{position}]` });
  return operand as Tensor<D>;
}
