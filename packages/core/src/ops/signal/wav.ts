/** Sounds as WAV files. */

import { FormatError, readWav, writeWav } from '@millrace/formats';
import { checkOptions, f32, failure, tensorType } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import { eager, type Tensor } from '../../tensor/tensor.ts';

export interface DecodeWavOptions {
  /** Channels of the result: the last one is repeated, or those behind are left out. Default: as in the file. */
  readonly desiredChannels?: number;
  /** Samples of the result: filled up with zeros, or cut. Default: as in the file. */
  readonly desiredSamples?: number;
}

export interface DecodedWav {
  /** [samples, channels], float32 in [-1, 1). */
  readonly audio: Tensor<'float32'>;
  /** Samples a second. */
  readonly sampleRate: number;
}

/** -1 is TensorFlow's word for "as in the file". */
const desired = (op: string, name: string, value: number | undefined, natural: number): number => {
  if (value === undefined || value === -1) return natural;
  return checkInteger(op, name, value, { min: 1 });
};

/**
 * The samples of a WAV file of 16-bit PCM, divided by 32768.
 *
 * - bytes: the whole file. Throws InvalidArgumentError, with the byte offset, for other formats and damaged files. TensorFlow: `tf.audio.decode_wav`.
 */
export function decodeWav(bytes: Uint8Array | ArrayBuffer, options: DecodeWavOptions = {}): DecodedWav {
  const op = 'decodeWav';
  checkOptions(op, options, ['desiredChannels', 'desiredSamples']);
  if (!(bytes instanceof Uint8Array) && !(bytes instanceof ArrayBuffer))
    throw failure('wrong-kind', { op, message: `bytes is ${describe(bytes)}`, valid: 'a Uint8Array' });
  const file = parse(op, bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes));
  const frames = file.samples.length / file.channels;
  const channels = desired(op, 'desiredChannels', options.desiredChannels, file.channels);
  const samples = desired(op, 'desiredSamples', options.desiredSamples, frames);
  const data = new Float32Array(samples * channels);
  for (let i = 0; i < Math.min(samples, frames); i++) {
    for (let c = 0; c < channels; c++) data[i * channels + c] = file.samples[i * file.channels + Math.min(c, file.channels - 1)] / 32768;
  }
  return { audio: eager.fromData(tensorType(f32, [samples, channels]), data) as Tensor<'float32'>, sampleRate: file.sampleRate };
}

function parse(op: string, bytes: Uint8Array): ReturnType<typeof readWav> {
  try {
    return readWav(bytes);
  } catch (cause) {
    if (cause instanceof FormatError) throw failure('invalid-value', { op, message: cause.message, cause });
    throw cause;
  }
}

/**
 * A WAV file of 16-bit PCM. Samples are multiplied by 32768, rounded, and clipped.
 *
 * - audio: [samples, channels], float32, with data. Throws InvalidArgumentError for other shapes and dtypes, ValueError for a rate that is no
 *   positive integer. TensorFlow: `tf.audio.encode_wav`.
 */
export function encodeWav(audio: TensorLike, sampleRate: number): Uint8Array {
  const op = 'encodeWav';
  const x = toTensor(op, audio);
  if (x.type.element !== f32) throw failure('operand-type', { op, message: `audio has dtype ${x.dtype}`, valid: 'float32' });
  const [, channels] = x.shape as number[];
  if (x.rank !== 2 || channels === 0) throw failure('rank', { op, message: `audio has shape [${x.shape}]`, valid: '[samples, channels]' });
  if (channels > 65535) throw failure('invalid-value', { op, message: `audio has ${channels} channels`, valid: 'at most 65535' });
  const rate = checkInteger(op, 'sampleRate', sampleRate, { min: 1, max: 2 ** 32 - 1 });
  const values = x.dataSync() as unknown as Float32Array;
  // NaN becomes 0; halves are rounded away from zero.
  const samples = Int16Array.from(values, (v) => Math.max(-32768, Math.min(32767, Math.sign(v) * Math.floor(Math.abs(v * 32768) + 0.5))) || 0);
  return writeWav({ channels, sampleRate: rate, samples });
}
