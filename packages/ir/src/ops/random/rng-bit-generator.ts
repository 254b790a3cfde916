import { opaque } from '../../algebra/index.ts';
import { writeBits } from '../../evaluate/arithmetic/bits.ts';
import { drawPhilox, drawThreefry } from '../../evaluate/arithmetic/random/streams.ts';
import { attr, definePrimitive, floating, integer, type Primitive, TypeConstraint } from '../../primitive/index.ts';
import { isCompatible } from '../../types/compatible.ts';
import { isStatic } from '../../types/dim.ts';
import { allocate, ui64 } from '../../types/element.ts';
import { buildLiteral, elementsOf, type Literal } from '../../types/literal.ts';
import { staticShape, type TensorType } from '../../types/type.ts';

const stateType: TypeConstraint = new TypeConstraint('a vector of ui64', (t) => t.kind === 'tensor' && t.element === ui64 && t.rank === 1);
const output: TypeConstraint = integer.or(floating);

/** How long a state may be. The default algorithm is Philox. */
const stateSizes: Readonly<Record<'DEFAULT' | 'THREE_FRY' | 'PHILOX', readonly number[]>> = { DEFAULT: [2, 3], THREE_FRY: [2], PHILOX: [2, 3] };

/**
 * The next state and random bits: the same state always gives the same bits, those of XLA. The result types are [state, output].
 * Source: StableHLO specification, rng_bit_generator; algorithms in `threefry.ts` and `philox.ts`.
 */
export const rngBitGenerator: Primitive = definePrimitive({
  name: 'stablehlo.rng_bit_generator',
  operands: { initialState: stateType },
  attributes: { rngAlgorithm: attr.choice(['DEFAULT', 'THREE_FRY', 'PHILOX'], { mlir: 'rng_algorithm' }), resultTypes: attr.resultTypes() },
  results: 2,
  constraints: {
    i1: ({ resultTypes }) =>
      (resultTypes.length === 2 && output.accepts(resultTypes[1])) ||
      `resultTypes must be the state's type and a tensor of ${output.description} elements; got ${resultTypes.join(', ')}`,
    c1: ({ initialState, resultTypes }) =>
      isCompatible(resultTypes[0], initialState.type) || `the new state must have the type of the old one; got ${resultTypes[0]}`,
    c2: ({ initialState, rngAlgorithm }) => {
      const valid = stateSizes[rngAlgorithm];
      const [size] = initialState.shape;
      return !isStatic(size) || valid.includes(size) || `a state of ${rngAlgorithm} has ${valid.join(' or ')} elements; got ${size}`;
    },
  },
  infer: ({ resultTypes }) => resultTypes,
  evaluate: ({ initialState, rngAlgorithm, resultTypes }) => {
    const type = resultTypes[1] as TensorType;
    const draw = rngAlgorithm === 'THREE_FRY' ? drawThreefry : drawPhilox;
    const { bits } = type.element;
    const { values, state } = draw(elementsOf(initialState) as bigint[], staticShape(type), bits);
    const data = allocate(type.element, type.size);
    values.forEach((v, i) => writeBits(type.element, data, i, v));
    return [buildLiteral(initialState.type, (i) => state[i]), { type, data } satisfies Literal];
  },
  derivative: 'zero',
  batch: 'loop',
  lower: () => opaque('rng_bit_generator'),
  traits: { expensive: true },
  assembly: '$initialState , algorithm = $rngAlgorithm attrs type(functional)',
});
