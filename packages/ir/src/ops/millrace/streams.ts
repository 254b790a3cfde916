/** Random streams as values: what the primitives that draw, advance and scramble have in common. */

import type { PhiloxState } from '../../evaluate/arithmetic/random/philox.ts';
import { streamOfWords, wordsOfStream } from '../../evaluate/arithmetic/random/stream.ts';
import { TypeConstraint } from '../../primitive/index.ts';
import { i64, ui64 } from '../../types/element.ts';
import { buildLiteral, elementsOf, type Literal } from '../../types/literal.ts';
import type { TensorType } from '../../types/type.ts';

/** [3]: the lower and the upper half of the counter, and the key. */
export const streamState: TypeConstraint = new TypeConstraint(
  'three i64 or ui64',
  (t) => t.kind === 'tensor' && (t.element === i64 || t.element === ui64) && t.rank === 1 && t.shape[0] === 3,
);

export const streamOf = (x: Literal): PhiloxState => streamOfWords(elementsOf(x) as bigint[]);

export function literalOfStream(type: TensorType, state: PhiloxState): Literal {
  const words = wordsOfStream(state);
  return buildLiteral(type, (i) => (type.element === i64 ? BigInt.asIntN(64, words[i]) : words[i]));
}
