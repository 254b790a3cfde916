import { opaque } from '../../algebra/index.ts';
import { advanceStream as advance } from '../../evaluate/arithmetic/random/stream.ts';
import { attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import type { TensorType } from '../../types/type.ts';
import { literalOfStream, streamOf, streamState } from './streams.ts';

/**
 * The state of a stream behind a draw of this shape. The 128-bit counter moves on by 256 blocks a number, whatever the distribution takes.
 * Source: `tf.random.Generator`.
 */
export const advanceStream: Primitive = definePrimitive({
  name: 'millrace.advance_stream',
  operands: { state: streamState },
  attributes: { shape: attr.dims() },
  constraints: { c1: ({ shape }) => shape.every((d) => typeof d !== 'number' || d >= 0) || 'sizes of shape must not be negative' },
  infer: ({ state }) => state.type,
  evaluate: ({ state, shape }, { resultTypes }) => {
    const count = (shape as readonly number[]).reduce((n, d) => n * BigInt(d), 1n);
    return literalOfStream(resultTypes[0] as TensorType, advance(streamOf(state), count));
  },
  derivative: 'zero',
  batch: 'loop',
  lower: () => opaque('advance_stream'),
});
