/** The mel scale: bands of a spectrum as the ear tells them apart, and cepstral coefficients of them. */
import { buildLiteral, checkOptions, f32, failure, methods, tensorType } from '@millrace/ir';
import type { TensorLike } from '../../tensor/convert.ts';
import { type DTypeArgument, type DTypeLike, type DTypeName, elementFor } from '../../tensor/dtypes.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { dct } from './cosine.ts';
import { realSignal } from './fourier.ts';
import { knownSize, requireRank, scaleBy } from './operands.ts';

export interface MelOptions<D extends DTypeName = 'float32'> {
  /** Default 20. */
  readonly numMelBins?: number;
  /** Elements of a spectrum: fftLength / 2 + 1. Default 129. */
  readonly numSpectrogramBins?: number;
  /** Samples a second. Default 8000. */
  readonly sampleRate?: number;
  /** The lowest frequency of a band, in hertz. Default 125. */
  readonly lowerEdgeHertz?: number;
  /** The highest one, at most half the sample rate. Default 3800. */
  readonly upperEdgeHertz?: number;
  /** A floating dtype. Default float32. */
  readonly dtype?: DTypeArgument<D>;
}

/** The mel scale of HTK: 1127 ln(1 + f / 700). */
const melOf = (hertz: number): number => 1127 * Math.log1p(hertz / 700);

function checkNumber(op: string, name: string, value: number, holds: boolean, valid: string): void {
  if (typeof value !== 'number' || !holds) throw failure('value', { op, message: `${name} is ${value}`, valid });
}

/**
 * The matrix that sums a spectrum into mel bands: triangles that are equally wide on the mel scale and overlap by half.
 *
 * - Output: [numSpectrogramBins, numMelBins]; `tf.matmul(spectra, matrix)`. The element of frequency 0 counts nowhere.
 * - Throws: ValueError for edges out of order or above half the sample rate. TensorFlow: `tf.signal.linear_to_mel_weight_matrix`.
 */
export function linearToMelWeightMatrix<D extends DTypeName = 'float32'>(options: MelOptions<D> = {}): Tensor<D> {
  const op = 'linearToMelWeightMatrix';
  checkOptions(op, options, ['numMelBins', 'numSpectrogramBins', 'sampleRate', 'lowerEdgeHertz', 'upperEdgeHertz', 'dtype']);
  const { sampleRate = 8000, lowerEdgeHertz = 125, upperEdgeHertz = 3800 } = options;
  const bands = checkInteger(op, 'numMelBins', options.numMelBins ?? 20, { min: 1 });
  const bins = checkInteger(op, 'numSpectrogramBins', options.numSpectrogramBins ?? 129, { min: 1 });
  checkNumber(op, 'sampleRate', sampleRate, sampleRate > 0, 'a positive number');
  checkNumber(op, 'lowerEdgeHertz', lowerEdgeHertz, lowerEdgeHertz >= 0, 'a number that is not negative');
  checkNumber(
    op,
    'upperEdgeHertz',
    upperEdgeHertz,
    upperEdgeHertz > lowerEdgeHertz && upperEdgeHertz <= sampleRate / 2,
    `above ${lowerEdgeHertz}, at most ${sampleRate / 2}`,
  );
  const element = elementFor(options.dtype as DTypeLike | undefined, f32);
  if (element.kind !== 'float') throw failure('operand-type', { op, message: `dtype is ${element.name}`, valid: 'floating' });
  const [low, high] = [melOf(lowerEdgeHertz), melOf(upperEdgeHertz)];
  const edge = (i: number): number => low + ((high - low) * i) / (bands + 1);
  const weight = (bin: number, band: number): number => {
    if (bin === 0) return 0;
    const mel = melOf((bin * sampleRate) / 2 / (bins - 1));
    const [left, middle, right] = [edge(band), edge(band + 1), edge(band + 2)];
    return Math.max(0, Math.min((mel - left) / (middle - left), (right - mel) / (right - middle)));
  };
  return methods.constant(buildLiteral(tensorType(element, [bins, bands]), (i) => weight(Math.floor(i / bands), i % bands))) as Tensor<D>;
}

/**
 * Mel-frequency cepstral coefficients: the cosine transform of logarithms of mel bands, scaled as HTK does.
 *
 * - logMelSpectrograms: [..., numMelBins], float32 or float64. Output: the same shape. Throws ValueError where there are no bands.
 *   TensorFlow: `tf.signal.mfccs_from_log_mel_spectrograms`.
 */
export function mfccsFromLogMelSpectrograms<D extends 'float32' | 'float64'>(logMelSpectrograms: TensorLike<D>): Tensor<D> {
  const op = 'mfccsFromLogMelSpectrograms';
  const x = realSignal(op, logMelSpectrograms, 'logMelSpectrograms');
  requireRank(op, x, 1, 'logMelSpectrograms');
  const bands = knownSize(op, x, x.rank - 1);
  if (bands === 0) throw failure('value', { op, message: 'there are no bands' });
  return scaleBy(dct(x as Tensor<D>), 1 / Math.sqrt(2 * bands)) as Tensor<D>;
}
