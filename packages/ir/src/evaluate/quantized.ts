/**
 * Operations on quantized tensors: dequantize, compute in the expressed type, quantize, for every operation that has no meaning of its own
 * on stored integers. Source: StableHLO specification, "Execution semantics of quantized operation" and `dequantize_op_quantize`.
 */
import type { Attributes } from '../primitive/attributes.ts';
import type { Primitive, RegionCall } from '../primitive/primitive.ts';
import type { Literal } from '../types/literal.ts';
import { type TensorType, type Type, tensorType } from '../types/type.ts';
import { dequantize, quantizationOf, quantize } from './arithmetic/quantize.ts';
import { type EvalContext, type EvalValue, typeOfEval } from './context.ts';

const isQuantized = (t: Type | undefined): t is TensorType => t?.kind === 'tensor' && t.element.kind === 'quantized';

/** Whether all quantized tensors have the same scales and zero points, so that stored integers mean the same in all of them. */
function shareScales(types: readonly (Type | undefined)[]): boolean {
  const keys = types.filter(isQuantized).map((t) => {
    const { scales, zeroPoints } = quantizationOf(t.element);
    return `${scales.join()};${zeroPoints.join()}`;
  });
  return new Set(keys).size <= 1;
}

/** Whether an operation on these types works on the numbers that stored integers stand for. */
function dequantizes(primitive: Primitive, types: readonly (Type | undefined)[], resultTypes: readonly Type[], attributes: Attributes): boolean {
  const { quantized } = primitive.traits;
  if (quantized) return quantized === 'dequantized';
  // Regions and functions name their own types; operations on tokens and tuples pass values on.
  const passesOn = types.includes(undefined) || resultTypes.some((t) => t.kind !== 'tensor') || primitive.traits.sideEffect === true;
  if (passesOn || Object.keys(primitive.regions).length > 0 || namesFunction(primitive)) return false;
  const { form } = primitive.lower(types as Type[], attributes, []);
  return form === 'pointwise' || form === 'contract' || !shareScales([...types, ...resultTypes]);
}

const namesFunction = (primitive: Primitive): boolean => Object.values(primitive.attributes).some((a) => a.kind === 'symbol' || a.kind === 'symbols');

/** The type of the numbers that a quantized tensor stands for; other types are their own. */
const expressedType = (t: Type): Type => (isQuantized(t) ? tensorType(quantizationOf(t.element).expressed, t.shape) : t);

/** `primitive.evaluate`, for operands and results of which any may be quantized. */
export function evaluateWithQuantized(
  primitive: Primitive,
  operands: readonly EvalValue[],
  attributes: Attributes,
  regions: readonly RegionCall[],
  context: EvalContext,
): readonly EvalValue[] {
  const types = operands.map(typeOfEval);
  const { resultTypes } = context;
  if (![...types, ...resultTypes].some(isQuantized) || !dequantizes(primitive, types, resultTypes, attributes))
    return primitive.evaluate(operands, attributes, regions, context);
  const plain = operands.map((o, i) => (isQuantized(types[i]) ? dequantize(o as Literal) : o));
  const results = primitive.evaluate(plain, attributes, regions, { ...context, resultTypes: resultTypes.map(expressedType) });
  return results.map((r, k) => {
    const type = resultTypes[k];
    return isQuantized(type) ? quantize(r as Literal, type) : r;
  });
}
