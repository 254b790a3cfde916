import { applyScalar, opaque, pointwise, type Scalar, scalarConstant, select, zero } from '../../algebra/index.ts';
import { type Precision, precisionOf, reducePrecision as reduce } from '../../evaluate/arithmetic/reduce-precision.ts';
import { mapElements } from '../../evaluate/elementwise.ts';
import { attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { type ElementType, elementTypeNamed } from '../../types/element.ts';
import type { TensorType } from '../../types/type.ts';
import { realLike } from './family.ts';

/** Whether a type has the layout of IEEE 754 in a width that has an integer type: rounding is then integer arithmetic on its bits. */
const hasIeeeBits = (element: ElementType): boolean =>
  element.kind === 'float' && (!element.format || element.format.special === 'ieee') && elementTypeNamed(`ui${element.bits}`) !== undefined;

/** The bits of x with the mantissa rounded: add half a unit less one, plus the last bit that stays, then clear what goes. */
function roundedMantissa(x: Scalar, element: ElementType, dropped: number): Scalar {
  if (dropped <= 0) return x;
  const integer = elementTypeNamed(`ui${element.bits}`);
  const bits = applyScalar('bitcast_convert', [x], integer);
  const lastKept = applyScalar('and', [applyScalar('shift_right_logical', [bits, dropped]), 1]);
  const carried = bits.add(2 ** (dropped - 1) - 1).add(lastKept);
  const kept = applyScalar('and', [carried, 2 ** element.bits - 2 ** dropped]);
  return applyScalar('bitcast_convert', [kept], element);
}

function lowered(x: Scalar, element: ElementType, to: Precision): Scalar {
  const from = precisionOf(element);
  const rounded = roundedMantissa(x, element, from.mantissaBits - to.mantissaBits);
  const infinity = scalarConstant(Infinity);
  const signed = (magnitude: Scalar): Scalar => select(x.less(0), magnitude.neg(), magnitude);
  const bias = 2 ** (to.exponentBits - 1) - 1;
  const limited =
    to.exponentBits >= from.exponentBits
      ? rounded
      : select(rounded.abs().greaterEqual(2 ** (bias + 1)), signed(infinity), select(rounded.abs().less(2 ** (1 - bias)), signed(zero), rounded));
  const special = x.equal(0).or(x.abs().equal(infinity));
  const nan = to.mantissaBits > 0 ? x : infinity;
  return select(x.notEqual(x), nan, select(special, x, limited));
}

/** Rounds to a format with fewer exponent or mantissa bits and back; derivatives are rounded likewise. Source: StableHLO specification, reduce_precision. */
export const reducePrecision: Primitive = definePrimitive({
  name: 'stablehlo.reduce_precision',
  operands: { operand: realLike },
  attributes: { exponentBits: attr.int({ width: 32 }), mantissaBits: attr.int({ width: 32 }) },
  constraints: {
    c2: ({ exponentBits }) => exponentBits >= 1 || `exponentBits must be at least 1; got ${exponentBits}`,
    c3: ({ mantissaBits }) => mantissaBits >= 0 || `mantissaBits must not be negative; got ${mantissaBits}`,
  },
  infer: ({ operand }) => operand.type,
  evaluate: ({ operand, exponentBits, mantissaBits }, { resultTypes }) => {
    const from = precisionOf(operand.type.element);
    return mapElements(resultTypes[0] as TensorType, [operand], (x) => reduce(x as number, from, { exponentBits, mantissaBits }));
  },
  // Not linear in earnest: the tangent passes through, rounded as the value is.
  derivative: {
    linear: 'jointly',
    transpose: { operand: ({ ct, exponentBits, mantissaBits }, b) => b.reducePrecision(ct, { exponentBits, mantissaBits }) },
  },
  batch: 'elementwise',
  lower: ({ operand, exponentBits, mantissaBits }) =>
    hasIeeeBits(operand.element) ? pointwise([operand], (x) => lowered(x, operand.element, { exponentBits, mantissaBits })) : opaque('reduce_precision'),
  assembly: '$operand , format = custom(exponentMantissa) attrs type(same)',
});
