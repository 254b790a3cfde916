/** Activation functions: of each element, same shape and dtype. */
import { applyScalar, checkOptions, primitives, type Scalar, scalarInput, select } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { concatTensors } from '../array/join.ts';
import { requireKind } from '../broadcast.ts';
import { applyDefault, floating, realNumeric, type Unary } from '../math/families.ts';
import { softplusScalar } from '../math/softplus-scalar.ts';
import { pointwise } from '../pointwise.ts';

const x: Scalar = scalarInput(0);
const expm1 = (s: Scalar): Scalar => applyScalar('exponential_minus_one', [s]);
const logistic = (s: Scalar): Scalar => applyScalar('logistic', [s]);

/** The public function of an expression over input 0. */
function activation(op: string, expression: Scalar, kinds: typeof floating = floating): Unary {
  return <D extends DTypeName>(features: TensorLike<D>): Tensor<D> => apply(op, features, expression, kinds) as Tensor<D>;
}

function apply(op: string, features: TensorLike, expression: Scalar, kinds: typeof floating = floating): Tensor {
  const operand = toTensor(op, features);
  requireKind(op, operand, kinds, 'features');
  return pointwise(expression, [operand]);
}

// Written so that NaN stays and the derivative at 0 is 0: `maximum` would give its tie to x.
const rectified = select(x.lessEqual(0), 0, x);

/** max(x, 0); the derivative at 0 is 0. TensorFlow: `tf.nn.relu`. */
export const relu: Unary = activation('nn.relu', rectified, realNumeric);

/** min(max(x, 0), 6). TensorFlow: `tf.nn.relu6`. */
export const relu6: Unary = activation('nn.relu6', select(x.lessEqual(0), 0, select(x.greaterEqual(6), 6, x)), realNumeric);

export interface LeakyReluOptions {
  /** The slope below 0. Default 0.2. */
  readonly alpha?: number;
}
/** x above 0, alpha * x below. TensorFlow: `tf.nn.leaky_relu`. */
export function leakyRelu<D extends DTypeName>(features: TensorLike<D>, options: LeakyReluOptions = {}): Tensor<D> {
  checkOptions('nn.leakyRelu', options, ['alpha']);
  return apply('nn.leakyRelu', features, select(x.greater(0), x, x.mul(options.alpha ?? 0.2))) as Tensor<D>;
}

export interface EluOptions {
  /** The limit for large negative values is -alpha. Default 1. */
  readonly alpha?: number;
}
/** x above 0, alpha * (e^x - 1) below. Source: arXiv:1511.07289; `tf.nn.elu`. */
export function elu<D extends DTypeName>(features: TensorLike<D>, options: EluOptions = {}): Tensor<D> {
  checkOptions('nn.elu', options, ['alpha']);
  const alpha = options.alpha ?? 1;
  return apply('nn.elu', features, select(x.less(0), alpha === 1 ? expm1(x) : expm1(x).mul(alpha), x)) as Tensor<D>;
}

// The fixed point of the paper's equation 14.
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;
/** scale * x above 0, scale * alpha * (e^x - 1) below. Source: arXiv:1706.02515; `tf.nn.selu`. */
export const selu: Unary = activation('nn.selu', select(x.less(0), expm1(x).mul(seluScale * seluAlpha), x.mul(seluScale)));

export interface GeluOptions {
  /** Whether to use the paper's formula with tanh. Default false. */
  readonly approximate?: boolean;
}
/** x times the normal distribution function of x. Source: arXiv:1606.08415; `tf.nn.gelu`. */
export function gelu<D extends DTypeName>(features: TensorLike<D>, options: GeluOptions = {}): Tensor<D> {
  checkOptions('nn.gelu', options, ['approximate']);
  const operand = toTensor('nn.gelu', features);
  requireKind('nn.gelu', operand, floating, 'features');
  return applyDefault(options.approximate ? primitives.geluApproximate : primitives.gelu, [operand]) as Tensor<D>;
}

export interface SiluOptions {
  /** Factor of x inside the sigmoid. Default 1. */
  readonly beta?: number;
}
/** x * sigmoid(beta * x). Source: arXiv:1606.08415; `tf.nn.silu`. */
export function silu<D extends DTypeName>(features: TensorLike<D>, options: SiluOptions = {}): Tensor<D> {
  checkOptions('nn.silu', options, ['beta']);
  const beta = options.beta ?? 1;
  return apply('nn.silu', features, x.mul(logistic(beta === 1 ? x : x.mul(beta)))) as Tensor<D>;
}
/** The same as `silu`. TensorFlow: `tf.nn.swish`. */
export const swish: typeof silu = silu;

/** x / (1 + |x|). TensorFlow: `tf.nn.softsign`. */
export const softsign: Unary = activation('nn.softsign', x.div(x.abs().add(1)));

/** relu6(x + 3) / 6, which is close to sigmoid. Source: `keras.activations.hard_sigmoid`. */
export const hardSigmoid: Unary = activation('nn.hardSigmoid', select(x.lessEqual(-3), 0, select(x.greaterEqual(3), 1, x.div(6).add(0.5))));

/** x * hardSigmoid(x). Source: arXiv:1905.02244; `keras.activations.hard_silu`. */
export const hardSilu: Unary = activation('nn.hardSilu', select(x.lessEqual(-3), 0, select(x.greaterEqual(3), x, x.mul(x.div(6).add(0.5)))));

/** x * tanh(softplus(x)). Source: arXiv:1908.08681; `keras.activations.mish`. */
export const mish: Unary = activation('nn.mish', x.mul(softplusScalar(x).tanh()));

export interface CreluOptions {
  /** Where the two halves are put together. Default -1. */
  readonly axis?: number;
}
/** relu(x) and relu(-x) side by side along `axis`. Source: arXiv:1603.05201; `tf.nn.crelu`. */
export function crelu<D extends DTypeName>(features: TensorLike<D>, options: CreluOptions = {}): Tensor<D> {
  checkOptions('nn.crelu', options, ['axis']);
  const operand = toTensor('nn.crelu', features);
  requireKind('nn.crelu', operand, floating, 'features');
  const axis = resolveAxis('nn.crelu', options.axis ?? -1, operand.rank);
  return concatTensors([pointwise(rectified, [operand]), pointwise(select(x.greaterEqual(0), 0, x.neg()), [operand])], axis) as Tensor<D>;
}
