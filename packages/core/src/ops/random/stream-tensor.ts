/** States of streams as tensors. */
import { buildLiteral, i64, methods, type PhiloxState, type TensorType, tensorType, type Value, wordsOfStream } from '@millrace/ir';
import { eager, type Tensor } from '../../tensor/tensor.ts';

const streamType: TensorType = tensorType(i64, [3]);

/** Three words as int64 data. */
export const wordsTensor = (words: readonly bigint[]): Tensor =>
  eager.fromData(
    streamType,
    BigInt64Array.from(words, (w) => BigInt.asIntN(64, w)),
  ) as Tensor;

/** A state as int64 data: lower and upper half of the counter, key. */
export const streamTensor = (state: PhiloxState): Tensor => wordsTensor(wordsOfStream(state));

/** A state that a trace knows. */
export function streamConstant(state: PhiloxState): Value {
  const words = wordsOfStream(state);
  return methods.constant(buildLiteral(streamType, (i) => BigInt.asIntN(64, words[i])));
}
