import { indexExpr } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { buildByIndex, flatIndex, within } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { addDims, type Dim, isStatic, maxDims, multiplyDims, subtractDims } from '../../types/dim.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { type Shape, showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { spanOf } from './slice.ts';

/** The operand's elements at low + k * (interior + 1), the padding value elsewhere. */
export function evaluatePad(operand: Literal, paddingValue: Literal, low: readonly number[], interior: readonly number[], type: TensorType): Literal {
  const from = staticShape(operand.type);
  return buildByIndex(type, (index) => {
    const source = index.map((k, axis) => (k - low[axis]) / (interior[axis] + 1));
    const inside = source.every(Number.isInteger) && within(source, from);
    return inside ? elementAt(operand, flatIndex(source, from)) : elementAt(paddingValue, 0);
  });
}

/**
 * Adds `paddingValue` before, after and between the elements of each axis; negative edge padding removes elements.
 * Source: StableHLO specification, pad.
 */
export const pad: Primitive = definePrimitive({
  name: 'stablehlo.pad',
  operands: { operand: anyTensor, paddingValue: anyTensor },
  attributes: { edgePaddingLow: attr.dims(), edgePaddingHigh: attr.dims(), interiorPadding: attr.ints() },
  constraints: {
    c1: ({ operand, paddingValue }) =>
      (paddingValue.rank === 0 && paddingValue.element === operand.element) ||
      `paddingValue must be a scalar of ${operand.element.name}; got ${paddingValue.type}`,
    c2: ({ operand, edgePaddingLow, edgePaddingHigh, interiorPadding }) =>
      [edgePaddingLow, edgePaddingHigh, interiorPadding].every((l) => l.length === operand.rank) ||
      `paddings must have ${operand.rank} entries, one for each axis of ${showShape(operand.shape)}`,
    c3: ({ interiorPadding }) => interiorPadding.every((p) => p >= 0) || `interiorPadding must not be negative; got ${showShape(interiorPadding)}`,
  },
  infer: ({ operand, edgePaddingLow, edgePaddingHigh, interiorPadding }) =>
    tensorType(
      operand.element,
      operand.shape.map((d, i) => {
        const inner = interiorPadding[i] === 0 ? 0 : multiplyDims(maxDims(subtractDims(d, 1), 0), interiorPadding[i]);
        return addDims(addDims(d, inner), addDims(edgePaddingLow[i], edgePaddingHigh[i]));
      }),
    ),
  evaluate: ({ operand, paddingValue, edgePaddingLow, interiorPadding }, { resultTypes }) =>
    evaluatePad(operand, paddingValue, edgePaddingLow as readonly number[], interiorPadding, resultTypes[0] as TensorType),
  derivative: {
    linear: 'jointly',
    transpose: {
      operand: ({ operand, edgePaddingLow, edgePaddingHigh, interiorPadding, ct }, b) =>
        unpad(ct, operand.type as TensorType, { edgePaddingLow, edgePaddingHigh, interiorPadding }, b),
      paddingValue: ({ operand, edgePaddingLow, edgePaddingHigh, interiorPadding, ct }, b) => {
        const type = operand.type as TensorType;
        const kept = unpad(ct, type, { edgePaddingLow, edgePaddingHigh, interiorPadding }, b);
        const axes = type.shape.map((_, i) => i);
        return b.subtract(b.sum(ct, axes), b.sum(kept, axes));
      },
    },
  },
  batch: ({ operand, paddingValue, edgePaddingLow, edgePaddingHigh, interiorPadding, size }, b) => {
    const paddings = { edgePaddingLow: [0, ...edgePaddingLow], edgePaddingHigh: [0, ...edgePaddingHigh], interiorPadding: [0, ...interiorPadding] };
    const { shape, element } = operand.type;
    const rows = operand.batched
      ? operand.value
      : b.broadcast(
          operand.value,
          [size, ...shape],
          shape.map((_, i) => i + 1),
        );
    if (!paddingValue.batched) return b.pad(rows, paddingValue.value, paddings);
    // A padding value for each example: pad with zeros, and put the value where a padded mask is zero.
    const ones = b.pad(b.ones(rows.type as TensorType), b.scalar(element, 0), paddings);
    const padded = b.pad(rows, b.scalar(element, 0), paddings);
    const out = padded.type as TensorType;
    return b.select(b.compare(ones, b.zeros(out), { comparisonDirection: 'EQ' }), b.broadcast(paddingValue.value, out.shape, [0]), padded);
  },
  lower: ({ edgePaddingLow, interiorPadding }) => ({
    form: 'move',
    parts: [{ source: 0, map: edgePaddingLow.map((low, axis) => indexExpr([{ axis, coefficient: 1 }], multiplyDims(low, -1), interiorPadding[axis] + 1)) }],
    fill: 1,
  }),
  assembly: '$operand , $paddingValue , low = $edgePaddingLow , high = $edgePaddingHigh , interior = $interiorPadding attrs type(functional)',
});

interface Paddings {
  readonly edgePaddingLow: Shape;
  readonly edgePaddingHigh: Shape;
  readonly interiorPadding: readonly number[];
}

/** The negative part of an edge, as a positive number. A symbolic edge is the start or the end of a slice, and not negative. */
const dropped = (edge: Dim): number => (isStatic(edge) ? Math.max(-edge, 0) : 0);
const added = (edge: Dim): Dim => (isStatic(edge) ? Math.max(edge, 0) : edge);

/** The elements of a padded tensor that came from the operand: the adjoint of padding with zeros. */
function unpad(ct: Value, operand: TensorType, p: Paddings, b: Methods): Value {
  const low = p.edgePaddingLow.map(dropped);
  const high = p.edgePaddingHigh.map(dropped);
  // Negative edges dropped elements, whose cotangent is zero: padding by the opposite brings the axis to its full length first.
  const isFull = [...low, ...high].every((d) => d === 0);
  const full = isFull ? ct : b.pad(ct, b.scalar(operand.element, 0), { edgePaddingLow: low, edgePaddingHigh: high, interiorPadding: low.map(() => 0) });
  const startIndices = p.edgePaddingLow.map(added);
  const strides = p.interiorPadding.map((i) => i + 1);
  const limitIndices = startIndices.map((s, i) => addDims(s, spanOf(operand.shape[i], strides[i])));
  return b.slice(full, { startIndices, limitIndices, strides });
}
