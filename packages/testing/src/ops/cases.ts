/** Tables of cases that lie beside the definitions of primitives; five runners read them. */
import type { Attributes, ElementType, Literal, Primitive, Region } from '@millrace/ir';
import type { Draw } from './draws.ts';

export interface ValueCase {
  readonly name: string;
  readonly in: readonly Literal[];
  /** The expected result, or one for each result. */
  readonly out: Literal | readonly Literal[];
  readonly attributes?: Attributes;
  readonly regions?: readonly Region[];
  /** Units in the last place that the evaluator may differ by. Default 0. */
  readonly tolerance?: number;
}

export interface RejectCase {
  /** Label of the constraint that the operands break; 'types' where an operand's kind is wrong, 'attributes' or 'count' likewise, 'evaluation' for data. */
  readonly breaks: string;
  /** Types as MLIR text: `tensor<2x3xf32>`; or literals, for errors that only evaluation finds. */
  readonly in: readonly (string | Literal)[];
  readonly attributes?: Attributes;
  readonly regions?: readonly Region[];
  /** Part of the error's text. */
  readonly message: string;
}

export interface RandomCase {
  /** Alternatives; each gives a shape for every operand. */
  readonly shapes: readonly (readonly (readonly number[])[])[];
  readonly dtypes: readonly ElementType[];
  /** Elements of each operand; the last one serves the rest. */
  readonly draw: readonly Draw[];
  /** Element types of the operands where they are not all `dtype`. */
  readonly elements?: (dtype: ElementType) => readonly ElementType[];
  readonly attributes?: Attributes | ((shapes: readonly (readonly number[])[], dtype: ElementType) => Attributes);
  readonly regions?: (dtype: ElementType) => readonly Region[];
  /** false: no gradient check (integers have none anyway); 'forward': no reverse mode; operand positions: only by these. */
  readonly grad?: false | 'forward' | readonly number[];
  readonly batch?: false;
  /** Replaces the table's tolerance. */
  readonly ulp?: Readonly<Record<string, number>>;
}

export interface CaseDefinition {
  readonly values?: readonly ValueCase[];
  readonly rejects?: readonly RejectCase[];
  readonly random?: readonly RandomCase[];
  /**
   * Units in the last place a device may differ from the evaluator, by element type (`f32`) or device (`wasm`) or both (`wasm f32`), else `default`.
   * Above 0 needs a comment that says why. Reductions and contractions may give `relative` instead: |error| <= relative * sum of magnitudes.
   */
  readonly ulp?: Readonly<Record<string, number>>;
  /** Relative error of the numeric gradient check in f64; default 1e-5. */
  readonly gradTolerance?: number;
}

export interface CaseTable extends CaseDefinition {
  readonly primitive: Primitive;
}

export const casesFor = (primitive: Primitive, definition: CaseDefinition): CaseTable => ({ primitive, ...definition });

/** The shapes, and the same with every last size above 1 reduced by one: kernels' tails. */
export function tails(shapes: readonly (readonly number[])[]): readonly (readonly (readonly number[])[])[] {
  const last = Math.max(...shapes.map((s) => s.at(-1) ?? 0));
  return last > 1 ? [shapes, shapes.map((s) => (s.at(-1) === last ? [...s.slice(0, -1), last - 1] : s))] : [shapes];
}
