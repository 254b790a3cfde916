/** Random draws: the words of a stream become numbers by the one definition of ir; so do seeds and states behind draws. */
import { advanceStream, type Distribution, drawNumbers, type PhiloxState, scrambleSeed, streamOfWords, wordsOfStream } from '@millrace/ir';
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';

type Words = BigInt64Array | BigUint64Array;

const writeStream = (out: Words, state: PhiloxState): void => {
  wordsOfStream(state).forEach((word, i) => {
    // a signed array keeps the low bits
    out[i] = word;
  });
};

export function drawKernel({ attributes, operands, results }: KernelRequest): Kernel {
  const { element } = results[0];
  const distribution = attributes.distribution as Distribution;
  const rate = attributes.rate as number;
  return (inputs, [out]) => drawNumbers(distribution, element, out, streamOfWords(contiguous(inputs[0], operands[0]) as Words), rate);
}

export function advanceStreamKernel({ attributes, operands }: KernelRequest): Kernel {
  const count = (attributes.shape as readonly number[]).reduce((n, d) => n * BigInt(d), 1n);
  return (inputs, [out]) => writeStream(out as Words, advanceStream(streamOfWords(contiguous(inputs[0], operands[0]) as Words), count));
}

export function scrambleSeedKernel({ operands }: KernelRequest): Kernel {
  return (inputs, [out]) => {
    const [seed0, seed1] = contiguous(inputs[0], operands[0]) as ArrayLike<number | bigint> & Iterable<number | bigint>;
    writeStream(out as Words, scrambleSeed(BigInt(seed0), BigInt(seed1)));
  };
}
