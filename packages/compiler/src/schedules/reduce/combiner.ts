/** The combiners of reductions on vectors of four elements. */
import type { CombinerName, ElementType } from '@millrace/ir';
import { type Expr, f32x4, i32x4, op } from '../../emit/wasm/expr.ts';
import type { OpName } from '../../emit/wasm/opcodes.ts';
import type { LaneType } from '../../emit/wasm/vector-operations.ts';

export interface VectorCombiner {
  readonly combine: (a: Expr, b: Expr) => Expr;
  /** What changes nothing, bit for bit: -0 for sums. */
  readonly identity: Expr;
}

const of = (name: OpName, identity: Expr): VectorCombiner => ({ combine: (a, b) => op(name, a, b), identity });
const { NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high } = Number;
const ones = i32x4(-1);
const zeros = i32x4(0);
const bits = { and: of('v128.and', ones), or: of('v128.or', zeros), xor: of('v128.xor', zeros) };

const table: Readonly<Record<LaneType, Partial<Record<CombinerName, VectorCombiner>>>> = {
  f32: {
    add: of('f32x4.add', f32x4(-0)),
    multiply: of('f32x4.mul', f32x4(1)),
    maximum: of('f32x4.max', f32x4(low)),
    minimum: of('f32x4.min', f32x4(high)),
  },
  i32: {
    add: of('i32x4.add', zeros),
    multiply: of('i32x4.mul', i32x4(1)),
    maximum: of('i32x4.max_s', i32x4(-0x80000000)),
    minimum: of('i32x4.min_s', i32x4(0x7fffffff)),
    ...bits,
  },
  ui32: { add: of('i32x4.add', zeros), multiply: of('i32x4.mul', i32x4(1)), maximum: of('i32x4.max_u', zeros), minimum: of('i32x4.min_u', ones), ...bits },
  i1: { ...bits, maximum: bits.or, minimum: bits.and, add: bits.or, multiply: bits.and },
};

/** The combiner for elements of a type, or null where this target has none. */
export const vectorCombiner = (name: CombinerName, element: ElementType): VectorCombiner | null => table[element.name as LaneType]?.[name] ?? null;
