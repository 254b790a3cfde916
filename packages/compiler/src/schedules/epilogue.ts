/** Plans what products do with their sums: where the other operands lie along batches, rows and columns of the product. */
import { type ContractForm, type Epilogue, f32 } from '@millrace/ir';
import { canVectorize } from '../emit/wasm/scalar-code.ts';
import type { EpilogueCode } from './gemm/epilogue.ts';
import { type DescriptorField, place, type Split } from './kernel.ts';
import { elementCount, type OperandLayout, streamOf } from './layout.ts';
import type { PlanBuilder, PlanOperands } from './plan-builder.ts';
import { expressionCost } from './pointwise.ts';

/** Axes of the result that a product walks as its batches, rows and columns, each list outermost first. */
export interface ProductAxes {
  readonly batch: readonly number[];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Those of which every coordinate has a call of its own, folded as the product folds them. */
  readonly outer: readonly (readonly number[])[];
}

/** Elements from one batch and one row to the next in every result. */
export interface ResultSteps {
  readonly batch: number;
  readonly row: number;
}

export interface PlannedEpilogue {
  readonly code: EpilogueCode;
  /** Fields of the call at these coordinates of `outer`, whose part of every result begins at element `result`. */
  readonly fieldsAt: (coordinates: readonly number[], result: number) => readonly DescriptorField[];
  /** How the fields move along each kind of axis; see `Split`. */
  readonly moves: Readonly<Record<'batch' | 'row' | 'column', Split['moves']>>;
  /** Result that holds sums before they are complete: one as wide as they are. */
  readonly sums: number;
  /** See `OperationPlan`; `blocks` says whether sums are stored before they are complete. */
  readonly inPlace: (blocks: boolean) => readonly (readonly number[])[];
}

/** Above this cost of expressions a tile's code would be long, and a trip through the first-level cache is nothing beside it. */
const dearestInRegisters = 16;

/** The step of axes that are walked as one, or null where they are not. */
function foldedStep(axes: readonly number[], shape: readonly number[], strides: readonly number[]): number | null {
  let [step, expected]: [number | null, number] = [null, 0];
  for (const axis of axes.toReversed()) {
    if (shape[axis] === 1) continue;
    step ??= expected = strides[axis];
    if (strides[axis] !== expected) return null;
    expected *= shape[axis];
  }
  return step ?? 0;
}

interface Other {
  readonly start: number;
  readonly batch: number;
  readonly row: number;
  readonly column: number;
  readonly outer: readonly number[];
}

/** Steps of another operand in elements, or null where no kernel walks it. */
function otherOperand(map: Epilogue['maps'][number], layout: OperandLayout, shape: readonly number[], axes: ProductAxes): Other | null {
  const stream = streamOf(map, layout, shape.length);
  if (!stream) return null;
  const [batch, row, column] = [axes.batch, axes.rows, axes.columns].map((list) => foldedStep(list, shape, stream.strides));
  const outer = axes.outer.map((list) => foldedStep(list, shape, stream.strides));
  if (batch === null || row === null || (column !== 0 && column !== 1) || outer.includes(null)) return null;
  return { start: stream.start, batch, row, column, outer: outer as number[] };
}

/** The epilogue of a contraction whose descriptor has `first` fields before it; null where this target has no code for it. */
export function planEpilogue(
  form: ContractForm,
  layouts: PlanOperands,
  plan: PlanBuilder,
  axes: ProductAxes,
  steps: ResultSteps,
  first: number,
): PlannedEpilogue | null {
  const { results: expressions, maps } = form.epilogue as Epilogue;
  const results = layouts.results.map((r) => r.element);
  const elements = [f32, ...layouts.operands.slice(2).map((o) => o.element)];
  const sums = results.findLastIndex((r) => r.bytes === f32.bytes);
  if (sums < 0 || !expressions.every((e, k) => canVectorize(e, elements, results[k]))) return null;
  const { shape } = layouts.results[0];
  const found = maps.map((map, i) => otherOperand(map, layouts.operands[2 + i], shape, axes));
  if (found.includes(null) || layouts.operands.some((o) => elementCount(o.shape) === 0)) return null;
  const others = found as Other[];
  const inputs = others.map((o, i) => ({ element: elements[i + 1], walks: o.column === 1 }));
  const inRegisters = expressionCost(expressions) <= dearestInRegisters;
  const operands = inputs.map((x) => `${x.element.name}${x.walks ? '' : '!'}`).join(',');
  const key = `@${first}(${operands})->(${results.map((r) => r.name).join(',')}):${expressions.map((e) => e.key).join(';')}`;
  const bytes = (i: number): number => elements[i + 1].bytes;
  const fieldsAt = (coordinates: readonly number[], result: number): DescriptorField[] => [
    steps.row,
    steps.batch,
    ...others.flatMap((o, i) => {
      const start = o.outer.reduce((sum, step, axis) => sum + step * coordinates[axis], o.start);
      return [place(2 + i, start * bytes(i)), o.batch * bytes(i), o.row * bytes(i)];
    }),
    ...results.map((r, k) => place(plan.result(k), result * r.bytes)),
  ];
  const moves = (other: (o: Other) => number, result: number): Split['moves'] => [
    ...others.map((o, i) => ({ field: first + 2 + 3 * i, step: other(o) * bytes(i) })),
    ...results.map((r, k) => ({ field: first + 2 + 3 * others.length + k, step: result * r.bytes })),
  ];
  return {
    code: { key, expressions, inputs, results, first, inRegisters },
    fieldsAt,
    moves: { batch: moves((o) => o.batch, steps.batch), row: moves((o) => o.row, steps.row), column: moves((o) => o.column, 1) },
    sums,
    inPlace: (blocks) => results.map((_, k) => (blocks && k === sums ? [] : others.map((_o, i) => 2 + i))),
  };
}

/** Operations for an element of the result: `sum` of them for the product, and those of the epilogue. */
export const productWork = (sum: number, epilogue: Epilogue | undefined): number => sum + (epilogue ? expressionCost(epilogue.results) : 0);

/** A split with the fields of an epilogue. */
export const withMoves = (split: Split, moves: Split['moves'] | undefined): Split => (moves ? { ...split, moves: [...split.moves, ...moves] } : split);
