/** Arguments to run a program on that nobody has arguments for. */
import { buildLiteral, type ElementType, type ElementValue, failure, type Literal, type Program, type RandomSource, randomSource } from '@millrace/ir';

/** Floats lie in (-2, 2); integers from 1 to 8, so that they divide and index. */
function draw(element: ElementType, random: RandomSource): ElementValue {
  const x = random.uniform();
  switch (element.kind) {
    case 'boolean':
      return x < 0.5;
    case 'complex':
      return { re: 4 * x - 2, im: 4 * random.uniform() - 2 };
    case 'float':
      return 4 * x - 2;
    default: {
      const whole = 1 + Math.floor(x * Math.min(8, 2 ** (element.bits - 1) - 1));
      return element.bits === 64 ? BigInt(whole) : whole;
    }
  }
}

/** A literal for each argument, the same for the same seed. Throws ValueError for arguments that are not tensors of known size. */
export function seededArguments(program: Program, seed: number): readonly Literal[] {
  const random = randomSource(BigInt(seed));
  return program.arguments.map(({ type }, i) => {
    if (type.kind !== 'tensor' || !type.isStatic) {
      throw failure('value', { op: 'bisect', message: `argument ${i} has type ${type}`, valid: 'tensors of known sizes' });
    }
    return buildLiteral(type, () => draw(type.element, random));
  });
}
