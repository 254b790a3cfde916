import { axisIndex, type ContractForm } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { arithmeticOf } from '../../evaluate/arithmetic/arithmetic.ts';
import { convertElement } from '../../evaluate/arithmetic/convert.ts';
import { buildByIndex, coordinatesOf, flatIndex } from '../../evaluate/index-space.ts';
import { absentOr, anyTensor, attr, definePrimitive, type Primitive, withDefault } from '../../primitive/index.ts';
import { sameDim } from '../../types/dim.ts';
import { type ElementType, type ElementValue, elementTypes } from '../../types/element.ts';
import { elementAt, elementValue, type Literal } from '../../types/literal.ts';
import { showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { convertTo, isAxes, isUnique, otherAxes, placeAxes, shiftAxes, tensorTypeOf } from '../values.ts';
import { atMostTwo, precisionConfig } from './precision.ts';

/** Which axes of the operands are paired: `dot_dimension_numbers`. */
export type DotNumbers = {
  readonly lhsBatchingDimensions: readonly number[];
  readonly rhsBatchingDimensions: readonly number[];
  readonly lhsContractingDimensions: readonly number[];
  readonly rhsContractingDimensions: readonly number[];
};

const axisList = withDefault(attr.ints({ list: 'plain' }), []);

const freeAxes = (rank: number, batching: readonly number[], contracting: readonly number[]): number[] => otherAxes(rank, [...batching, ...contracting]);

/** TensorFloat32 is a precision, not an element type. */
const precisionNames = (): string[] => ['tf32', ...elementTypes.filter((e: ElementType) => e.kind === 'float').map((e) => e.name)];

/** The product of one pair of elements summed over the contracted axes, in the arithmetic of the result. */
function evaluateDot(lhs: Literal, rhs: Literal, n: DotNumbers, type: TensorType): Literal {
  const [from, to] = [staticShape(lhs.type), staticShape(rhs.type)];
  const lhsFree = freeAxes(from.length, n.lhsBatchingDimensions, n.lhsContractingDimensions);
  const rhsFree = freeAxes(to.length, n.rhsBatchingDimensions, n.rhsContractingDimensions);
  const inner = n.lhsContractingDimensions.map((d) => from[d]);
  const arithmetic = arithmeticOf(type.element);
  return buildByIndex(type, (index) => {
    const batch = index.slice(0, n.lhsBatchingDimensions.length);
    const left = index.slice(batch.length, batch.length + lhsFree.length);
    const right = index.slice(batch.length + lhsFree.length);
    let sum: ElementValue = elementValue(type.element, 0);
    for (const k of coordinatesOf(inner)) {
      const a = elementAt(lhs, flatIndex(place(from.length, [n.lhsBatchingDimensions, batch], [lhsFree, left], [n.lhsContractingDimensions, k]), from));
      const c = elementAt(rhs, flatIndex(place(to.length, [n.rhsBatchingDimensions, batch], [rhsFree, right], [n.rhsContractingDimensions, k]), to));
      const product = arithmetic.multiply(convertElement(lhs.type.element, type.element, a), convertElement(rhs.type.element, type.element, c));
      sum = arithmetic.add(sum, product);
    }
    return sum;
  });
}

/** A coordinate from groups of axes and their positions. */
function place(rank: number, ...groups: readonly (readonly [axes: readonly number[], at: readonly number[]])[]): number[] {
  const index = new Array<number>(rank).fill(0);
  for (const [axes, at] of groups)
    axes.forEach((axis, i) => {
      index[axis] = at[i];
    });
  return index;
}

/**
 * The cotangent of one operand: the result's cotangent contracted with the other operand over the other's free axes.
 * `own` and `other` hold batching and contracting axes; `first` says whether the operand's free axes come first in the result.
 */
function transposeDot(
  ct: Value,
  own: TensorType,
  other: Value,
  axes: { own: readonly [readonly number[], readonly number[]]; other: readonly [readonly number[], readonly number[]] },
  first: boolean,
  b: Methods,
): Value {
  const [ownBatch, ownContract] = axes.own;
  const [otherBatch, otherContract] = axes.other;
  const otherType = tensorTypeOf(other);
  const ownFree = freeAxes(own.rank, ownBatch, ownContract);
  const otherFree = freeAxes(otherType.rank, otherBatch, otherContract);
  const start = ownBatch.length + (first ? ownFree.length : 0);
  const ctBatch = ownBatch.map((_, i) => i);
  const ctContract = otherFree.map((_, i) => start + i);
  const factor = convertTo(b.conjugate(other), tensorTypeOf(ct), b);
  // Axes of a product: batching, free, the other's contracted axes in ascending order; or the last two changed over.
  const ascending = [...otherContract].sort((x, y) => x - y).map((d) => ownContract[otherContract.indexOf(d)]);
  const swapped = [...ownBatch, ...ascending, ...ownFree];
  // Of the two orders of the factors the one that gives the operand's own order of axes needs no transpose after it.
  if (swapped.every((axis, i) => axis === i)) {
    const product = b.dotGeneral(factor, ct, {
      dotDimensionNumbers: {
        lhsBatchingDimensions: otherBatch,
        rhsBatchingDimensions: ctBatch,
        lhsContractingDimensions: otherFree,
        rhsContractingDimensions: ctContract,
      },
    });
    return convertTo(product, own, b);
  }
  const product = b.dotGeneral(ct, factor, {
    dotDimensionNumbers: {
      lhsBatchingDimensions: ctBatch,
      rhsBatchingDimensions: otherBatch,
      lhsContractingDimensions: ctContract,
      rhsContractingDimensions: otherFree,
    },
  });
  return convertTo(placeAxes(product, [...ownBatch, ...ownFree, ...ascending], b), own, b);
}

/**
 * Products of slices of `lhs` and `rhs`, summed over contracted axes; result axes are batching, free axes of lhs, free axes of rhs.
 * The result's element type may be wider than the operands'; sums of f16 and bf16 are kept in at least f32, integers wrap.
 * Source: StableHLO specification, dot_general.
 */
export const dotGeneral: Primitive = definePrimitive({
  name: 'stablehlo.dot_general',
  operands: { lhs: anyTensor, rhs: anyTensor },
  attributes: {
    dotDimensionNumbers: attr.record(
      { lhsBatchingDimensions: axisList, rhsBatchingDimensions: axisList, lhsContractingDimensions: axisList, rhsContractingDimensions: axisList },
      { mlir: 'dot' },
    ),
    precisionConfig,
    algorithm: absentOr(
      attr.record(
        {
          lhsPrecisionType: attr.string({ mlir: 'type' }),
          rhsPrecisionType: attr.string({ mlir: 'type' }),
          accumulationType: attr.string({ mlir: 'type' }),
          lhsComponentCount: withDefault(attr.int(), 1),
          rhsComponentCount: withDefault(attr.int(), 1),
          numPrimitiveOperations: withDefault(attr.int(), 1),
          allowImpreciseAccumulation: withDefault(attr.boolean(), false),
        },
        { mlir: 'dot_algorithm' },
      ),
    ),
    element: absentOr(attr.resultElement()),
  },
  constraints: {
    c1: ({ dotDimensionNumbers: n }) =>
      n.lhsBatchingDimensions.length === n.rhsBatchingDimensions.length ||
      `as many batching dimensions of lhs as of rhs are needed; got ${showShape(n.lhsBatchingDimensions)} and ${showShape(n.rhsBatchingDimensions)}`,
    c2: ({ dotDimensionNumbers: n }) =>
      n.lhsContractingDimensions.length === n.rhsContractingDimensions.length ||
      `as many contracting dimensions of lhs as of rhs are needed; got ${showShape(n.lhsContractingDimensions)} and ${showShape(n.rhsContractingDimensions)}`,
    c3: ({ dotDimensionNumbers: n }) =>
      isUnique([...n.lhsBatchingDimensions, ...n.lhsContractingDimensions]) || 'batching and contracting dimensions of lhs must be unique',
    c4: ({ dotDimensionNumbers: n }) =>
      isUnique([...n.rhsBatchingDimensions, ...n.rhsContractingDimensions]) || 'batching and contracting dimensions of rhs must be unique',
    c5: ({ lhs, dotDimensionNumbers: n }) =>
      isAxes(n.lhsBatchingDimensions, lhs.rank) || `batching dimensions ${showShape(n.lhsBatchingDimensions)} must be axes of lhs ${showShape(lhs.shape)}`,
    c6: ({ lhs, dotDimensionNumbers: n }) =>
      isAxes(n.lhsContractingDimensions, lhs.rank) ||
      `contracting dimensions ${showShape(n.lhsContractingDimensions)} must be axes of lhs ${showShape(lhs.shape)}`,
    c7: ({ rhs, dotDimensionNumbers: n }) =>
      isAxes(n.rhsBatchingDimensions, rhs.rank) || `batching dimensions ${showShape(n.rhsBatchingDimensions)} must be axes of rhs ${showShape(rhs.shape)}`,
    c8: ({ rhs, dotDimensionNumbers: n }) =>
      isAxes(n.rhsContractingDimensions, rhs.rank) ||
      `contracting dimensions ${showShape(n.rhsContractingDimensions)} must be axes of rhs ${showShape(rhs.shape)}`,
    c9: ({ lhs, rhs, dotDimensionNumbers: n }) =>
      n.lhsBatchingDimensions.every((d, i) => sameDim(lhs.shape[d], rhs.shape[n.rhsBatchingDimensions[i]])) ||
      `sizes of batching dimensions differ: lhs ${showShape(lhs.shape)} along ${showShape(n.lhsBatchingDimensions)}, rhs ${showShape(rhs.shape)} along ${showShape(n.rhsBatchingDimensions)}`,
    c10: ({ lhs, rhs, dotDimensionNumbers: n }) =>
      n.lhsContractingDimensions.every((d, i) => sameDim(lhs.shape[d], rhs.shape[n.rhsContractingDimensions[i]])) ||
      `sizes of contracting dimensions differ: lhs ${showShape(lhs.shape)} along ${showShape(n.lhsContractingDimensions)}, rhs ${showShape(rhs.shape)} along ${showShape(n.rhsContractingDimensions)}`,
    c11: (args) => atMostTwo(args.precisionConfig),
    c13: ({ lhs, rhs }) =>
      lhs.element === rhs.element ||
      lhs.element.kind === 'quantized' ||
      rhs.element.kind === 'quantized' ||
      `lhs and rhs must have one element type; got ${lhs.element.name} and ${rhs.element.name}`,
    c21: ({ precisionConfig, algorithm }) =>
      !algorithm || precisionConfig.every((p) => p === 'DEFAULT') || 'precisionConfig must be DEFAULT where an algorithm is given',
    c22: ({ algorithm }) => !algorithm || algorithm.lhsComponentCount > 0 || 'lhsComponentCount must be positive',
    c23: ({ algorithm }) => !algorithm || algorithm.rhsComponentCount > 0 || 'rhsComponentCount must be positive',
    c24: ({ algorithm }) => !algorithm || algorithm.numPrimitiveOperations > 0 || 'numPrimitiveOperations must be positive',
    i8: ({ algorithm }) =>
      !algorithm ||
      [algorithm.lhsPrecisionType, algorithm.rhsPrecisionType, algorithm.accumulationType].every((t) => precisionNames().includes(t)) ||
      `precision types must be floating types or tf32; got ${algorithm.lhsPrecisionType}, ${algorithm.rhsPrecisionType}, ${algorithm.accumulationType}`,
  },
  infer: ({ lhs, rhs, dotDimensionNumbers: n, element }) =>
    tensorType(element ?? lhs.element, [
      ...n.lhsBatchingDimensions.map((d) => lhs.shape[d]),
      ...freeAxes(lhs.rank, n.lhsBatchingDimensions, n.lhsContractingDimensions).map((d) => lhs.shape[d]),
      ...freeAxes(rhs.rank, n.rhsBatchingDimensions, n.rhsContractingDimensions).map((d) => rhs.shape[d]),
    ]),
  evaluate: ({ lhs, rhs, dotDimensionNumbers }, { resultTypes }) => evaluateDot(lhs, rhs, dotDimensionNumbers, resultTypes[0] as TensorType),
  derivative: {
    linear: 'separately',
    transpose: {
      lhs: ({ lhs, rhs, dotDimensionNumbers: n, ct }, b) =>
        transposeDot(
          ct,
          tensorTypeOf(lhs),
          rhs,
          { own: [n.lhsBatchingDimensions, n.lhsContractingDimensions], other: [n.rhsBatchingDimensions, n.rhsContractingDimensions] },
          true,
          b,
        ),
      rhs: ({ lhs, rhs, dotDimensionNumbers: n, ct }, b) =>
        transposeDot(
          ct,
          tensorTypeOf(rhs),
          lhs,
          { own: [n.rhsBatchingDimensions, n.rhsContractingDimensions], other: [n.lhsBatchingDimensions, n.lhsContractingDimensions] },
          false,
          b,
        ),
    },
  },
  batch: ({ lhs, rhs, dotDimensionNumbers: n, precisionConfig, algorithm, element }, b) => {
    const both = lhs.batched && rhs.batched;
    const shifted = (axes: readonly number[], batched: boolean): number[] => (batched ? shiftAxes(axes) : [...axes]);
    const result = b.dotGeneral(lhs.value, rhs.value, {
      dotDimensionNumbers: {
        lhsBatchingDimensions: [...(both ? [0] : []), ...shifted(n.lhsBatchingDimensions, lhs.batched)],
        rhsBatchingDimensions: [...(both ? [0] : []), ...shifted(n.rhsBatchingDimensions, rhs.batched)],
        lhsContractingDimensions: shifted(n.lhsContractingDimensions, lhs.batched),
        rhsContractingDimensions: shifted(n.rhsContractingDimensions, rhs.batched),
      },
      precisionConfig,
      algorithm,
      element,
    });
    if (both) return result;
    // The batch axis is the first free axis of the operand that has it.
    const leftFree = lhs.type.rank - n.lhsBatchingDimensions.length - n.lhsContractingDimensions.length;
    return b.moveAxis(result, n.lhsBatchingDimensions.length + (lhs.batched ? 0 : leftFree), 0);
  },
  lower: ({ lhs, rhs, dotDimensionNumbers: n }): ContractForm => {
    const batch = n.lhsBatchingDimensions.length;
    const lhsFree = freeAxes(lhs.rank, n.lhsBatchingDimensions, n.lhsContractingDimensions);
    const rhsFree = freeAxes(rhs.rank, n.rhsBatchingDimensions, n.rhsContractingDimensions);
    const inner = batch + lhsFree.length + rhsFree.length;
    const position = (axis: number, batching: readonly number[], contracting: readonly number[], free: readonly number[], start: number): number => {
      if (batching.includes(axis)) return batching.indexOf(axis);
      return contracting.includes(axis) ? inner + contracting.indexOf(axis) : start + free.indexOf(axis);
    };
    return {
      form: 'contract',
      extents: n.lhsContractingDimensions.map((d) => lhs.shape[d]),
      lhs: lhs.shape.map((_, axis) => axisIndex(position(axis, n.lhsBatchingDimensions, n.lhsContractingDimensions, lhsFree, batch))),
      rhs: rhs.shape.map((_, axis) => axisIndex(position(axis, n.rhsBatchingDimensions, n.rhsContractingDimensions, rhsFree, batch + lhsFree.length))),
    };
  },
  assembly: '$lhs , $rhs , custom(dotDimensions) ?( , precision = $precisionConfig )? ?( , algorithm = $algorithm )? attrs type(functional)',
});
