import { opaque } from '../../algebra/index.ts';
import type { RandomSource } from '../../evaluate/random-source.ts';
import { attr, boolean, definePrimitive, floating, integer, type Primitive } from '../../primitive/index.ts';
import { type ElementType, type ElementValue, i64, isFloat, roundToElement } from '../../types/element.ts';
import { buildLiteral, elementAt } from '../../types/literal.ts';
import { showShape, type TensorType, tensorType } from '../../types/type.ts';

const scalar = (constraint: typeof floating): typeof floating => constraint.ofRank(0);

/** A number in [a, b). Rounding may reach b: such a number is drawn again. */
function uniform(a: number, b: number, element: ElementType, random: RandomSource): number {
  for (;;) {
    const x = roundToElement(element, a + random.uniform() * (b - a));
    if (x < b || !(a < b)) return x;
  }
}

/** An integer in [a, b): the high part of 64 random bits times the number of them. */
function uniformInteger(a: bigint, b: bigint, random: RandomSource): bigint {
  return b > a ? a + ((random.bits64() * (b - a)) >> 64n) : a;
}

/** Box and Muller's transform of two uniform numbers. */
function normal(mean: number, deviation: number, random: RandomSource): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
  return mean + deviation * radius * Math.cos(2 * Math.PI * random.uniform());
}

function draw(a: ElementValue, b: ElementValue, element: ElementType, distribution: 'UNIFORM' | 'NORMAL', random: RandomSource): ElementValue {
  if (distribution === 'NORMAL') return normal(a as number, b as number, random);
  if (isFloat(element)) return uniform(a as number, b as number, element, random);
  const drawn = uniformInteger(BigInt(a as number), BigInt(b as number), random);
  if (element.kind === 'boolean') return drawn !== 0n;
  return element.bits === 64 ? drawn : Number(drawn);
}

/**
 * Random numbers: uniform in [a, b), or normal with mean a and standard deviation b. They come from the evaluation's own stream, which
 * `seed` of the evaluation starts, so the same program draws the same numbers; operations run by themselves share the process's stream. Programs of Millrace use `rng_bit_generator` instead,
 * whose state is a value. Source: StableHLO specification, rng.
 */
export const rng: Primitive = definePrimitive({
  name: 'stablehlo.rng',
  operands: { a: scalar(integer.or(boolean).or(floating)), b: scalar(integer.or(boolean).or(floating)), shape: integer.ofRank(1) },
  attributes: { rngDistribution: attr.choice(['UNIFORM', 'NORMAL'], { mlir: 'rng_distribution' }), resultShape: attr.resultShape() },
  constraints: {
    c1: ({ a, b }) => a.element === b.element || `a and b must have one element type; got ${a.element.name} and ${b.element.name}`,
    c2: ({ a, rngDistribution }) => rngDistribution === 'UNIFORM' || isFloat(a.element) || `a normal distribution needs a floating type; got ${a.element.name}`,
    c3: ({ shape, resultShape }) =>
      (shape.element === i64 && shape.shape[0] === resultShape.length) ||
      `shape must hold ${resultShape.length} i64, the sizes of ${showShape(resultShape)}; got ${shape.type}`,
  },
  infer: ({ a, resultShape }) => tensorType(a.element, resultShape),
  evaluate: ({ a, b, rngDistribution }, { resultTypes, random }) => {
    const type = resultTypes[0] as TensorType;
    return buildLiteral(type, () => draw(elementAt(a, 0), elementAt(b, 0), type.element, rngDistribution, random));
  },
  derivative: 'none',
  batch: 'loop',
  lower: () => opaque('rng'),
  traits: { stochastic: true },
  assembly: '$a , $b , $shape , distribution = $rngDistribution attrs type(functional)',
});
