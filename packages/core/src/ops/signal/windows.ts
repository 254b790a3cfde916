/** Window functions, computed in f64 and rounded once. */
import { buildLiteral, checkOptions, f32, failure, methods, tensorType } from '@millrace/ir';
import { type DTypeArgument, type DTypeLike, type DTypeName, elementFor } from '../../tensor/dtypes.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';

export interface WindowOptions<D extends DTypeName = 'float32'> {
  /** A floating dtype. Default float32. */
  readonly dtype?: DTypeArgument<D>;
}

export interface PeriodicWindowOptions<D extends DTypeName = 'float32'> extends WindowOptions<D> {
  /** Whether windows of even length repeat without a seam, for transforms; otherwise they are symmetric. Odd ones always are. Default true. */
  readonly periodic?: boolean;
}

export interface KaiserWindowOptions<D extends DTypeName = 'float32'> extends WindowOptions<D> {
  /** Larger is narrower in time and lower beside the main lobe. Default 12. */
  readonly beta?: number;
}

/** What functions of spectra take as a window: its values for a length and a dtype. */
export type WindowFunction = (windowLength: number, options: { readonly dtype: DTypeArgument<DTypeName> }) => Tensor;

/** A window of `f(k)` for k below `length`. */
function windowOf(op: string, length: number, options: WindowOptions<DTypeName>, f: (k: number) => number): Tensor {
  const element = elementFor(options.dtype as DTypeLike | undefined, f32);
  if (element.kind !== 'float') throw failure('operand-type', { op, message: `dtype is ${element.name}`, valid: 'floating' });
  return methods.constant(buildLiteral(tensorType(element, [length]), f)) as Tensor;
}

const lengthOf = (op: string, length: number): number => checkInteger(op, 'windowLength', length, { min: 1 });

function raisedCosine<D extends DTypeName>(op: string, length: number, options: PeriodicWindowOptions<D>, a: number, b: number): Tensor<D> {
  checkOptions(op, options, ['periodic', 'dtype']);
  const n = lengthOf(op, length);
  const period = (options.periodic ?? true) && n % 2 === 0 ? n : n - 1;
  return windowOf(op, n, options as WindowOptions<DTypeName>, (k) => (n === 1 ? 1 : a - b * Math.cos((2 * Math.PI * k) / period))) as Tensor<D>;
}

/** 1/2 - 1/2 cos(2πk/n). Throws ValueError for a length below 1. TensorFlow: `tf.signal.hann_window`. */
export const hannWindow = <D extends DTypeName = 'float32'>(windowLength: number, options: PeriodicWindowOptions<D> = {}): Tensor<D> =>
  raisedCosine('hannWindow', windowLength, options, 0.5, 0.5);

/** 0.54 - 0.46 cos(2πk/n). Throws ValueError for a length below 1. TensorFlow: `tf.signal.hamming_window`. */
export const hammingWindow = <D extends DTypeName = 'float32'>(windowLength: number, options: PeriodicWindowOptions<D> = {}): Tensor<D> =>
  raisedCosine('hammingWindow', windowLength, options, 0.54, 0.46);

/** e^-x I₀(x) for x >= 0: the power series, or the asymptotic one where that is exact to rounding (Abramowitz and Stegun, 9.6.12 and 9.7.1). */
function scaledBessel(x: number): number {
  let [sum, term] = [1, 1];
  if (x > 40) {
    for (let k = 1; k < 40 && Math.abs(term) > 1e-18 * sum; k++) sum += term *= (2 * k - 1) ** 2 / (8 * k * x);
    return sum / Math.sqrt(2 * Math.PI * x);
  }
  for (let k = 1; term > 1e-18 * sum; k++) sum += term *= (x / (2 * k)) ** 2;
  return sum * Math.exp(-x);
}

/** I₀(β √(1 - r²)) / I₀(β) at r in [-1, 1] across n places. */
function kaiser(n: number, beta: number): (k: number) => number {
  const size = Math.abs(beta);
  const middle = (n - 1) / 2;
  return (k) => {
    if (n === 1) return 1;
    const x = size * Math.sqrt(Math.max(0, 1 - ((k - middle) / middle) ** 2));
    return (Math.exp(x - size) * scaledBessel(x)) / scaledBessel(size);
  };
}

function checkBeta(op: string, beta: number): number {
  if (typeof beta !== 'number' || !Number.isFinite(beta)) throw failure('value', { op, message: `beta is ${beta}`, valid: 'a finite number' });
  return beta;
}

/** The Kaiser window, symmetric. Throws ValueError for a length below 1. TensorFlow: `tf.signal.kaiser_window`. */
export function kaiserWindow<D extends DTypeName = 'float32'>(windowLength: number, options: KaiserWindowOptions<D> = {}): Tensor<D> {
  checkOptions('kaiserWindow', options, ['beta', 'dtype']);
  const n = lengthOf('kaiserWindow', windowLength);
  return windowOf('kaiserWindow', n, options as WindowOptions<DTypeName>, kaiser(n, checkBeta('kaiserWindow', options.beta ?? 12))) as Tensor<D>;
}

/** The Kaiser-Bessel derived window, which sums to 1 with its half in squares. Even lengths. TensorFlow: `tf.signal.kaiser_bessel_derived_window`. */
export function kaiserBesselDerivedWindow<D extends DTypeName = 'float32'>(windowLength: number, options: KaiserWindowOptions<D> = {}): Tensor<D> {
  const op = 'kaiserBesselDerivedWindow';
  checkOptions(op, options, ['beta', 'dtype']);
  const n = lengthOf(op, windowLength);
  if (n % 2 !== 0) throw failure('value', { op, message: `windowLength is ${n}`, valid: 'an even length' });
  const half = n / 2;
  const value = kaiser(half + 1, checkBeta(op, options.beta ?? 12));
  const sums: number[] = [];
  for (let k = 0; k <= half; k++) sums.push((sums[k - 1] ?? 0) + value(k));
  return windowOf(op, n, options as WindowOptions<DTypeName>, (k) => Math.sqrt(sums[k < half ? k : n - 1 - k] / sums[half])) as Tensor<D>;
}

/** sin(π/2 sin²(π (k + 1/2) / n)), the window of Vorbis. Throws ValueError for a length below 1. TensorFlow: `tf.signal.vorbis_window`. */
export function vorbisWindow<D extends DTypeName = 'float32'>(windowLength: number, options: WindowOptions<D> = {}): Tensor<D> {
  checkOptions('vorbisWindow', options, ['dtype']);
  const n = lengthOf('vorbisWindow', windowLength);
  const f = (k: number): number => Math.sin((Math.PI / 2) * Math.sin((Math.PI * (k + 0.5)) / n) ** 2);
  return windowOf('vorbisWindow', n, options as WindowOptions<DTypeName>, f) as Tensor<D>;
}
