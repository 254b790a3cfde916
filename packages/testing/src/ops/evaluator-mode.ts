/** Mode `test` on the evaluator: rows with written results, and rows that must be rejected. */
import {
  type EvalValue,
  elementTypeNamed,
  evaluateOperation,
  type Literal,
  OpError,
  type Primitive,
  type TensorType,
  tensorType,
  typeOfEval,
} from '@millrace/ir';
import { parseTypeText } from '@millrace/ir/text';
import type { CaseTable, RejectCase, ValueCase } from './cases.ts';
import { worstDifference } from './compare.ts';
import { showCase } from './show.ts';

const closed = (regions: ValueCase['regions']): { program: NonNullable<ValueCase['regions']>[number]['program']; captures: readonly EvalValue[] }[] =>
  (regions ?? []).map((r) => ({ program: r.program, captures: [] }));

/** What is wrong with a value row, or null. */
export function checkValue({ primitive }: CaseTable, row: ValueCase): string | null {
  const got = evaluateOperation(primitive, row.in, row.attributes ?? {}, closed(row.regions)) as readonly Literal[];
  const want = Array.isArray(row.out) ? (row.out as readonly Literal[]) : [row.out as Literal];
  const name = showCase(
    primitive,
    row.in.map((l) => l.type),
    row.attributes ?? {},
    0,
  );
  if (got.length !== want.length) return `${name} '${row.name}': ${got.length} results, want ${want.length}`;
  for (const [k, w] of want.entries()) {
    const difference = worstDifference(got[k], w, row.tolerance ?? 0);
    if (difference)
      return `${name} '${row.name}': result ${k} index ${difference.index}: got ${difference.got}, want ${difference.want} (${difference.ulp} ULP)`;
  }
  return null;
}

/** Reads `tensor<2x?xf32>`; a table's types are static or `?`. */
export function typeOfText(text: string): TensorType {
  const parts = /^tensor<((?:\d+x)*)(.+)>$/.exec(text);
  const element = parts && elementTypeNamed(parts[2]);
  if (!parts || !element) throw new RangeError(`cannot read type ${text}`);
  return tensorType(element, parts[1].split('x').filter(Boolean).map(Number));
}

/** What is wrong with a reject row, or null: the operation must throw an OpError with the row's text and label. */
export function checkReject({ primitive }: CaseTable, row: RejectCase): string | null {
  const name = `${primitive.shortName}(${row.in.map((x) => (typeof x === 'string' ? x : String(x.type))).join(', ')}) breaking ${row.breaks}`;
  try {
    runReject(primitive, row);
  } catch (error) {
    if (!(error instanceof OpError)) return `${name}: threw ${String(error)}, which is no OpError`;
    if (!error.message.includes(row.message)) return `${name}: message is '${error.message.split('\n')[0]}', want '${row.message}' in it`;
    if (/^c\d|^i\d/.test(row.breaks) && error.label !== row.breaks)
      return `${name}: label is ${error.label}, want ${row.breaks} (${error.message.split('\n')[0]})`;
    return null;
  }
  return `${name}: was accepted`;
}

function runReject(primitive: Primitive, row: RejectCase): void {
  const complete = primitive.complete(row.attributes ?? {});
  const types = row.in.map((x) => (typeof x === 'string' ? parseTypeText(x) : typeOfEval(x)!));
  primitive.infer(
    types,
    complete,
    (row.regions ?? []).map((r) => r.program),
  );
  if (row.in.every((x) => typeof x !== 'string')) evaluateOperation(primitive, row.in as Literal[], row.attributes ?? {}, closed(row.regions));
}

/** Labels of constraints that no reject row of any of the tables covers. */
export function uncoveredConstraints(primitive: Primitive, tables: readonly CaseTable[]): string[] {
  const covered = new Set(tables.filter((t) => t.primitive === primitive).flatMap((t) => (t.rejects ?? []).map((r) => r.breaks)));
  return primitive.constraintLabels.filter((label) => !covered.has(label));
}
