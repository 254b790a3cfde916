import type { TensorLike } from '@millrace/core';
import { checkOptions, failure } from '@millrace/ir';
import { checkMaxOutputs, type SampleOptions, sampleKeys } from './image.ts';
import { recordTensor } from './record.ts';

export interface AudioOptions extends SampleOptions {
  /** Default 'wav', the only one. */
  readonly encoding?: 'wav';
}

/** AudioPluginData{encoding: WAV (11), converted_to_tensor: true}. */
const kind = { plugin: 'audio', content: Uint8Array.of(0x10, 11, 0x18, 1), dataClass: 3 } as const;

/** A WAV file of 16-bit samples. `samples` is [frames, channels] with values in [-1, 1]; others are clipped. Source: RIFF WAVE, PCM format. */
export function encodeWav(samples: ArrayLike<number>, channels: number, sampleRate: number): Uint8Array {
  const dataBytes = samples.length * 2;
  const out = new Uint8Array(44 + dataBytes);
  const view = new DataView(out.buffer);
  const word = (at: number, text: string): void => void out.set(new TextEncoder().encode(text), at);
  word(0, 'RIFF');
  view.setUint32(4, 36 + dataBytes, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, dataBytes, true);
  for (let i = 0; i < samples.length; i++) view.setInt16(44 + 2 * i, Math.max(-32768, Math.min(32767, Math.round(samples[i] * 32767))) || 0, true);
  return out;
}

/**
 * Records sounds as 16-bit WAV.
 * @param data  [k, frames, channels], floating, in [-1, 1]
 * @param sampleRate  frames a second
 * @returns whether it was recorded
 * @throws InvalidArgumentError for other ranks and dtypes; ValueError without a step or for a rate that is no positive integer
 * @see tf.summary.audio
 */
export function audio(name: string, data: TensorLike, sampleRate: number, options: AudioOptions = {}): boolean {
  const op = 'summary.audio';
  checkOptions(op, options, [...sampleKeys, 'encoding']);
  const { maxOutputs = 3, encoding = 'wav' } = options;
  checkMaxOutputs(op, maxOutputs);
  if (!Number.isInteger(sampleRate) || sampleRate < 1) throw failure('value', { op, message: `sampleRate must be a positive integer; got ${sampleRate}` });
  if (encoding !== 'wav') throw failure('value', { op, message: `unknown encoding '${encoding}'`, valid: "'wav'" });
  return recordTensor(op, name, options, kind, [data], ([x]) => {
    if (x.rank !== 3) throw failure('rank', { op, message: `shape is [${x.shape}]`, valid: '[k, frames, channels]' });
    if (!x.dtype.isFloating) throw failure('operand-type', { op, message: `samples of ${x.dtype.name}`, valid: 'floats in [-1, 1]' });
    const [k, frames, channels] = x.shape as readonly number[];
    const samples = x.dataSync<Float32Array>();
    const size = frames * channels;
    const count = Math.min(k, maxOutputs);
    const clips = Array.from({ length: count }, (_, i) => encodeWav(samples.subarray(i * size, (i + 1) * size), channels, sampleRate));
    return { dtype: 'string', shape: [count, 2], values: clips.flatMap((clip) => [clip, new Uint8Array(0)]) };
  });
}
