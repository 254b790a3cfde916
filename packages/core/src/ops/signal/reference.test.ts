/** Values against NumPy, PyTorch and sums by definition (packages/core/test/reference/spectra.py), and what transforms must keep. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as tf from '../../index.ts';

type Nested = number | readonly Nested[];
interface Recorded {
  readonly ffts: readonly { readonly n: number; readonly in: Nested; readonly fft: Nested; readonly ifft: Nested; readonly rfft: Nested }[];
  readonly axes: Readonly<Record<string, Nested>>;
  readonly stft: { readonly in: Nested; readonly out: Nested };
  readonly dct: { readonly in: Nested; readonly out: readonly Nested[] };
  readonly mdct: { readonly in: Nested; readonly out: Nested };
  readonly mel: Nested;
  readonly windows: Readonly<Record<string, Nested>>;
}
const recorded = JSON.parse(readFileSync(new URL('../../../test/reference/spectra.json', import.meta.url), 'utf8')) as Recorded;

const { signal } = tf;
type F64 = tf.Tensor<'float64'>;
const flat = (value: Nested): number[] => (Array.isArray(value) ? value.flatMap(flat) : [value as number]);
const numbers = (x: tf.Tensor): number[] => Array.from(x.dataSync() as unknown as Float64Array);
const real = (value: Nested): F64 => tf.constant(value as number[], { dtype: 'float64' }) as F64;
const complexOf = (value: Nested): tf.Tensor<'complex128'> => {
  const [re, im] = tf.unstack(real(value), { axis: -1 });
  return tf.complex(re, im) as tf.Tensor<'complex128'>;
};

function expectNear(actual: tf.Tensor, expected: Nested, tolerance: number = 1e-13): void {
  const [got, want] = [numbers(actual), flat(expected)];
  expect(got.length).toBe(want.length);
  const scale = Math.max(1, ...want.map(Math.abs));
  want.forEach((w, i) => expect(Math.abs(got[i] - w) / scale, `element ${i}: got ${got[i]}, want ${w}`).toBeLessThan(tolerance));
}

describe('Fourier transforms', () => {
  for (const row of recorded.ffts) {
    test(`length ${row.n}`, () => {
      const z = complexOf(row.in);
      expectNear(signal.fft(z), row.fft);
      expectNear(signal.ifft(z), row.ifft);
      expectNear(signal.ifft(signal.fft(z)), row.in);
      const x = tf.math.real(z) as F64;
      expectNear(signal.rfft(x), row.rfft);
      expectNear(signal.irfft(signal.rfft(x), { fftLength: row.n }), numbers(x));
      // Parseval's theorem.
      const energy = (t: tf.Tensor): number => tf.reduceSum(tf.square(tf.abs(t))).item();
      expect(energy(signal.fft(z)) / row.n / energy(z)).toBeCloseTo(1, 12);
      // Single precision.
      const single = tf.cast(z, 'complex64');
      expectNear(tf.cast(signal.fft(single), 'complex128'), row.fft, 1e-6);
    });
  }
  const cube = complexOf(recorded.axes.in);
  const realCube = tf.math.real(cube) as F64;
  const rows: readonly (readonly [string, () => tf.Tensor])[] = [
    ['fft2d', () => signal.fft2d(cube)],
    ['fft3d', () => signal.fft3d(cube)],
    ['rfft2d', () => signal.rfft2d(realCube)],
    ['rfft3d', () => signal.rfft3d(realCube)],
    ['ortho', () => signal.fftnd(cube, { axes: [0, 2], norm: 'ortho' })],
    ['real', () => signal.rfftnd(realCube, { axes: [2, 0], fftLength: [4, 3], norm: 'forward' })],
    ['cut', () => signal.rfft(realCube, { fftLength: 3 })],
    ['filled', () => signal.rfft(realCube, { fftLength: [9] })],
  ];
  test.each(rows)('%s', (name, value) => expectNear(value(), recorded.axes[name]));
  test('inverses', () => {
    const lengths = { fftLength: realCube.shape.slice(1) as number[] };
    expectNear(signal.ifft2d(signal.fft2d(cube)), recorded.axes.in);
    expectNear(signal.ifft3d(signal.fft3d(cube)), recorded.axes.in);
    expectNear(signal.ifftnd(signal.fftnd(cube, { norm: 'forward' }), { norm: 'forward' }), recorded.axes.in);
    expectNear(signal.irfft2d(signal.rfft2d(realCube), lengths), numbers(realCube));
    expectNear(signal.irfft3d(signal.rfft3d(realCube), { fftLength: [3, 4, 5] }), numbers(realCube));
    const options = { axes: [0, 1], fftLength: [3, 4], norm: 'ortho' } as const;
    expectNear(signal.irfftnd(signal.rfftnd(realCube, options), options), numbers(realCube));
  });
  test('shifts', () => {
    expect(signal.fftshift([0, 1, 2, 3, 4]).array()).toEqual([3, 4, 0, 1, 2]);
    expect(signal.ifftshift([3, 4, 0, 1, 2]).array()).toEqual([0, 1, 2, 3, 4]);
    const matrix = tf.constant([[1, 2], [3, 4]]); // biome-ignore format: a matrix
    expect(signal.fftshift(matrix).array()).toEqual([[4, 3], [2, 1]]); // biome-ignore format: a matrix
    expect(signal.fftshift(matrix, { axes: 1 }).array()).toEqual([[2, 1], [4, 3]]); // biome-ignore format: a matrix
  });
});

describe('spectra', () => {
  const x = real(recorded.stft.in);
  test('stft', () => {
    // PyTorch's windows are as long as the transform, so that it leaves out frames that end within 8 elements of the end.
    const all = signal.stft(x, { frameLength: 8, frameStep: 3, fftLength: 16 });
    const frames = (recorded.stft.out as readonly (readonly Nested[])[])[0].length;
    expect(all.shape).toEqual([2, 11, 9]);
    expectNear(tf.slice(all, [0, 0, 0], [2, frames, 9]), recorded.stft.out);
  });
  test.each([
    [16, 4, undefined],
    [16, 8, 32],
    [12, 5, 13],
  ])('inverseStft of frames of %i each %i', (frameLength, frameStep, fftLength) => {
    const spectra = signal.stft(x, { frameLength, frameStep, fftLength });
    const back = signal.inverseStft(spectra, { frameLength, frameStep, fftLength, windowFn: signal.inverseStftWindowFn(frameStep) });
    // Places that all frames cover.
    const [first, last] = [frameLength, (back.shape[1] as number) - frameLength];
    expectNear(tf.slice(back, [0, first], [2, last - first]), numbers(tf.slice(x, [0, first], [2, last - first])));
  });
  test('padding at the end', () => expect(signal.stft(x, { frameLength: 16, frameStep: 16, padEnd: true }).shape).toEqual([2, 3, 9]));
  test('without a window', () => {
    const spectra = signal.stft(x, { frameLength: 8, frameStep: 8, windowFn: null });
    expectNear(signal.inverseStft(spectra, { frameLength: 8, frameStep: 8, windowFn: null }), numbers(x));
  });
  test('a shorter transform takes the start of frames', () => {
    const spectra = signal.stft(x, { frameLength: 8, frameStep: 8, fftLength: 4, windowFn: null });
    expectNear(spectra, numbers(signal.rfft(signal.frame(x, { frameLength: 8, frameStep: 8 }), { fftLength: 4 })));
    expect(signal.inverseStft(spectra, { frameLength: 8, frameStep: 8, fftLength: 4 }).shape).toEqual([2, 40]);
  });
});

describe('frames', () => {
  test('of a padded signal', () => {
    expect(signal.frame([1, 2, 3], { frameLength: 2, frameStep: 2, padEnd: true, padValue: 9 }).array()).toEqual([[1, 2], [3, 9]]); // biome-ignore format: a matrix
    expect(signal.frame([1, 2, 3], { frameLength: 4, frameStep: 1 }).shape).toEqual([0, 4]);
    expect(signal.frame(tf.range(5), { frameLength: 1, frameStep: 3 }).array()).toEqual([[0], [3]]);
    expect(signal.frame([[1], [2], [3]], { frameLength: 2, frameStep: 1, axis: 0 }).array()).toEqual([[[1], [2]], [[2], [3]]]); // biome-ignore format: matrices
  });
  test.each([
    [1, 3],
    [2, 3],
    [3, 3],
    [5, 3],
    [1, 1],
  ])('added with step %i and length %i, against a loop', (frameStep, length) => {
    const frames = tf.random.statelessUniform([2, 4, length], { seed: [1, 2], dtype: 'float64' });
    const want = Array.from({ length: 2 }, () => new Array<number>(3 * frameStep + length).fill(0));
    (frames.array() as number[][][]).forEach((example, b) => example.forEach((row, f) => row.forEach((v, i) => (want[b][f * frameStep + i] += v))));
    expectNear(signal.overlapAndAdd(frames, { frameStep }), want, 1e-15);
  });
});

describe('cosine transforms', () => {
  const x = real(recorded.dct.in);
  test.each([[1], [2], [3], [4]] as const)('type %i', (type) => {
    expectNear(signal.dct(x, { type }), recorded.dct.out[type - 1]);
    const back = tf.divide(signal.idct(signal.dct(x, { type }), { type }), type === 1 ? 10 : 12);
    expectNear(back, recorded.dct.in);
    if (type === 1) return;
    const ortho = signal.dct(x, { type, norm: 'ortho' });
    expectNear(signal.idct(ortho, { type, norm: 'ortho' }), recorded.dct.in);
    expect(tf.norm(ortho).item()).toBeCloseTo(tf.norm(x).item(), 12);
  });
  test("TensorFlow's value", () => expectNear(signal.dct(tf.constant([1, 2, 3, 4])), [20, -6.3086441, 0, -0.4483415], 1e-6));
  test('another axis and length', () => {
    const column = tf.reshape(x, [6, 1]);
    expectNear(signal.dct(column, { axis: 0 }), recorded.dct.out[1]);
    expectNear(signal.dct(x, { n: 4 }), numbers(signal.dct(tf.slice(x, [0], [4]) as F64)));
    expect(signal.dct(x, { n: 9 }).shape).toEqual([9]);
  });
  const long = real(recorded.mdct.in);
  test('mdct', () => expectNear(signal.mdct(long, { frameLength: 8 }), recorded.mdct.out));
  test.each([['ortho'], [null]] as const)('inverseMdct, norm %s', (norm) => {
    const inner = numbers(long).slice(4, 16);
    for (const windowFn of [undefined, null, signal.kaiserBesselDerivedWindow as never]) {
      const back = signal.inverseMdct(signal.mdct(long, { frameLength: 8, norm, windowFn }), { norm, windowFn });
      expectNear(tf.slice(back, [4], [12]), inner);
    }
  });
});

describe('windows', () => {
  const dtype = 'float64';
  const rows: readonly (readonly [string, () => tf.Tensor])[] = [
    ['hann', () => signal.hannWindow(8, { dtype })],
    ['hannSymmetric', () => signal.hannWindow(8, { dtype, periodic: false })],
    ['hannOdd', () => signal.hannWindow(7, { dtype })],
    ['hamming', () => signal.hammingWindow(8, { dtype })],
    ['kaiser', () => signal.kaiserWindow(9, { dtype })],
    ['kaiserWide', () => signal.kaiserWindow(8, { dtype, beta: 50 })],
  ];
  test.each(rows)('%s', (name, value) => expectNear(value(), recorded.windows[name], 1e-14));
  test('values of the specification', () => {
    expectNear(signal.hannWindow(4), [0, 0.5, 1, 0.5], 1e-7);
    expectNear(signal.hammingWindow(4), [0.08, 0.54, 1, 0.54], 1e-7);
    for (const window of [signal.hannWindow, signal.hammingWindow, signal.kaiserWindow]) expect(window(1).array()).toEqual([1]);
    expect(signal.hannWindow(4).dtype.name).toBe('float32');
  });
  test.each([
    ['vorbis', () => signal.vorbisWindow(12, { dtype })],
    ['kaiserBesselDerived', () => signal.kaiserBesselDerivedWindow(12, { dtype, beta: 4 })],
  ])('%s: squares of both halves sum to 1', (_, value) => {
    const w = numbers(value());
    for (let k = 0; k < 6; k++) expect(w[k] ** 2 + w[k + 6] ** 2).toBeCloseTo(1, 14);
  });
});

describe('mel', () => {
  test('the weights', () => {
    const options = { numMelBins: 4, numSpectrogramBins: 9, sampleRate: 8000, lowerEdgeHertz: 125, upperEdgeHertz: 3800 };
    expectNear(signal.linearToMelWeightMatrix({ ...options, dtype: 'float64' }), recorded.mel, 1e-13);
    expect(signal.linearToMelWeightMatrix().shape).toEqual([129, 20]);
  });
  test('mfccs are scaled cosine transforms', () =>
    expectNear(
      signal.mfccsFromLogMelSpectrograms([recorded.dct.in as never]),
      flat(recorded.dct.out[1]).map((v) => v / Math.sqrt(12)),
      1e-6,
    ));
});

test('a chain of all in one compiled function, with a gradient', () => {
  const x = tf.random.statelessNormal([400], { seed: [3, 4] });
  const features = (t: tf.Tensor): tf.Tensor => {
    const spectra = tf.abs(signal.stft(t as tf.Tensor<'float32'>, { frameLength: 64, frameStep: 32 }));
    const mel = tf.matmul(spectra, signal.linearToMelWeightMatrix({ numMelBins: 8, numSpectrogramBins: 33 }) as never);
    return signal.mfccsFromLogMelSpectrograms(tf.log(tf.add(mel, 1e-3 as never)) as unknown as tf.Tensor<'float32'>);
  };
  const compiled = tf.function(features as never)(x as never) as unknown as tf.Tensor;
  expect(compiled.shape).toEqual([11, 8]);
  expectNear(compiled, numbers(features(x)), 1e-6);
  const gradient = tf.grad((t: tf.Tensor) => tf.reduceSum(features(t)))(x);
  expect(gradient.shape).toEqual([400]);
  expect(tf.reduceAll(tf.math.isFinite(gradient)).item()).toBe(true);
});

test('lengths that arrive with the data', () => {
  const options = { frameLength: 8, frameStep: 4 };
  const energy = (t: tf.Tensor): tf.Tensor => tf.abs(signal.stft(t as tf.Tensor<'float32'>, { ...options, padEnd: true })) as unknown as tf.Tensor;
  const back = (t: tf.Tensor): tf.Tensor => signal.inverseStft(signal.stft(t as tf.Tensor<'float32'>, options), options) as unknown as tf.Tensor;
  const inputSignature = [{ shape: [null], dtype: 'float32' }];
  const open = [energy, back].map((f) => tf.function(f as never, { inputSignature } as never) as unknown as (t: tf.Tensor) => tf.Tensor);
  for (const n of [24, 8, 21]) {
    const x = tf.random.statelessNormal([n], { seed: [n, 1] });
    [energy, back].forEach((f, i) => {
      expect(open[i](x).shape).toEqual(f(x).shape);
      expectNear(open[i](x), numbers(f(x)), 1e-6);
    });
  }
  expect(open[0](tf.zeros([3])).shape).toEqual([1, 5]);
  expect(open[1](tf.zeros([3])).shape).toEqual(back(tf.zeros([3])).shape);
});
