/** From a table's random rows to operations with operands: every shape × element type, one seed each. */
import type { Attributes, ElementType, Literal, Primitive, Region } from '@millrace/ir';
import type { CaseTable, RandomCase } from './cases.ts';
import { drawLiteral, Random } from './draws.ts';
import { showCase } from './show.ts';

/** One operation on random operands. */
export interface Instance {
  readonly table: CaseTable;
  readonly row: RandomCase;
  readonly primitive: Primitive;
  readonly dtype: ElementType;
  readonly operands: readonly Literal[];
  readonly attributes: Attributes;
  readonly regions: readonly Region[];
  readonly seed: number;
  readonly name: string;
}

/** Element types of the operands of a row. */
export const elementsOfRow = (row: RandomCase, dtype: ElementType, count: number): readonly ElementType[] =>
  row.elements?.(dtype) ?? new Array<ElementType>(count).fill(dtype);

export function instanceOf(table: CaseTable, row: RandomCase, shapes: readonly (readonly number[])[], dtype: ElementType, seed: number): Instance {
  const random = new Random(seed);
  const elements = elementsOfRow(row, dtype, shapes.length);
  const operands = shapes.map((shape, i) => drawLiteral(row.draw[Math.min(i, row.draw.length - 1)], random, elements[i], shape));
  const given = typeof row.attributes === 'function' ? row.attributes(shapes, dtype) : (row.attributes ?? {});
  const attributes = table.primitive.complete(given);
  const name = showCase(
    table.primitive,
    operands.map((o) => o.type),
    given,
    seed,
  );
  return { table, row, primitive: table.primitive, dtype, operands, attributes, regions: row.regions?.(dtype) ?? [], seed, name };
}

/** All instances of a table, or those with one element type. */
export function instancesOf(table: CaseTable, seed: number = 7, only?: (dtype: ElementType) => boolean): Instance[] {
  return (table.random ?? []).flatMap((row) =>
    row.shapes.flatMap((shapes) => row.dtypes.filter((d) => !only || only(d)).map((dtype) => instanceOf(table, row, shapes, dtype, seed))),
  );
}
