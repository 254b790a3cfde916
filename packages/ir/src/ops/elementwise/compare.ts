import { applyScalar, pointwise, type Scalar, type ScalarOp } from '../../algebra/index.ts';
import { totalOrderKey } from '../../evaluate/arithmetic/bits.ts';
import { arithmeticFor, mapElements } from '../../evaluate/elementwise.ts';
import { absentOr, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { type ElementType, elementTypeNamed, f32, i1, sameBaseline } from '../../types/element.ts';
import { buildLiteral, type Literal } from '../../types/literal.ts';
import { sameShape, showShape, type TensorType, tensorType } from '../../types/type.ts';
import { anyPerTensor } from './family.ts';

/** Each direction, from what the arithmetic of a type offers. */
const directions = {
  EQ: (equal: boolean) => equal,
  NE: (equal: boolean) => !equal,
  LT: (_equal: boolean, less: boolean) => less,
  LE: (equal: boolean, less: boolean) => less || equal,
  GT: (_equal: boolean, _less: boolean, more: boolean) => more,
  GE: (equal: boolean, _less: boolean, more: boolean) => more || equal,
} as const;

/** The kinds of comparison that an element type has. */
function validTypes(element: ElementType): readonly string[] {
  switch (element.kind) {
    case 'signed':
      return ['SIGNED'];
    case 'unsigned':
    case 'boolean':
      return ['UNSIGNED'];
    case 'complex':
      return ['FLOAT'];
    default:
      return ['FLOAT', 'TOTALORDER'];
  }
}

/** Signed integers in the total order of the floats with the same bits; NaN and -0 are told apart. */
function totalOrder(x: Scalar, element: ElementType): Scalar {
  const integer = elementTypeNamed(`i${element.bits}`);
  // Formats of 6 bits have no integer type and no NaN: f32 holds them exactly.
  if (!integer) return totalOrder(x.convert(f32), f32);
  const bits = applyScalar('bitcast_convert', [x], integer);
  const allSigns = applyScalar('shift_right_arithmetic', [bits, element.bits - 1]);
  return applyScalar('xor', [bits, applyScalar('shift_right_logical', [allSigns, 1])]);
}

/** Compares elements; NaN is unequal to everything and not ordered, unless the order is total. Source: StableHLO specification, compare. */
export const compare: Primitive = definePrimitive({
  name: 'stablehlo.compare',
  operands: { lhs: anyPerTensor, rhs: anyPerTensor },
  attributes: {
    comparisonDirection: attr.choice(['EQ', 'NE', 'GE', 'GT', 'LE', 'LT'], { mlir: 'comparison_direction' }),
    compareType: absentOr(attr.choice(['FLOAT', 'TOTALORDER', 'SIGNED', 'UNSIGNED'], { mlir: 'comparison_type' })),
  },
  constraints: {
    c1: ({ lhs, rhs }) => sameBaseline(lhs.element, rhs.element) || `lhs and rhs must have one element type; got ${lhs.element.name} and ${rhs.element.name}`,
    c2: ({ lhs, rhs }) => sameShape(lhs.shape, rhs.shape) || `lhs and rhs must have one shape; got ${showShape(lhs.shape)} and ${showShape(rhs.shape)}`,
    c3: ({ lhs, compareType }) => {
      const valid = validTypes(lhs.element);
      return compareType === undefined || valid.includes(compareType) || `${lhs.element.name} is compared as ${valid.join(' or ')}; got ${compareType}`;
    },
  },
  infer: ({ lhs }) => tensorType(i1, lhs.shape),
  evaluate: ({ lhs, rhs, comparisonDirection, compareType }, { resultTypes }) => {
    const holds = directions[comparisonDirection];
    if (compareType === 'TOTALORDER') {
      const key = (x: Literal, i: number): bigint => totalOrderKey(x.type.element, x.data, i);
      return buildLiteral(resultTypes[0] as TensorType, (i) => {
        const [a, b] = [key(lhs, i), key(rhs, i)];
        return holds(a === b, a < b, a > b);
      });
    }
    const { equal, less } = arithmeticFor(lhs);
    return mapElements(resultTypes[0] as TensorType, [lhs, rhs], (a, b) => holds(equal(a, b), less(a, b), less(b, a)));
  },
  derivative: 'zero',
  batch: 'elementwise',
  lower: ({ lhs, rhs, comparisonDirection, compareType }) => {
    const op = `compare_${comparisonDirection}` as ScalarOp;
    if (compareType !== 'TOTALORDER') return pointwise([lhs, rhs], (a, b) => applyScalar(op, [a, b]));
    return pointwise([lhs, rhs], (a, b) => applyScalar(op, [totalOrder(a, lhs.element), totalOrder(b, rhs.element)]));
  },
  assembly: '$comparisonDirection , $lhs , $rhs ?( , $compareType )? attrs type(functional)',
});
