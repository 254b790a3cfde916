/** Cases of signals. Values are from spec/core.md, TensorFlow's documentation, or closed forms. */
import * as tf from '../../src/index.ts';
import type { OperationCase } from '../operation-checks.ts';

const { signal } = tf;
type Real = tf.Tensor<'float32'>;
const parts = (x: tf.Tensor): tf.Tensor[] => [tf.math.real(x), tf.math.imag(x)];
/** Real numbers as a complex signal. */
const complex = (x: tf.Tensor): tf.Tensor<'complex64'> => tf.complex(x, tf.zerosLike(x)) as tf.Tensor<'complex64'>;
const frames = { frameLength: 4, frameStep: 2 };

// biome-ignore format: one case a few lines, matrices in one
export const signalCases: readonly OperationCase[] = [
  { name: 'rfft', run: (x) => parts(signal.rfft(x as Real)), in: [[1, 2, 3, 4]], out: [[10, -2, -2], [0, 2, 0]], symbolic: false },
  { name: 'rfft of a batch', run: (x) => parts(signal.rfft(x as Real, { fftLength: 2 })), in: [[[1, 2, 9], [3, 4, 9]]], out: [[[3, -1], [7, -1]], [[0, 0], [0, 0]]], empty: true },
  { name: 'rfft2d', run: (x) => parts(signal.rfft2d(x as Real)), in: [[[[1, 2], [3, 4]]]], out: [[[[10, -2], [-4, 0]]], [[[0, 0], [0, 0]]]], empty: true },
  { name: 'irfft', run: (x) => signal.irfft(complex(x)), in: [[[4, 0, 0]]], out: [[1, 1, 1, 1]], empty: true },
  { name: 'irfft2d', run: (x) => signal.irfft2d(complex(x), { fftLength: [2, 3] }), in: [[[6, 0], [0, 0]]], out: [[1, 1, 1], [1, 1, 1]], symbolic: false },
  { name: 'fft', run: (x) => parts(signal.fft(complex(x))), in: [[[0, 1, 0, 0]]], out: [[[1, 0, -1, 0]], [[0, -1, 0, 1]]], empty: true },
  { name: 'ifft', run: (x) => parts(signal.ifft(complex(x))), in: [[[0, 4, 0, 0]]], out: [[[1, 0, -1, 0]], [[0, 1, 0, -1]]], empty: true },
  { name: 'fft3d', run: (x) => parts(signal.fft3d(complex(x))), in: [[[[[1]], [[2]]]]], out: [[[[[3]], [[-1]]]], [[[[0]], [[0]]]]], empty: true },
  { name: 'fftnd', run: (x) => parts(signal.fftnd(complex(x), { axes: [-2], norm: 'ortho' })), in: [[[[3], [4], [0], [0]]]], out: [[[[3.5], [1.5], [-0.5], [1.5]]], [[[0], [-2], [0], [2]]]], empty: true },
  { name: 'rfftnd', run: (x) => parts(signal.rfftnd(x as Real, { axes: [1, 2] })), in: [[[[1, 2], [3, 4]]]], out: [[[[10, -2], [-4, 0]]], [[[0, 0], [0, 0]]]], empty: true },
  { name: 'irfftnd', run: (x) => signal.irfftnd(complex(x), { axes: [0, 1], fftLength: [2, 2] }), in: [[[10, -2], [-4, 0]]], out: [[1, 2], [3, 4]], symbolic: false },
  { name: 'fftshift', run: (x) => signal.fftshift(x, { axes: 1 }), in: [[[1, 2, 3]]], out: [[3, 1, 2]], empty: true },
  { name: 'ifftshift', run: (x) => signal.ifftshift(x, { axes: [1] }), in: [[[3, 1, 2]]], out: [[1, 2, 3]], empty: true },
  { name: 'frame', run: (x) => signal.frame(x, { frameLength: 3, frameStep: 2 }), in: [[[1, 2, 3, 4, 5, 6]]], out: [[[1, 2, 3], [3, 4, 5]]], empty: true },
  { name: 'frame side by side', run: (x) => signal.frame(x, { frameLength: 2, frameStep: 2, padEnd: true }), in: [[[1, 2, 3]]], out: [[[1, 2], [3, 0]]], empty: true },
  { name: 'frame of another axis', run: (x) => signal.frame(x, { frameLength: 2, frameStep: 1, axis: 0 }), in: [[[1, 9], [2, 8], [3, 7]]], out: [[[1, 9], [2, 8]], [[2, 8], [3, 7]]], symbolic: false },
  { name: 'frame of an open length', run: (x) => signal.frame(x, { frameLength: 3, frameStep: 2 }), in: [[1, 2, 3, 4, 5, 6]], out: [[1, 2, 3], [3, 4, 5]], empty: true },
  { name: 'padded frame of an open length', run: (x) => signal.frame(x, { frameLength: 3, frameStep: 2, padEnd: true, padValue: 9, axis: 0 }), in: [[[1], [2], [3], [4]]], out: [[[1], [2], [3]], [[3], [4], [9]]], empty: true },
  { name: 'an open number of frames', run: (x) => signal.overlapAndAdd(x, { frameStep: 2 }), in: [[[1, 2, 3], [4, 5, 6]]], out: [1, 2, 7, 5, 6], empty: true },
  { name: 'overlapAndAdd', run: (x) => signal.overlapAndAdd(x, { frameStep: 2 }), in: [[[[1, 2, 3], [4, 5, 6]]]], out: [[1, 2, 7, 5, 6]], empty: true },
  { name: 'stft', run: (x) => parts(signal.stft(x as Real, { ...frames, windowFn: null })), in: [[[1, 1, 1, 1, 1, 1]]], out: [[[[4, 0, 0], [4, 0, 0]]], [[[0, 0, 0], [0, 0, 0]]]], empty: true },
  { name: 'stft with a window', run: (x) => parts(signal.stft(x as Real, frames)), in: [[[1, 1, 1, 1]]], out: [[[[2, -1, 0]]], [[[0, 0, 0]]]], empty: true },
  { name: 'inverseStft', run: (x) => signal.inverseStft(complex(x), { ...frames, windowFn: null }), in: [[[[4, 0, 0], [4, 0, 0]]]], out: [[1, 1, 2, 2, 1, 1]], empty: true },
  { name: 'dct', run: (x) => signal.dct(x as Real), in: [[[1, 2, 3, 4]]], out: [[20, -6.3086441, 0, -0.4483415]], empty: true, tolerance: 2e-6 },
  { name: 'dct 1', run: (x) => signal.dct(x as Real, { type: 1 }), in: [[[1, 2, 3]]], out: [[8, -2, 0]], empty: true },
  { name: 'dct 3', run: (x) => signal.dct(x as Real, { type: 3 }), in: [[[1, 1]]], out: [[1 + Math.SQRT2, 1 - Math.SQRT2]], empty: true },
  { name: 'dct 4, ortho', run: (x) => signal.dct(x as Real, { type: 4, norm: 'ortho' }), in: [[[2]]], out: [[2]], empty: true },
  { name: 'dct of another axis', run: (x) => signal.dct(x as Real, { axis: 1, n: 2, norm: 'ortho' }), in: [[[[1], [1], [9]]]], out: [[[Math.SQRT2], [0]]], empty: true },
  { name: 'idct', run: (x) => signal.idct(x as Real), in: [[[4, 0]]], out: [[4, 4]], empty: true },
  { name: 'mdct of silence', run: (x) => signal.mdct(x as Real, { frameLength: 4, norm: 'ortho' }), in: [[[0, 0, 0, 0, 0, 0]]], out: [[[0, 0], [0, 0]]], empty: true },
  { name: 'inverseMdct of silence', run: (x) => signal.inverseMdct(x as Real, { windowFn: null }), in: [[[[0, 0], [0, 0]]]], out: [[0, 0, 0, 0, 0, 0]], empty: true },
  { name: 'mfccs', run: (x) => signal.mfccsFromLogMelSpectrograms(x as Real), in: [[[1, 1]]], out: [[2, 0]], empty: true },
];
