/** Short-time Fourier transforms. */
import { checkOptions, failure, methods, showShape } from '@millrace/ir';
import type { TensorLike } from '../../tensor/convert.ts';
import { type DTypeArgument, type DTypeName, dtypeOf } from '../../tensor/dtypes.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { reshapeTensor } from '../array/reshape.ts';
import { broadcastTensor } from '../broadcast.ts';
import { sliceAxis } from '../indexing/slice.ts';
import { reduceWith } from '../reduction/family.ts';
import { requireOptions } from '../required-options.ts';
import { complexSignal, inverseRealTransform, realSignal, realTransform } from './fourier.ts';
import { addFrames, framesOf } from './frames.ts';
import { padAxis, requireRank, resizeAxis } from './operands.ts';
import { hannWindow, type WindowFunction } from './windows.ts';

export interface StftOptions {
  /** Elements of a frame. */
  readonly frameLength: number;
  /** From the start of a frame to the start of the next. */
  readonly frameStep: number;
  /** Length of the transform of a frame. Default: the smallest power of two that holds it. */
  readonly fftLength?: number;
  /** What frames are multiplied with; null for nothing. Default `hannWindow`. */
  readonly windowFn?: WindowFunction | null;
  /** Whether frames that pass the end are filled up with zeros. Default false. */
  readonly padEnd?: boolean;
}

const stftKeys = ['frameLength', 'frameStep', 'fftLength', 'windowFn', 'padEnd'];
const defaultWindow: WindowFunction = (length, { dtype }) => hannWindow(length, { dtype }) as Tensor;

const powerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(n));

interface Sizes {
  readonly length: number;
  readonly step: number;
  readonly fftLength: number;
}

function sizesOf(op: string, options: Pick<StftOptions, 'frameLength' | 'frameStep' | 'fftLength'>): Sizes {
  const length = checkInteger(op, 'frameLength', options.frameLength, { min: 1 });
  const step = checkInteger(op, 'frameStep', options.frameStep, { min: 1 });
  return { length, step, fftLength: checkInteger(op, 'fftLength', options.fftLength ?? powerOfTwo(length), { min: 1 }) };
}

/** Frames times a window of their length. Throws InvalidArgumentError for a window of another shape or dtype. */
export function windowed(op: string, frames: Tensor, windowFn: WindowFunction | null): Tensor {
  if (windowFn === null) return frames;
  const { shape, element } = frames.type;
  const length = shape[shape.length - 1] as number;
  const window = windowFn(length, { dtype: dtypeOf(element) as unknown as DTypeArgument<DTypeName> });
  if (window.type.element !== element || window.rank !== 1 || window.type.shape[0] !== length)
    throw failure('shape-mismatch', { op, message: `windowFn returned ${window.type}`, valid: `shape ${showShape([length])} of dtype ${frames.dtype}` });
  return methods.multiply(frames, broadcastTensor(window, shape)) as Tensor;
}

/**
 * The spectra of frames of a signal.
 *
 * - signals: [..., n], float32 or float64. Output: [..., frames, fftLength / 2 + 1], complex.
 * - Throws: ValueError for lengths below 1, InvalidArgumentError for other dtypes. TensorFlow: `tf.signal.stft`.
 */
export function stft(signals: TensorLike<'float32' | 'float64'>, options: StftOptions): Tensor<'complex64' | 'complex128'> {
  requireOptions('stft', options, stftKeys, ['frameLength', 'frameStep']);
  const x = realSignal('stft', signals, 'signals');
  requireRank('stft', x, 1, 'signals');
  const { length, step, fftLength } = sizesOf('stft', options);
  const frames = framesOf(x, x.rank - 1, length, step, options.padEnd ?? false);
  const windowFn = options.windowFn === undefined ? defaultWindow : options.windowFn;
  return realTransform('stft', windowed('stft', frames, windowFn), [fftLength]) as Tensor<'complex64' | 'complex128'>;
}

export type InverseStftOptions = Omit<StftOptions, 'padEnd'>;

/**
 * Signals from spectra: frames times a window, added up. With the window of `inverseStftWindowFn` it inverts `stft`, but for the ends, which fewer
 * frames cover.
 *
 * - stfts: [..., frames, fftLength / 2 + 1], complex. Output: [..., (frames - 1) frameStep + frameLength], real. TensorFlow: `tf.signal.inverse_stft`.
 */
export function inverseStft(stfts: TensorLike<'complex64' | 'complex128'>, options: InverseStftOptions): Tensor<'float32' | 'float64'> {
  requireOptions('inverseStft', options, stftKeys.slice(0, 4), ['frameLength', 'frameStep']);
  const x = complexSignal('inverseStft', stfts);
  requireRank('inverseStft', x, 2, 'stfts');
  const { length, step, fftLength } = sizesOf('inverseStft', options);
  const frames = resizeAxis('inverseStft', inverseRealTransform('inverseStft', x, [fftLength]), x.rank - 1, length);
  const windowFn = options.windowFn === undefined ? defaultWindow : options.windowFn;
  return addFrames(windowed('inverseStft', frames, windowFn), step) as Tensor<'float32' | 'float64'>;
}

export interface InverseStftWindowOptions {
  /** The window of the forward transform. Default `hannWindow`. */
  readonly forwardWindowFn?: WindowFunction;
}

/**
 * The window with which `inverseStft` inverts `stft`: the forward window divided by the sum of its squares at all frames that cover a place.
 *
 * - Source: Griffin and Lim 1984, doi:10.1109/TASSP.1984.1164317, equation 6. TensorFlow: `tf.signal.inverse_stft_window_fn`.
 */
export function inverseStftWindowFn(frameStep: number, options: InverseStftWindowOptions = {}): WindowFunction {
  const op = 'inverseStftWindowFn';
  checkOptions(op, options, ['forwardWindowFn']);
  const step = checkInteger(op, 'frameStep', frameStep, { min: 1 });
  const forward = options.forwardWindowFn ?? defaultWindow;
  return (length, given) => {
    const window = forward(checkInteger(op, 'windowLength', length, { min: 1 }), given);
    const overlaps = Math.ceil(length / step);
    const squares = padAxis(methods.multiply(window, window) as Tensor, 0, 0, overlaps * step - length);
    const sums = reduceWith(reshapeTensor(squares, [overlaps, step]), [0], 'add', 0);
    const repeated = reshapeTensor(broadcastTensor(sums, [overlaps, step]), [overlaps * step]);
    return methods.divide(window, sliceAxis(repeated, 0, 0, length)) as Tensor;
  };
}
