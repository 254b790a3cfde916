import { applyScalar, pointwise, type ScalarOp } from '../../algebra/index.ts';
import { arithmeticFor, mapElements } from '../../evaluate/elementwise.ts';
import { absentOr, anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { i1 } from '../../types/element.ts';
import { sameShape, showShape, type TensorType, tensorType } from '../../types/type.ts';

/** Compares elements; NaN is unequal to everything and not ordered, unless the order is total. Source: StableHLO specification, compare. */
export const compare: Primitive = definePrimitive({
  name: 'stablehlo.compare',
  operands: { lhs: anyTensor, rhs: anyTensor },
  attributes: {
    comparisonDirection: attr.choice(['EQ', 'NE', 'GE', 'GT', 'LE', 'LT'], { mlir: 'comparison_direction' }),
    compareType: absentOr(attr.choice(['FLOAT', 'TOTALORDER', 'SIGNED', 'UNSIGNED'], { mlir: 'comparison_type' })),
  },
  constraints: {
    c1: ({ lhs, rhs }) => lhs.element === rhs.element || `lhs and rhs must have one element type; got ${lhs.element.name} and ${rhs.element.name}`,
    c2: ({ lhs, rhs }) => sameShape(lhs.shape, rhs.shape) || `lhs and rhs must have one shape; got ${showShape(lhs.shape)} and ${showShape(rhs.shape)}`,
  },
  infer: ({ lhs }) => tensorType(i1, lhs.shape),
  evaluate: ({ lhs, rhs, comparisonDirection }, { resultTypes }) => {
    const { equal, less } = arithmeticFor(lhs);
    return mapElements(resultTypes[0] as TensorType, [lhs, rhs], (a, b) => {
      switch (comparisonDirection) {
        case 'EQ':
          return equal(a, b);
        case 'NE':
          return !equal(a, b);
        case 'LT':
          return less(a, b);
        case 'LE':
          return less(a, b) || equal(a, b);
        case 'GT':
          return less(b, a);
        case 'GE':
          return less(b, a) || equal(a, b);
      }
    });
  },
  derivative: 'zero',
  batch: 'elementwise',
  lower: ({ lhs, rhs, comparisonDirection }) => pointwise([lhs, rhs], (a, b) => applyScalar(`compare_${comparisonDirection}` as ScalarOp, [a, b])),
});
