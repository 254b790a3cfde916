import { opaque } from '../../algebra/index.ts';
import { scrambleSeed as scramble } from '../../evaluate/arithmetic/random/stream.ts';
import { definePrimitive, type Primitive, TypeConstraint } from '../../primitive/index.ts';
import { i64, isInteger } from '../../types/element.ts';
import { elementsOf } from '../../types/literal.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { literalOfStream } from './streams.ts';

const twoIntegers: TypeConstraint = new TypeConstraint(
  'two integers of 32 or 64 bits',
  (t) => t.kind === 'tensor' && isInteger(t.element) && t.element.bits >= 32 && t.rank === 1 && t.shape[0] === 2,
);

/** The state of the stream that a stateless random operation draws from, by its seed. Source: `tf.random.stateless_uniform` and others. */
export const scrambleSeed: Primitive = definePrimitive({
  name: 'millrace.scramble_seed',
  operands: { seed: twoIntegers },
  infer: () => tensorType(i64, [3]),
  evaluate: ({ seed }, { resultTypes }) => {
    const [seed0, seed1] = elementsOf(seed).map((word) => BigInt(word as number | bigint));
    return literalOfStream(resultTypes[0] as TensorType, scramble(seed0, seed1));
  },
  derivative: 'zero',
  batch: 'loop',
  lower: () => opaque('scramble_seed'),
  assembly: '$seed attrs type(functional)',
});
