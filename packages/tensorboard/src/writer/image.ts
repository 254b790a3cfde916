import type { Tensor, TensorLike } from '@millrace/core';
import { checkOptions, failure } from '@millrace/ir';
import { encodePng } from './png.ts';
import { recordTensor, type SummaryOptions } from './record.ts';
import { commonKeys } from './scalar.ts';

export interface SampleOptions extends SummaryOptions {
  /** Samples of a step that are kept at most. Default 3. */
  readonly maxOutputs?: number;
}

export const sampleKeys: readonly string[] = [...commonKeys, 'maxOutputs'];

/** @throws ValueError unless it is an integer of at least 0 */
export function checkMaxOutputs(op: string, maxOutputs: number): void {
  if (!Number.isInteger(maxOutputs) || maxOutputs < 0)
    throw failure('value', { op, message: `maxOutputs must be an integer of at least 0; got ${maxOutputs}` });
}

/** ImagePluginData{converted_to_tensor: true}. */
const kind = { plugin: 'images', content: Uint8Array.of(0x10, 1), dataClass: 3 } as const;
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** How pixels of a dtype become bytes. Source: `tf.image.convert_image_dtype` to uint8 with saturation. */
const toByte: Readonly<Record<string, (x: number) => number>> = {
  uint8: (x) => x,
  uint16: (x) => x >> 8,
  // The added half makes truncation round: 255.5 instead of 255.
  float: (x) => Math.max(0, Math.min(255, Math.trunc(x * 255.5))) || 0,
};

function bytesOf(op: string, x: Tensor): Uint8Array {
  const name = x.dtype.name;
  const convert = toByte[/^b?float(16|32|64)$/.test(name) ? 'float' : name];
  if (convert === undefined) throw failure('operand-type', { op, message: `images of ${name}`, valid: 'floats in [0, 1], uint8, uint16' });
  const values = x.dataSync<Float32Array>();
  return name === 'uint8' ? (values as unknown as Uint8Array) : Uint8Array.from(values, convert);
}

/**
 * Records images as PNG.
 * @param data  [k, height, width, channels]; 1 to 4 channels: gray, gray with alpha, RGB, RGBA. Floats are in [0, 1], others are clipped.
 * @returns whether it was recorded
 * @throws InvalidArgumentError for other ranks, channels and dtypes; ValueError without a step
 * @see tf.summary.image
 */
export function image(name: string, data: TensorLike, options: SampleOptions = {}): boolean {
  const op = 'summary.image';
  checkOptions(op, options, sampleKeys);
  const { maxOutputs = 3 } = options;
  checkMaxOutputs(op, maxOutputs);
  return recordTensor(op, name, options, kind, [data], ([x]) => {
    if (x.rank !== 4) throw failure('rank', { op, message: `shape is [${x.shape}]`, valid: '[k, height, width, channels]' });
    const [k, height, width, channels] = x.shape as readonly number[];
    if (channels < 1 || channels > 4 || height < 1 || width < 1)
      throw failure('invalid-value', { op, message: `shape is [${x.shape}]`, valid: '1 to 4 channels, at least one pixel' });
    const bytes = bytesOf(op, x);
    const size = height * width * channels;
    const encoded = Array.from({ length: Math.min(k, maxOutputs) }, (_, i) => encodePng(bytes.subarray(i * size, (i + 1) * size), height, width, channels));
    const values = [ascii(String(width)), ascii(String(height)), ...encoded];
    return { dtype: 'string', shape: [values.length], values };
  });
}
