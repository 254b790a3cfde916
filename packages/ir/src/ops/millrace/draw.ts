import { opaque } from '../../algebra/index.ts';
import { type Distribution, drawNumbers } from '../../evaluate/arithmetic/random/draw.ts';
import { attr, definePrimitive, type Primitive, withDefault } from '../../primitive/index.ts';
import { allocate, type ElementType, i32, isBoolean, isFloat, isInteger } from '../../types/element.ts';
import type { Literal } from '../../types/literal.ts';
import { showShape, type TensorType, tensorType } from '../../types/type.ts';
import { streamOf, streamState } from './streams.ts';

const distributions = ['uniform', 'normal', 'truncatedNormal', 'integers', 'mask', 'permutation'] as const satisfies readonly Distribution[];

const accepts: Readonly<Record<Distribution, readonly [test: (e: ElementType) => boolean, valid: string]>> = {
  uniform: [isFloat, 'floating'],
  normal: [isFloat, 'floating'],
  truncatedNormal: [isFloat, 'floating'],
  integers: [(e) => isInteger(e) && e.bits >= 32, 'i32, i64, ui32 or ui64'],
  mask: [isBoolean, 'i1'],
  permutation: [(e) => e === i32, 'i32'],
};

/**
 * Random numbers of a stream, whose state is an operand: equal states give equal numbers, which are those of TensorFlow's CPU kernels.
 * - `uniform`: [0, 1). `normal`: mean 0, deviation 1. `truncatedNormal`: the same, within (-2, 2). `integers`: all of the element type.
 * - `permutation`: the numbers from 0 on in a random order, of rank 1.
 * - `mask`: true with probability 1 - `rate`, a multiple of 2^-23.
 *
 * The operation draws; `millrace.advance_stream` gives the state behind what was drawn.
 */
export const draw: Primitive = definePrimitive({
  name: 'millrace.draw',
  operands: { state: streamState },
  attributes: { distribution: attr.choice(distributions), rate: withDefault(attr.float(), 0), shape: attr.resultShape(), element: attr.resultElement() },
  constraints: {
    c1: ({ distribution, element }) => {
      const [test, valid] = accepts[distribution];
      return test(element) || `${distribution} draws ${valid} elements; got ${element.name}`;
    },
    c2: ({ distribution, shape }) => distribution !== 'permutation' || shape.length === 1 || `a permutation has rank 1; got ${showShape(shape)}`,
    c3: ({ rate }) => (rate >= 0 && rate <= 1) || `rate must be in [0, 1]; got ${rate}`,
  },
  infer: ({ shape, element }) => tensorType(element, shape),
  evaluate: ({ state, distribution, rate }, { resultTypes }) => {
    const type = resultTypes[0] as TensorType;
    const data = allocate(type.element, type.size);
    drawNumbers(distribution, type.element, data, streamOf(state), rate);
    return { type, data } satisfies Literal;
  },
  derivative: 'zero',
  // one seed for all examples draws once; a seed for each draws for each
  batch: 'loop',
  lower: () => opaque('draw'),
  traits: { expensive: true },
});
