/** What rules build with: a method for each primitive (generated from the definitions) and a few helpers over them. */
import type { CombinerName } from '../algebra/forms.ts';
import type { Scalar } from '../algebra/scalar.ts';
import type { Dim } from '../types/dim.ts';
import type { ElementType } from '../types/element.ts';
import type { Literal } from '../types/literal.ts';
import type { TensorType, Type } from '../types/type.ts';
import type { PrimitiveMethods } from './primitive-methods.ts';
import type { Region, Value } from './value.ts';

export interface BuilderHelpers {
  constant(literal: Literal): Value;
  /** A tensor of this type with all elements equal to `value`. */
  full(type: TensorType, value: number): Value;
  zeros(type: TensorType): Value;
  ones(type: TensorType): Value;
  scalar(element: ElementType, value: number): Value;
  /** A pointwise computation written as a scalar expression; inputs have one shape, or are scalars. */
  pointwise(expression: Scalar, inputs: readonly Value[]): Value;
  /** d expression / d input `index` as an expression over the inputs; null where it is zero. `result` stands for the expression's own value. */
  scalarDerivative(expression: Scalar, index: number, result?: Scalar): Scalar | null;
  /** Inserts size-1 axes or drops them, keeping the order of the elements. */
  reshapeTo(x: Value, shape: readonly Dim[]): Value;
  /** Sum over axes, dropping them. */
  sum(x: Value, axes: readonly number[]): Value;
  /** Moves one axis to another position. */
  moveAxis(x: Value, from: number, to: number): Value;
  /** Broadcasts `x` to `shape`; axis i of `x` becomes axis `axes[i]`. */
  broadcast(x: Value, shape: readonly Dim[], axes: readonly number[]): Value;
  /** The region of a reduction: `(a, b) → a op b` on scalars. */
  combiner(name: CombinerName, element: ElementType): Region;
  /** The complex conjugate; real values pass through. */
  conjugate(x: Value): Value;
  add2(x: Value | null, y: Value | null): Value | null;
  /** Runs a region's program on values. */
  call(region: Region, args: readonly Value[]): readonly Value[];
  /** Traces a function into a region. */
  trace(types: readonly Type[], body: (...args: Value[]) => readonly Value[]): Region;
  /**
   * The region of (arguments, tangents of the active arguments) → (results, tangents of the active results). `active` says which
   * arguments have tangents; the answer says which results have. `force` makes tangents of these results exist (zeros where constant).
   */
  jvpRegion(region: Region, active: readonly boolean[], force?: readonly boolean[]): { readonly region: Region; readonly active: readonly boolean[] };
  /** The region on a whole batch. Batched arguments carry the batch axis first, and so do batched results. */
  batchRegion(
    region: Region,
    batched: readonly boolean[],
    size: Dim,
    force?: readonly boolean[],
  ): { readonly region: Region; readonly batched: readonly boolean[] };
  /** Cotangents of a region's captures and arguments from cotangents of its results, recomputing the region. */
  pullbackRegion(
    region: Region,
    args: readonly Value[],
    cotangents: readonly (Value | null)[],
    needed?: { readonly captures?: readonly boolean[]; readonly args?: readonly boolean[] },
  ): { readonly captures: readonly (Value | null)[]; readonly args: readonly (Value | null)[] };
}

export interface Methods extends PrimitiveMethods, BuilderHelpers {}
