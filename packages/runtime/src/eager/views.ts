/** Results that are windows on an operand's data: found in the lowering (a move of one part without fill), so every such primitive has them. */
import { type IndexMap, type Lowered, type Primitive, staticShape, stridesOf, type TensorType, type TypedArray } from '@millrace/ir';
import { isRowMajor, type LinearView, touchedElements, viewThrough } from '../memory/geometry.ts';
import { allocateResult } from '../memory/pool.ts';
import { contiguous, Storage, type StridedCopy, stridedCopy } from '../memory/storage.ts';
import type { ViewRule } from './operation-cache.ts';

/** Results up to this many elements are copied: what follows is faster on row-major data than the copy costs. */
const smallElements = 256;
/** Arrays up to this many slots may be kept alive by a small view. */
const smallSlots = 1024;

/** How to make the result of a move as a view, or null where it is none. */
export function viewRule(primitive: Primitive, lowered: Lowered, operands: readonly TensorType[], result: TensorType): ViewRule | null {
  if (operands.length === 0) return null;
  const [from, to] = [operands[0].element, result.element];
  if (from !== to && (from.kind === 'quantized' || to.kind === 'quantized')) return null;
  if (primitive.traits.movesNoData) return reshapeRule(operands[0], result);
  if (lowered.form !== 'move' || lowered.fill !== undefined || lowered.parts.length !== 1) return null;
  const [part] = lowered.parts;
  if (part.start !== undefined || part.source !== 0 || operands.length !== 1) return null;
  return mappedRule(part.map, operands[0], result);
}

/** Shares the elements in the same order; data of another type of the same width is read as such. */
function reshapeRule(operand: TensorType, result: TensorType): ViewRule | null {
  const [from, to] = [operand.element, result.element];
  const sameSlots = from.storage === to.storage && from.lanes === to.lanes;
  if (from !== to && (from.bytes !== to.bytes || Math.min(from.bits, to.bits) < 8)) return null;
  return (source) => {
    const whole = source.strides === null ? share(source) : new Storage(contiguous(source, operand));
    if (sameSlots) return whole;
    return new Storage(reinterpret(whole.data, result), null, whole.offset, true);
  };
}

/** The same bytes as another kind of array. */
function reinterpret(data: TypedArray, type: TensorType): TypedArray {
  const make = allocateResult(type.element, 0).constructor as new (buffer: ArrayBufferLike, offset: number, length: number) => TypedArray;
  return new make(data.buffer, data.byteOffset, data.byteLength / (type.element.bytes / type.element.lanes));
}

function share(source: Storage): Storage {
  source.shared = true;
  return new Storage(source.data, null, source.offset, true);
}

function mappedRule(map: IndexMap, operand: TensorType, result: TensorType): ViewRule | null {
  const shape = staticShape(result);
  const fromRowMajor = viewThrough(map, stridesOf(staticShape(operand)), shape.length);
  if (fromRowMajor === null || fromRowMajor.strides.some((s) => s < 0)) return null;
  const rowMajorPlan = planView(fromRowMajor, shape);
  const { element } = result;
  return (source) => {
    const plan = source.strides === null ? rowMajorPlan : planView(viewThrough(map, source.strides, shape.length) as LinearView, shape);
    const offset = source.offset + plan.offset;
    const keepsLittle = plan.touched * element.lanes * 2 < source.data.length && source.data.length > smallSlots;
    if (keepsLittle || (plan.strides !== null && result.size <= smallElements)) {
      const data = allocateResult(element, result.size);
      plan.copy ??= stridedCopy(element, shape, plan.full);
      plan.copy(source.data, offset, data);
      return new Storage(data);
    }
    source.shared = true;
    return new Storage(source.data, plan.strides, offset, true);
  };
}

interface ViewPlan {
  /** Null where the view is row-major. */
  readonly strides: readonly number[] | null;
  readonly full: readonly number[];
  readonly offset: number;
  readonly touched: number;
  /** Made when a view is copied for the first time. */
  copy?: StridedCopy;
}

function planView(view: LinearView, shape: readonly number[]): ViewPlan {
  return {
    strides: isRowMajor(shape, view.strides) ? null : view.strides,
    full: view.strides,
    offset: view.offset,
    touched: touchedElements(shape, view.strides),
  };
}
