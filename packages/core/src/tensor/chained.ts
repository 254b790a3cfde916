/**
 * Methods of tensors: `a.add(b)` is `tf.add(a, b)`. They are installed here, beside the functions, so that tensor.ts depends on none of them.
 */

import * as array from '../ops/array/index.ts';
import * as indexing from '../ops/indexing/index.ts';
import * as linalg from '../ops/linalg/index.ts';
import * as math from '../ops/math/index.ts';
import * as reduction from '../ops/reduction/index.ts';
import type { TensorLike } from './convert.ts';
import type { DTypeArgument, DTypeLike, DTypeName } from './dtypes.ts';
import type { ShapeArgument } from './shape-argument.ts';
import { Tensor } from './tensor.ts';

declare module './tensor.ts' {
  interface Tensor<D extends DTypeName = DTypeName, R extends number = number> {
    /** `tf.abs(x)`. */
    abs(): Tensor<D, R>;
    /** `tf.sign(x)`. */
    sign(): Tensor<D, R>;
    /** `tf.square(x)`. */
    square(): Tensor<D, R>;
    /** `tf.sqrt(x)`. */
    sqrt(): Tensor<D, R>;
    /** `tf.rsqrt(x)`. */
    rsqrt(): Tensor<D, R>;
    /** `tf.exp(x)`. */
    exp(): Tensor<D, R>;
    /** `tf.expm1(x)`. */
    expm1(): Tensor<D, R>;
    /** `tf.log(x)`. */
    log(): Tensor<D, R>;
    /** `tf.log1p(x)`. */
    log1p(): Tensor<D, R>;
    /** `tf.sigmoid(x)`. */
    sigmoid(): Tensor<D, R>;
    /** `tf.sin(x)`. */
    sin(): Tensor<D, R>;
    /** `tf.cos(x)`. */
    cos(): Tensor<D, R>;
    /** `tf.tan(x)`. */
    tan(): Tensor<D, R>;
    /** `tf.asin(x)`. */
    asin(): Tensor<D, R>;
    /** `tf.acos(x)`. */
    acos(): Tensor<D, R>;
    /** `tf.atan(x)`. */
    atan(): Tensor<D, R>;
    /** `tf.sinh(x)`. */
    sinh(): Tensor<D, R>;
    /** `tf.cosh(x)`. */
    cosh(): Tensor<D, R>;
    /** `tf.tanh(x)`. */
    tanh(): Tensor<D, R>;
    /** `tf.asinh(x)`. */
    asinh(): Tensor<D, R>;
    /** `tf.acosh(x)`. */
    acosh(): Tensor<D, R>;
    /** `tf.atanh(x)`. */
    atanh(): Tensor<D, R>;
    /** `tf.floor(x)`. */
    floor(): Tensor<D, R>;
    /** `tf.ceil(x)`. */
    ceil(): Tensor<D, R>;
    /** `tf.round(x)`. */
    round(): Tensor<D, R>;
    /** `tf.reciprocal(x)`. */
    reciprocal(): Tensor<D, R>;
    /** `tf.erf(x)`. */
    erf(): Tensor<D, R>;
    /** `tf.softplus(x)`. */
    softplus(): Tensor<D, R>;
    /** `tf.negative(x)`. */
    neg(): Tensor<D, R>;
    /** `tf.logicalNot(x)`. */
    logicalNot(): Tensor<'bool', R>;
    /** `tf.add(x, y)`. */
    add(y: TensorLike<D>): Tensor<D>;
    /** `tf.pow(x, y)`. */
    pow(y: TensorLike<D>): Tensor<D>;
    /** `tf.maximum(x, y)`. */
    maximum(y: TensorLike<D>): Tensor<D>;
    /** `tf.minimum(x, y)`. */
    minimum(y: TensorLike<D>): Tensor<D>;
    /** `tf.floordiv(x, y)`. */
    floordiv(y: TensorLike<D>): Tensor<D>;
    /** `tf.floormod(x, y)`. */
    floormod(y: TensorLike<D>): Tensor<D>;
    /** `tf.squaredDifference(x, y)`. */
    squaredDifference(y: TensorLike<D>): Tensor<D>;
    /** `tf.divideNoNan(x, y)`. */
    divideNoNan(y: TensorLike<D>): Tensor<D>;
    /** `tf.subtract(x, y)`. */
    sub(y: TensorLike<D>): Tensor<D>;
    /** `tf.multiply(x, y)`. */
    mul(y: TensorLike<D>): Tensor<D>;
    /** `tf.floormod(x, y)`. */
    mod(y: TensorLike<D>): Tensor<D>;
    /** `tf.divide(x, y)`. */
    div(y: TensorLike<D>): Tensor;
    /** `tf.equal(x, y)`. */
    equal(y: TensorLike): Tensor<'bool'>;
    /** `tf.notEqual(x, y)`. */
    notEqual(y: TensorLike): Tensor<'bool'>;
    /** `tf.less(x, y)`. */
    less(y: TensorLike): Tensor<'bool'>;
    /** `tf.lessEqual(x, y)`. */
    lessEqual(y: TensorLike): Tensor<'bool'>;
    /** `tf.greater(x, y)`. */
    greater(y: TensorLike): Tensor<'bool'>;
    /** `tf.greaterEqual(x, y)`. */
    greaterEqual(y: TensorLike): Tensor<'bool'>;
    /** `tf.logicalAnd(x, y)`. */
    logicalAnd(y: TensorLike): Tensor<'bool'>;
    /** `tf.logicalOr(x, y)`. */
    logicalOr(y: TensorLike): Tensor<'bool'>;
    /** `tf.reduceSum(x, options)`. */
    sum(options?: reduction.ReduceOptions): Tensor<D>;
    /** `tf.reduceMean(x, options)`. */
    mean(options?: reduction.ReduceOptions): Tensor<D>;
    /** `tf.reduceMax(x, options)`. */
    max(options?: reduction.ReduceOptions): Tensor<D>;
    /** `tf.reduceMin(x, options)`. */
    min(options?: reduction.ReduceOptions): Tensor<D>;
    /** `tf.reduceProd(x, options)`. */
    prod(options?: reduction.ReduceOptions): Tensor<D>;
    /** `tf.reduceAll(x, options)`. */
    all(options?: reduction.ReduceOptions): Tensor<'bool'>;
    /** `tf.reduceAny(x, options)`. */
    any(options?: reduction.ReduceOptions): Tensor<'bool'>;
    /** `tf.argmax(x, options)`. */
    argmax<I extends 'int32' | 'int64' = 'int64'>(options?: reduction.ArgOptions<I>): Tensor<I>;
    /** `tf.argmin(x, options)`. */
    argmin<I extends 'int32' | 'int64' = 'int64'>(options?: reduction.ArgOptions<I>): Tensor<I>;
    /** `tf.cast(x, dtype)`. */
    cast<T extends DTypeName>(dtype: DTypeArgument<T>): Tensor<T, R>;
    /** `tf.clipByValue(x, min, max)`. */
    clipByValue(min: TensorLike<D>, max: TensorLike<D>): Tensor<D, R>;
    /** `tf.matmul(x, y, options)`. */
    matmul(y: TensorLike<D>, options?: linalg.MatmulOptions): Tensor<D>;
    /** `tf.reshape(x, shape)`. */
    reshape(shape: ShapeArgument): Tensor<D>;
    /** One axis with all elements: `tf.reshape(x, [-1])`. */
    flatten(): Tensor<D, 1>;
    /** `tf.transpose(x, options)`. */
    transpose(options?: array.TransposeOptions): Tensor<D>;
    /** `tf.expandDims(x, axis)`. */
    expandDims(axis?: number): Tensor<D>;
    /** `tf.squeeze(x, options)`. */
    squeeze(options?: array.SqueezeOptions): Tensor<D>;
    /** `tf.broadcastTo(x, shape)`. */
    broadcastTo(shape: ShapeArgument): Tensor<D>;
    /** `tf.slice(x, begin, size)`. */
    slice(begin: readonly number[] | number, size: readonly number[] | number): Tensor<D>;
    /** `tf.gather(x, indices, options)`. */
    gather(indices: TensorLike, options?: indexing.GatherOptions): Tensor<D>;
    /** `tf.split(x, numOrSizes, options)`. */
    split(numOrSizes: number | readonly number[], options?: array.SplitOptions): Tensor<D>[];
    /** `tf.unstack(x, options)`. */
    unstack(options?: array.UnstackOptions): Tensor<D>[];
    /** `tf.tile(x, multiples)`. */
    tile(multiples: readonly number[]): Tensor<D>;
    /** Indexing as in Python: a number drops its axis, null takes all, `tf.slice` ranges, `tf.newaxis`, `tf.ellipsis`. See `tf.at`. */
    at(...spec: readonly indexing.IndexSpec[]): Tensor<D>;
    /** Indexing in Python's notation: x.sl`0, 1:-1:2, ...`. */
    sl(strings: TemplateStringsArray, ...values: readonly (number | string)[]): Tensor<D>;
  }
}

/** A method that passes the tensor as the first argument of a function. */
type FirstArgument = (this: Tensor, ...rest: never[]) => unknown;
const method = (f: (x: Tensor, ...rest: never[]) => unknown): FirstArgument =>
  function (this: Tensor, ...rest: never[]): unknown {
    return f(this, ...rest);
  };

const methods: Readonly<Record<string, (x: Tensor, ...rest: never[]) => unknown>> = {
  abs: math.abs,
  sign: math.sign,
  square: math.square,
  sqrt: math.sqrt,
  rsqrt: math.rsqrt,
  exp: math.exp,
  expm1: math.expm1,
  log: math.log,
  log1p: math.log1p,
  sigmoid: math.sigmoid,
  sin: math.sin,
  cos: math.cos,
  tan: math.tan,
  asin: math.asin,
  acos: math.acos,
  atan: math.atan,
  sinh: math.sinh,
  cosh: math.cosh,
  tanh: math.tanh,
  asinh: math.asinh,
  acosh: math.acosh,
  atanh: math.atanh,
  floor: math.floor,
  ceil: math.ceil,
  round: math.round,
  reciprocal: math.reciprocal,
  erf: math.erf,
  softplus: math.softplus,
  neg: math.negative,
  logicalNot: math.logicalNot,
  add: math.add,
  pow: math.pow,
  maximum: math.maximum,
  minimum: math.minimum,
  floordiv: math.floordiv,
  floormod: math.floormod,
  squaredDifference: math.squaredDifference,
  divideNoNan: math.divideNoNan,
  sub: math.subtract,
  mul: math.multiply,
  mod: math.floormod,
  div: math.divide,
  equal: math.equal,
  notEqual: math.notEqual,
  less: math.less,
  lessEqual: math.lessEqual,
  greater: math.greater,
  greaterEqual: math.greaterEqual,
  logicalAnd: math.logicalAnd,
  logicalOr: math.logicalOr,
  sum: reduction.reduceSum,
  mean: reduction.reduceMean,
  max: reduction.reduceMax,
  min: reduction.reduceMin,
  prod: reduction.reduceProd,
  all: reduction.reduceAll,
  any: reduction.reduceAny,
  argmax: reduction.argmax,
  argmin: reduction.argmin,
  cast: (x: Tensor, dtype: DTypeLike) => math.cast(x, dtype as DTypeArgument<DTypeName>),
  clipByValue: math.clipByValue,
  matmul: linalg.matmul,
  reshape: array.reshape,
  flatten: (x: Tensor) => array.reshape(x, [-1]),
  transpose: array.transpose,
  expandDims: array.expandDims,
  squeeze: array.squeeze,
  broadcastTo: array.broadcastTo,
  slice: indexing.slice,
  gather: indexing.gather,
  split: array.split,
  unstack: array.unstack,
  tile: array.tile,
  at: indexing.at,
  sl: indexing.sl,
};

for (const [name, f] of Object.entries(methods)) Object.defineProperty(Tensor.prototype, name, { value: method(f), writable: true, configurable: true });

export { Tensor };
