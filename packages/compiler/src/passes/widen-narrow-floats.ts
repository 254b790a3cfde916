/**
 * Operations on 16-bit floats for which the target has code only in f32 become that code between conversions: the values stay stored in 16
 * bits, sums are accumulated in 32. Mixed precision policies rest on this.
 */
import {
  type Attributes,
  type ElementType,
  elementTypes,
  f32,
  interpret,
  type Operation,
  type Primitive,
  type ProgramRegion,
  type ProgramValue,
  plainHost,
  primitives,
  type TensorType,
  type Type,
  tensorType,
  trace,
  type Value,
} from '@millrace/ir';
import { narrowFloat } from '../emit/wasm/narrow-floats.ts';
import { canVectorize } from '../emit/wasm/scalar-code.ts';
import { type OperandLayout, rowMajor } from '../schedules/layout.ts';
import { planOperation } from '../schedules/plan.ts';
import type { Pass } from './pass.ts';
import type { Rewriter } from './rewrite/rewriter.ts';
import { rewritePass } from './rewrite/rules.ts';

const isNarrow = (type: Type): boolean => type.kind === 'tensor' && narrowFloat(type.element) !== undefined;
const isPlain = (type: Type): type is TensorType => type.kind === 'tensor' && type.element.kind !== 'quantized' && type.isStatic;
const widened = (type: TensorType): TensorType => (isNarrow(type) ? tensorType(f32, type.shape) : type);

/** Whether the target has code of its own for an operation on these types. */
function hasCode(primitive: Primitive, operands: readonly TensorType[], attributes: Attributes, regions: readonly ProgramRegion[]): boolean {
  const programs = regions.map((r) => r.program);
  const results = primitive.infer(operands, attributes, programs) as readonly TensorType[];
  const lowered = primitive.lower(operands, attributes, programs);
  const elements = operands.map((t) => t.element);
  if (lowered.form === 'pointwise') return lowered.results.every((e, k) => canVectorize(e, elements, results[k].element));
  const layouts = (types: readonly TensorType[]): OperandLayout[] => types.map((t) => rowMajor(t.element, t.shape as readonly number[]));
  return planOperation({ lowered, attributes, regions: programs, operands: layouts(operands), results: layouts(results) }) !== null;
}

/** The region on f32 where it was on a narrow float. */
function widenedRegion({ program, captures }: ProgramRegion): ProgramRegion {
  const types = program.arguments.map((a) => widened(a.type as TensorType));
  const { program: wide } = trace(types, (...values: readonly Value[]) => interpret(program, values), plainHost);
  return { program: wide, captures };
}

/** Attributes that name the element type of the results follow. */
const widenedAttributes = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, isElementType(value) && narrowFloat(value) ? f32 : value]));
const isElementType = (value: unknown): value is ElementType => elementTypes.includes(value as ElementType);

function widen({ primitive, operands, attributes, regions, results }: Operation, rewriter: Rewriter): readonly ProgramValue[] | null {
  // Checks of values name a literal of the operand's type.
  if (results.length === 0) return null;
  const types = operands.map((o) => o.type);
  if (!types.some(isNarrow) || ![...types, ...results.map((r) => r.type)].every(isPlain) || regions.some((r) => r.captures.length > 0)) return null;
  const tensors = types as readonly TensorType[];
  if (hasCode(primitive, tensors, attributes, regions)) return null;
  const [wideAttributes, wide] = [widenedAttributes(attributes), regions.map(widenedRegion)];
  if (!hasCode(primitive, tensors.map(widened), wideAttributes, wide)) return null;
  const converted = operands.map((o, i) => (isNarrow(tensors[i]) ? rewriter.one(primitives.convert, [o], { element: f32 }) : o));
  const made = rewriter.emit(primitive, converted, wideAttributes, wide);
  return made.map((v, k) => {
    const { element } = results[k].type as TensorType;
    return (v.type as TensorType).element === element ? v : rewriter.one(primitives.convert, [v], { element });
  });
}

export const widenNarrowFloats: Pass = {
  ...rewritePass('widen-narrow-floats', 'operations on 16-bit floats become those on f32, between conversions, where only those have code', [
    { name: 'f(x) → convert(f(convert(x)))', apply: widen },
  ]),
  inexact: 'sums are accumulated in f32 and rounded once, where the reference evaluator rounds a function of f64',
};
