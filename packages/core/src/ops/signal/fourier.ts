/** Discrete Fourier transforms of any length over the last axes: complex, and real with half of the spectrum. */
import { checkOptions, failure, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { checkIntegers } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { knownSize, requireRank, resizeAxis } from './operands.ts';

type ComplexName = 'complex64' | 'complex128';
type RealName = 'float32' | 'float64';

/** Complex signals. Throws InvalidArgumentError for others. */
export function complexSignal(op: string, x: TensorLike): Tensor {
  const operand = toTensor(op, x);
  if (operand.type.element.kind !== 'complex')
    throw failure('operand-type', {
      op,
      message: `x has dtype ${operand.dtype}`,
      valid: 'complex64 or complex128',
      hint: "tf.cast(x, 'complex64'), or tf.signal.rfft",
    });
  return operand;
}

/** Signals of float32 or float64. Throws InvalidArgumentError for others. */
export function realSignal(op: string, x: TensorLike, name: string = 'x'): Tensor {
  const operand = toTensor(op, x);
  const { kind, format } = operand.type.element;
  if (kind !== 'float' || format) throw failure('operand-type', { op, message: `${name} has dtype ${operand.dtype}`, valid: 'float32 or float64' });
  return operand;
}

/** The sizes of the last `count` axes. */
const lastSizes = (op: string, x: Tensor, count: number): number[] => Array.from({ length: count }, (_, i) => knownSize(op, x, x.rank - count + i));

/** A complex transform of the last `count` axes. */
export function transform(op: string, x: Tensor, count: number, inverse: boolean): Tensor {
  requireRank(op, x, count);
  const fftLength = lastSizes(op, x, count);
  return methods.fft(x, { fftType: inverse ? 'IFFT' : 'FFT', fftLength }) as Tensor;
}

export type ComplexTransform = <D extends ComplexName>(x: TensorLike<D>) => Tensor<D>;

const complexTransform =
  (op: string, count: number, inverse: boolean): ComplexTransform =>
  <D extends ComplexName>(x: TensorLike<D>) =>
    transform(op, complexSignal(op, x), count, inverse) as Tensor<D>;

/** Σ x[j] e^(-2πijk/n) along the last axis. Throws InvalidArgumentError for dtypes that are not complex. TensorFlow: `tf.signal.fft`. */
export const fft: ComplexTransform = complexTransform('fft', 1, false);
/** The inverse of `fft`: (1/n) Σ x[k] e^(2πijk/n). TensorFlow: `tf.signal.ifft`. */
export const ifft: ComplexTransform = complexTransform('ifft', 1, true);
/** `fft` over the last two axes. TensorFlow: `tf.signal.fft2d`. */
export const fft2d: ComplexTransform = complexTransform('fft2d', 2, false);
/** The inverse of `fft2d`. TensorFlow: `tf.signal.ifft2d`. */
export const ifft2d: ComplexTransform = complexTransform('ifft2d', 2, true);
/** `fft` over the last three axes. TensorFlow: `tf.signal.fft3d`. */
export const fft3d: ComplexTransform = complexTransform('fft3d', 3, false);
/** The inverse of `fft3d`. TensorFlow: `tf.signal.ifft3d`. */
export const ifft3d: ComplexTransform = complexTransform('ifft3d', 3, true);

export interface RealTransformOptions {
  /** The length of the real signal along each axis of the transform: shorter signals are filled up with zeros, longer ones cut. */
  readonly fftLength?: number | readonly number[];
}

/** The lengths that options give, one for each of the last `count` axes, or undefined. */
function lengthsOf(op: string, options: RealTransformOptions, count: number): number[] | undefined {
  checkOptions(op, options, ['fftLength']);
  if (options.fftLength === undefined) return undefined;
  const lengths = checkIntegers(op, 'fftLength', options.fftLength, { min: 1 });
  if (lengths.length !== count) throw failure('value', { op, message: `fftLength has ${lengths.length} entries`, valid: `${count}` });
  return lengths;
}

/** The last axes cut or filled up. */
const resized = (op: string, x: Tensor, sizes: readonly number[]): Tensor => sizes.reduce((y, n, i) => resizeAxis(op, y, x.rank - sizes.length + i, n), x);

/** Number of elements of the spectrum of n real ones. */
export const halfSize = (n: number): number => Math.floor(n / 2) + 1;

/** The spectrum of real signals in the last axes, which have these lengths afterwards. */
export function realTransform(op: string, x: Tensor, lengths: readonly number[]): Tensor {
  return methods.fft(resized(op, x, lengths), { fftType: 'RFFT', fftLength: lengths }) as Tensor;
}

/** Real signals of these lengths from their spectra. */
export function inverseRealTransform(op: string, x: Tensor, lengths: readonly number[]): Tensor {
  const sizes = lengths.map((n, i) => (i === lengths.length - 1 ? halfSize(n) : n));
  return methods.fft(resized(op, x, sizes), { fftType: 'IRFFT', fftLength: lengths }) as Tensor;
}

export type RealTransform = (x: TensorLike<RealName>, options?: RealTransformOptions) => Tensor<ComplexName>;
export type InverseRealTransform = (x: TensorLike<ComplexName>, options?: RealTransformOptions) => Tensor<RealName>;

const realTransformOf =
  (op: string, count: number): RealTransform =>
  (x, options = {}) => {
    const lengths = lengthsOf(op, options, count);
    const operand = realSignal(op, x);
    requireRank(op, operand, count);
    return realTransform(op, operand, lengths ?? lastSizes(op, operand, count)) as Tensor<ComplexName>;
  };

const inverseRealTransformOf =
  (op: string, count: number): InverseRealTransform =>
  (x, options = {}) => {
    const lengths = lengthsOf(op, options, count);
    const operand = complexSignal(op, x);
    requireRank(op, operand, count);
    const natural = (): number[] => lastSizes(op, operand, count).map((n, i) => (i === count - 1 ? Math.max(0, 2 * (n - 1)) : n));
    return inverseRealTransform(op, operand, lengths ?? natural()) as Tensor<RealName>;
  };

/**
 * The first n/2 + 1 elements of the transform of real signals of length n in the last axis; the others are their conjugates.
 *
 * - x: [..., n], float32 or float64. Output: [..., n/2 + 1], complex. TensorFlow: `tf.signal.rfft`.
 *
 * @example
 * tf.signal.rfft([1, 2, 3, 4]).array(); // 10, -2 + 2i, -2
 */
export const rfft: RealTransform = realTransformOf('rfft', 1);
/** The inverse of `rfft`: [..., m] → [..., fftLength], by default 2 (m - 1). TensorFlow: `tf.signal.irfft`. */
export const irfft: InverseRealTransform = inverseRealTransformOf('irfft', 1);
/** `rfft` along the last axis and `fft` along the one before it. TensorFlow: `tf.signal.rfft2d`. */
export const rfft2d: RealTransform = realTransformOf('rfft2d', 2);
/** The inverse of `rfft2d`. TensorFlow: `tf.signal.irfft2d`. */
export const irfft2d: InverseRealTransform = inverseRealTransformOf('irfft2d', 2);
/** `rfft` along the last axis and `fft` along the two before it. TensorFlow: `tf.signal.rfft3d`. */
export const rfft3d: RealTransform = realTransformOf('rfft3d', 3);
/** The inverse of `rfft3d`. TensorFlow: `tf.signal.irfft3d`. */
export const irfft3d: InverseRealTransform = inverseRealTransformOf('irfft3d', 3);
