import { one, pointwise, type Scalar, select, zero } from '../../algebra/index.ts';
import { arithmeticFor, mapElements } from '../../evaluate/elementwise.ts';
import { type Arg, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { sameBaseline } from '../../types/element.ts';
import { sameShape, showShape } from '../../types/type.ts';
import { anyPerTensor } from './family.ts';

/** max(operand, min) > max: right also where min > max. */
const above = (min: Scalar, operand: Scalar, max: Scalar): Scalar => operand.max(min).greater(max);

const bound = (name: string, limit: Arg, operand: Arg): true | string =>
  limit.rank === 0 ||
  sameShape(limit.shape, operand.shape) ||
  `${name} must be a scalar or have shape ${showShape(operand.shape)}; got ${showShape(limit.shape)}`;

/** Each element of `operand` kept between `min` and `max`; `max` wins where min > max. Source: StableHLO specification, clamp. */
export const clamp: Primitive = definePrimitive({
  name: 'stablehlo.clamp',
  operands: { min: anyPerTensor, operand: anyPerTensor, max: anyPerTensor },
  constraints: {
    c1: ({ min, operand }) => bound('min', min, operand),
    c2: ({ max, operand }) => bound('max', max, operand),
    c3: ({ min, operand, max }) =>
      (sameBaseline(min.element, operand.element) && sameBaseline(operand.element, max.element)) ||
      `min, operand and max must have one element type; got ${min.element.name}, ${operand.element.name} and ${max.element.name}`,
  },
  infer: ({ operand }) => operand.type, // c4
  evaluate: ({ min, operand, max }) => {
    const { minimum, maximum } = arithmeticFor(operand);
    return mapElements(operand.type, [min, operand, max], (lo, x, hi) => minimum(maximum(x, lo), hi));
  },
  derivative: {
    partials: [
      ({ min, operand, max }) => select(above(min, operand, max), zero, select(operand.less(min), one, zero)),
      ({ min, operand, max }) => select(above(min, operand, max).or(operand.less(min)), zero, one), // a tie belongs to operand
      ({ min, operand, max }) => select(above(min, operand, max), one, zero),
    ],
  },
  batch: 'elementwise',
  lower: ({ min, operand, max }) => pointwise([min, operand, max], (lo, x, hi) => x.max(lo).min(hi)),
});
