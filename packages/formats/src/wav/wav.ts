/** WAV files of 16-bit PCM. Source: "Multimedia Programming Interface and Data Specifications 1.0" (1991), chapter 3; Microsoft's WAVEFORMATEXTENSIBLE. */
import { FormatError } from '../format-error.ts';

export interface Wav {
  readonly channels: number;
  /** Frames a second. */
  readonly sampleRate: number;
  /** Frame by frame, one number for each channel. */
  readonly samples: Int16Array;
}

const format = 'WAV';
const pcm = 1;
const extensible = 0xfffe;

interface Chunk {
  readonly id: string;
  /** Where its content starts. */
  readonly start: number;
  readonly size: number;
}

const textAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** The chunks of the file. Contents have even lengths in the file, whatever their size says. */
function chunksOf(bytes: Uint8Array, view: DataView): Chunk[] {
  if (bytes.length < 12) throw new FormatError(format, 'the file is shorter than its header', bytes.length);
  if (textAt(bytes, 0) !== 'RIFF') throw new FormatError(format, "the file does not start with 'RIFF'", 0);
  if (textAt(bytes, 8) !== 'WAVE') throw new FormatError(format, "the RIFF file is not of kind 'WAVE'", 8);
  const chunks: Chunk[] = [];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const chunk = { id: textAt(bytes, at), start: at + 8, size: view.getUint32(at + 4, true) };
    if (chunk.start + chunk.size > bytes.length)
      throw new FormatError(format, `chunk '${chunk.id}' has ${chunk.size} bytes and the file ends after ${bytes.length - chunk.start} of them`, at);
    chunks.push(chunk);
    at = chunk.start + chunk.size + (chunk.size % 2);
  }
  return chunks;
}

/** The samples of a file. Throws FormatError for other encodings, a file that is cut off, and sizes that do not fit each other. */
export function readWav(bytes: Uint8Array): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = chunksOf(bytes, view);
  const header = chunks.find((c) => c.id === 'fmt ');
  if (!header) throw new FormatError(format, "there is no chunk 'fmt '");
  if (header.size < 16) throw new FormatError(format, `chunk 'fmt ' has ${header.size} bytes; at least 16 are needed`, header.start);
  const at = header.start;
  let encoding = view.getUint16(at, true);
  // The real encoding is the first field of the sub-format.
  if (encoding === extensible && header.size >= 40) encoding = view.getUint16(at + 24, true);
  if (encoding !== pcm) throw new FormatError(format, `encoding ${encoding} is not PCM (1)`, at);
  const channels = view.getUint16(at + 2, true);
  const sampleRate = view.getUint32(at + 4, true);
  const bits = view.getUint16(at + 14, true);
  if (channels === 0) throw new FormatError(format, 'the file has no channels', at + 2);
  if (sampleRate === 0) throw new FormatError(format, 'the sample rate is 0', at + 4);
  if (bits !== 16) throw new FormatError(format, `samples have ${bits} bits; 16 are read`, at + 14);
  const frameBytes = view.getUint16(at + 12, true);
  if (frameBytes !== 2 * channels) throw new FormatError(format, `frames have ${frameBytes} bytes for ${channels} channels of 16 bits`, at + 12);
  const data = chunks.find((c) => c.id === 'data');
  if (!data) throw new FormatError(format, "there is no chunk 'data'");
  if (data.size % frameBytes !== 0) throw new FormatError(format, `${data.size} bytes of data are no multiple of ${frameBytes}`, data.start);
  const samples = new Int16Array(data.size / 2);
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(data.start + 2 * i, true);
  return { channels, sampleRate, samples };
}

/** A file of these samples, whose number is a multiple of the channels. */
export function writeWav({ channels, sampleRate, samples }: Wav): Uint8Array {
  const dataBytes = samples.length * 2;
  const out = new Uint8Array(44 + dataBytes);
  const view = new DataView(out.buffer);
  const word = (at: number, text: string): void => out.set(new TextEncoder().encode(text), at);
  word(0, 'RIFF');
  view.setUint32(4, 36 + dataBytes, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, pcm, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, dataBytes, true);
  for (let i = 0; i < samples.length; i++) view.setInt16(44 + 2 * i, samples[i], true);
  return out;
}
