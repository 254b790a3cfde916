/** Between quantized tensors and the numbers that they stand for. Source: StableHLO specification, "Quantization computations". */
import { unreachable } from '../../errors/index.ts';
import { type ElementType, type Quantization, roundToElement } from '../../types/element.ts';
import { buildLiteral, elementAt, type Literal } from '../../types/literal.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { convertElement } from './convert.ts';
import { roundToEven } from './rounding.ts';

export const quantizationOf = (element: ElementType): Quantization => element.quantization ?? unreachable(`${element.name} is not quantized`);

/** Which scale and zero point the element at a flat position has. */
function slices(type: TensorType): (index: number) => number {
  const { axis } = quantizationOf(type.element);
  if (axis < 0) return () => 0;
  const shape = type.shape as readonly number[];
  const inner = shape.slice(axis + 1).reduce((n, d) => n * d, 1);
  return (i) => Math.floor(i / inner) % shape[axis];
}

/** (stored - zero point) * scale, every step rounded to the expressed type. */
export function dequantize(x: Literal): Literal {
  const { expressed, scales, zeroPoints } = quantizationOf(x.type.element);
  const round = (v: number): number => roundToElement(expressed, v);
  const sliceOf = slices(x.type);
  return buildLiteral(tensorType(expressed, x.type.shape), (i) => {
    const slice = sliceOf(i);
    return round(round((x.data[i] as number) - zeroPoints[slice]) * round(scales[slice]));
  });
}

/** x / scale + zero point, every step rounded to the expressed type, clamped to the range of stored values and rounded to nearest even. */
export function quantize(x: Literal, type: TensorType): Literal {
  const { storage, expressed, scales, zeroPoints, storageMin, storageMax } = quantizationOf(type.element);
  const round = (v: number): number => roundToElement(expressed, v);
  const sliceOf = slices(type);
  const [low, high] = [round(storageMin), round(storageMax)];
  const real = x.type.element === expressed ? x : unreachable(`${x.type.element.name} is not the expressed type of ${type.element.name}`);
  return buildLiteral(type, (i) => {
    const slice = sliceOf(i);
    const scaled = round(round((elementAt(real, i) as number) / round(scales[slice])) + round(zeroPoints[slice]));
    return convertElement(expressed, storage, roundToEven(Math.min(Math.max(scaled, low), high)));
  });
}
