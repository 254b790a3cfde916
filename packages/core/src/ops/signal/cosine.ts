/** Discrete cosine transforms of types 1 to 4, and the modified one of overlapping frames. */
import { buildLiteral, checkOptions, type ElementType, failure, methods, tensorType } from '@millrace/ir';
import type { TensorLike } from '../../tensor/convert.ts';
import { checkChoice, checkInteger, resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { concatTensors } from '../array/join.ts';
import { permute } from '../array/transpose.ts';
import { broadcastTensor, constantLike } from '../broadcast.ts';
import { sliceAxis } from '../indexing/slice.ts';
import { requireOptions } from '../required-options.ts';
import { inverseRealTransform, realSignal, realTransform } from './fourier.ts';
import { addFrames, framesOf } from './frames.ts';
import { knownSize, requireRank, resizeAxis, scaleBy } from './operands.ts';
import { windowed } from './spectra.ts';
import { vorbisWindow, type WindowFunction } from './windows.ts';

type RealName = 'float32' | 'float64';

export interface DctOptions {
  /** 1 to 4. Default 2. */
  readonly type?: 1 | 2 | 3 | 4;
  /** The length of the transform: shorter signals are filled up with zeros, longer ones cut. Default: the size of the axis. */
  readonly n?: number | null;
  /** Default -1. */
  readonly axis?: number;
  /** 'ortho' makes the transform orthogonal; not for type 1. Default null. */
  readonly norm?: 'ortho' | null;
}

interface Transform {
  readonly type: number;
  readonly isOrthogonal: boolean;
}

/** A vector of real factors along the last axis, times x. */
function weighted(x: Tensor, f: (k: number) => number): Tensor {
  const n = x.type.shape[x.rank - 1] as number;
  return methods.multiply(x, broadcastTensor(methods.constant(buildLiteral(tensorType(x.type.element, [n]), f)) as Tensor, x.type.shape)) as Tensor;
}

/** 2 e^(±iπk/2n) for k below n. */
function turns(element: ElementType, n: number, sign: 1 | -1): Tensor {
  return methods.constant(
    buildLiteral(tensorType(element, [n]), (k) => ({ re: 2 * Math.cos((Math.PI * k) / (2 * n)), im: sign * 2 * Math.sin((Math.PI * k) / (2 * n)) })),
  ) as Tensor;
}

const turned = (x: Tensor, sign: 1 | -1): Tensor =>
  methods.multiply(x, broadcastTensor(turns(x.type.element, x.type.shape[x.rank - 1] as number, sign), x.type.shape)) as Tensor;

const reversed = (x: Tensor): Tensor => methods.reverse(x, { dimensions: [x.rank - 1] }) as Tensor;

/** x₀ + (-1)^k x[n-1] + 2 Σ x[j] cos(πjk/(n-1)): the spectrum of the signal with its mirror image. */
function typeOne(x: Tensor): Tensor {
  const last = x.rank - 1;
  const n = x.type.shape[last] as number;
  const whole = n > 2 ? concatTensors([x, reversed(sliceAxis(x, last, 1, n - 1))], last) : x;
  return methods.real(realTransform('dct', whole, [2 * (n - 1)])) as Tensor;
}

/** 2 Σ x[j] cos(πk(2j+1)/2n). */
function typeTwo(x: Tensor, isOrthogonal: boolean): Tensor {
  const last = x.rank - 1;
  const n = x.type.shape[last] as number;
  const spectrum = sliceAxis(realTransform('dct', x, [2 * n]), last, 0, n);
  const y = methods.real(turned(spectrum, -1)) as Tensor;
  return isOrthogonal ? weighted(y, (k) => Math.sqrt((k === 0 ? 1 : 2) / n) / 2) : y;
}

/** x₀ + 2 Σ x[j] cos(πj(2k+1)/2n). */
function typeThree(x: Tensor, isOrthogonal: boolean): Tensor {
  const last = x.rank - 1;
  const n = x.type.shape[last] as number;
  const scaled = isOrthogonal ? weighted(x, (k) => Math.sqrt(k === 0 ? n : n / 2)) : scaleBy(x, n);
  const spectrum = turned(methods.complex(scaled, constantLike(scaled, 0)) as Tensor, 1);
  return sliceAxis(inverseRealTransform('dct', spectrum, [2 * n]), last, 0, n);
}

/** 2 Σ x[j] cos(π(2k+1)(2j+1)/4n): every second element of type 2 at twice the length. */
function typeFour(x: Tensor, isOrthogonal: boolean): Tensor {
  const last = x.rank - 1;
  const n = x.type.shape[last] as number;
  const y = sliceAxis(typeTwo(resizeAxis('dct', x, last, 2 * n), false), last, 1, 2 * n, 2);
  return isOrthogonal ? scaleBy(y, Math.sqrt(0.5 / n)) : y;
}

/** The transform of the last axis, which is not empty. */
function lastAxis(x: Tensor, { type, isOrthogonal }: Transform): Tensor {
  if (type === 1) return typeOne(x);
  return [typeTwo, typeThree, typeFour][type - 2](x, isOrthogonal);
}

function cosineTransform(op: string, given: TensorLike, options: DctOptions, typeOf: (type: number) => number): Tensor {
  checkOptions(op, options, ['type', 'n', 'axis', 'norm']);
  const operand = realSignal(op, given);
  requireRank(op, operand, 1);
  const type = checkInteger(op, 'type', options.type ?? 2, { min: 1, max: 4 });
  const isOrthogonal = options.norm !== undefined && options.norm !== null && checkChoice(op, 'norm', options.norm, ['ortho']) === 'ortho';
  const axis = resolveAxis(op, options.axis ?? -1, operand.rank);
  const n = checkInteger(op, 'n', options.n ?? knownSize(op, operand, axis), { min: 1 });
  if (type === 1 && isOrthogonal) throw failure('value', { op, message: 'norm is ortho for type 1', valid: 'null' });
  if (type === 1 && n < 2) throw failure('value', { op, message: `type 1 of length ${n}`, valid: 'a length of 2 or more' });
  const order = Array.from({ length: operand.rank }, (_, i) => i).filter((i) => i !== axis);
  order.push(axis);
  const moved = permute(resizeAxis(op, operand, axis, n), order);
  return permute(
    lastAxis(moved, { type: typeOf(type), isOrthogonal }),
    order.map((_, i) => order.indexOf(i)),
  );
}

/**
 * The discrete cosine transform, without a factor as in SciPy and TensorFlow: type 2 is 2 Σ x[j] cos(πk(2j+1)/2n).
 *
 * - x: float32 or float64. Throws ValueError for other types than 1 to 4, for 'ortho' of type 1, and for an empty axis. TensorFlow: `tf.signal.dct`.
 *
 * @example
 * tf.signal.dct([1, 2, 3, 4]).array(); // [20, -6.3086, 0, -0.4483]
 */
export function dct<D extends RealName>(x: TensorLike<D>, options: DctOptions = {}): Tensor<D> {
  return cosineTransform('dct', x, options, (type) => type) as Tensor<D>;
}

/**
 * The inverse of `dct` with the same options, up to a factor: 2n without a norm (2 (n - 1) for type 1), 1 with 'ortho'. TensorFlow:
 * `tf.signal.idct`.
 */
export function idct<D extends RealName>(x: TensorLike<D>, options: DctOptions = {}): Tensor<D> {
  return cosineTransform('idct', x, options, (type) => (type === 2 ? 3 : type === 3 ? 2 : type)) as Tensor<D>;
}

export interface MdctOptions {
  /** Elements of a frame, a multiple of 4; frames overlap by half. */
  readonly frameLength: number;
  /** What frames are multiplied with; null for 1/√2. Default `vorbisWindow`. */
  readonly windowFn?: WindowFunction | null;
  /** Whether frames that pass the end are filled up with zeros. Default false. */
  readonly padEnd?: boolean;
  /** 'ortho' makes the transform orthogonal. Default null. */
  readonly norm?: 'ortho' | null;
}

const defaultWindow: WindowFunction = (length, { dtype }) => vorbisWindow(length, { dtype }) as Tensor;

/** Frames times a window, or 1/√2, whose square and that of its other half sum to 1. */
function withWindow(op: string, frames: Tensor, windowFn: WindowFunction | null | undefined): Tensor {
  if (windowFn === null) return scaleBy(frames, Math.SQRT1_2);
  return windowed(op, frames, windowFn ?? defaultWindow);
}

const negated = (x: Tensor): Tensor => methods.negate(x) as Tensor;

/** The last axis in equal parts. */
function parts(x: Tensor, count: number): Tensor[] {
  const last = x.rank - 1;
  const size = (x.type.shape[last] as number) / count;
  return Array.from({ length: count }, (_, i) => sliceAxis(x, last, i * size, (i + 1) * size));
}

/**
 * The modified discrete cosine transform of frames that overlap by half.
 *
 * - signals: [..., n], float32 or float64. Output: [..., frames, frameLength / 2].
 * - Throws: ValueError unless frameLength is a positive multiple of 4. Source: Princen, Johnson and Bradley 1987. TensorFlow: `tf.signal.mdct`.
 */
export function mdct<D extends RealName>(signals: TensorLike<D>, options: MdctOptions): Tensor<D> {
  requireOptions('mdct', options, ['frameLength', 'windowFn', 'padEnd', 'norm'], ['frameLength']);
  const x = realSignal('mdct', signals, 'signals');
  requireRank('mdct', x, 1, 'signals');
  const length = checkInteger('mdct', 'frameLength', options.frameLength, { min: 4 });
  if (length % 4 !== 0) throw failure('value', { op: 'mdct', message: `frameLength is ${length}`, valid: 'a multiple of 4' });
  const frames = withWindow('mdct', framesOf(x, x.rank - 1, length, length / 2, options.padEnd ?? false), options.windowFn);
  const [a, b, c, d] = parts(frames, 4);
  // (a, b, c, d) folds to (-reversed c - d, a - reversed b), whose transform of type 4 it is.
  const first = methods.subtract(negated(reversed(c)), d) as Tensor;
  const second = methods.subtract(a, reversed(b)) as Tensor;
  return dct(concatTensors([first, second], frames.rank - 1) as Tensor<D>, { type: 4, norm: options.norm ?? null });
}

export type InverseMdctOptions = Pick<MdctOptions, 'windowFn' | 'norm'>;

/**
 * The inverse of `mdct` but for the first and last half frame, with a window whose square and that of its other half sum to 1.
 *
 * - mdcts: [..., frames, n]. Output: [..., (frames + 1) n]. TensorFlow: `tf.signal.inverse_mdct`.
 */
export function inverseMdct<D extends RealName>(mdcts: TensorLike<D>, options: InverseMdctOptions = {}): Tensor<D> {
  checkOptions('inverseMdct', options, ['windowFn', 'norm']);
  const x = realSignal('inverseMdct', mdcts, 'mdcts');
  requireRank('inverseMdct', x, 2, 'mdcts');
  const half = knownSize('inverseMdct', x, x.rank - 1);
  if (half === 0 || half % 2 !== 0) throw failure('value', { op: 'inverseMdct', message: `mdcts have ${half} coefficients`, valid: 'a positive even number' });
  const norm = options.norm ?? null;
  const folded = scaleBy(dct(x as Tensor<D>, { type: 4, norm }), norm === null ? 0.5 / half : 1);
  const [a, b] = parts(folded, 2);
  const frames = concatTensors([b, negated(reversed(b)), negated(reversed(a)), negated(a)], x.rank - 1);
  return addFrames(withWindow('inverseMdct', frames, options.windowFn), half) as Tensor<D>;
}
