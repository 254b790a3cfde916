import { type Dim, equalDims, isStatic, productDims, sameDim } from '../../types/dim.ts';
import { type ElementType, quantized } from '../../types/element.ts';
import { type Shape, showShape, type TensorType } from '../../types/type.ts';

/**
 * What is wrong with the scales of a tensor quantized per axis: the axis must exist and have one scale for each of its slices.
 * Source: StableHLO specification, "Types", quantized tensor types, c12 and c13.
 */
export function checkScales(type: TensorType): true | string {
  const { quantization } = type.element;
  if (!quantization || quantization.axis < 0) return true;
  const { axis, scales } = quantization;
  if (axis >= type.rank) return `${type.element.name} is quantized along axis ${axis}, which ${showShape(type.shape)} does not have`;
  return sameDim(type.shape[axis], scales.length) || `${type.element.name} has ${scales.length} scales for axis ${axis} of ${showShape(type.shape)}`;
}

/** The axis along which an element type has its scales, or -1. */
export const quantizedAxis = (element: ElementType): number => element.quantization?.axis ?? -1;

/** The element type after an operation moved the quantized axis to `axis`, of `size`; one scale serves all slices of an axis that was repeated. */
export function onQuantizedAxis(element: ElementType, axis: number, size: Dim): ElementType {
  const { quantization: q } = element;
  if (!q || q.axis < 0) return element;
  const repeat = (values: readonly number[]): readonly number[] => (values.length === 1 && isStatic(size) ? new Array<number>(size).fill(values[0]) : values);
  return quantized({ ...q, axis, scales: repeat(q.scales), zeroPoints: repeat(q.zeroPoints) });
}

/**
 * The axis of a reshaped tensor that is the quantized axis of the operand: of its size, with as many elements before and behind it; -1 where there
 * is none. Source: StableHLO specification, reshape, c3.
 */
export function reshapedAxis(from: Shape, axis: number, to: Shape): number {
  const agree = (a: readonly Dim[], b: readonly Dim[]): boolean => equalDims(productDims(a), productDims(b)) !== false;
  return to.findIndex(
    (size, i) => equalDims(size, from[axis]) !== false && agree(to.slice(0, i), from.slice(0, axis)) && agree(to.slice(i + 1), from.slice(axis + 1)),
  );
}

/** Whether the quantized axis of an operand, if it has one, survives a reshape. */
export function keepsQuantizedAxis({ element, shape }: { readonly element: ElementType; readonly shape: Shape }, to: Shape): true | string {
  const axis = quantizedAxis(element);
  return axis < 0 || reshapedAxis(shape, axis, to) >= 0 || `the quantized axis ${axis} of ${showShape(shape)} must be an axis of ${showShape(to)}`;
}

/** The element type of an operand after a reshape. */
export function reshapedElement({ element, shape }: { readonly element: ElementType; readonly shape: Shape }, to: Shape): ElementType {
  const axis = quantizedAxis(element);
  return axis < 0 ? element : onQuantizedAxis(element, reshapedAxis(shape, axis, to), shape[axis]);
}
