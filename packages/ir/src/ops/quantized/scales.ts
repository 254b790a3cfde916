import { sameDim } from '../../types/dim.ts';
import { showShape, type TensorType } from '../../types/type.ts';

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
