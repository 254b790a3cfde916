/** `tf.audio`. */
export { type DecodedWav, type DecodeWavOptions, decodeWav, encodeWav } from '../ops/signal/wav.ts';
