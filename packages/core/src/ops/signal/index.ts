/** Signals: Fourier and cosine transforms, frames and spectra, windows, mel bands. */
export { type DctOptions, dct, type InverseMdctOptions, idct, inverseMdct, type MdctOptions, mdct } from './cosine.ts';
export {
  type ComplexTransform,
  fft,
  fft2d,
  fft3d,
  type InverseRealTransform,
  ifft,
  ifft2d,
  ifft3d,
  irfft,
  irfft2d,
  irfft3d,
  type RealTransform,
  type RealTransformOptions,
  rfft,
  rfft2d,
  rfft3d,
} from './fourier.ts';
export { fftnd, fftshift, ifftnd, ifftshift, irfftnd, rfftnd, type ShiftOptions, type TransformAxesOptions } from './fourier-axes.ts';
export { type FrameOptions, frame, type OverlapAndAddOptions, overlapAndAdd } from './frames.ts';
export { linearToMelWeightMatrix, type MelOptions, mfccsFromLogMelSpectrograms } from './mel.ts';
export { type InverseStftOptions, type InverseStftWindowOptions, inverseStft, inverseStftWindowFn, type StftOptions, stft } from './spectra.ts';
export {
  hammingWindow,
  hannWindow,
  type KaiserWindowOptions,
  kaiserBesselDerivedWindow,
  kaiserWindow,
  type PeriodicWindowOptions,
  vorbisWindow,
  type WindowFunction,
  type WindowOptions,
} from './windows.ts';
