/** The generic checks of every primitive that need no device: written values, rejections, gradients, batching, coverage of constraints. */
import { allPrimitives, EvalBuilder, installBase } from '@millrace/ir';
import { describe, expect, test } from 'vitest';
import { batchInstances, checkBatching, checkGradients, checkReject, checkValue, gradInstances, loadTables, uncoveredConstraints } from '../index.ts';

installBase(new EvalBuilder());
const tables = await loadTables();

for (const { file, table } of tables) {
  describe(`${file} ${table.primitive.name}`, () => {
    for (const row of table.values ?? []) test(`value: ${row.name}`, () => expect(checkValue(table, row)).toBeNull());
    for (const row of table.rejects ?? []) test(`rejects ${row.breaks}: ${row.message}`, () => expect(checkReject(table, row)).toBeNull());
    for (const instance of gradInstances(table)) test(`grad ${instance.name}`, () => expect(checkGradients(instance)).toBeNull());
    for (const instance of batchInstances(table)) test(`batch ${instance.name}`, () => expect(checkBatching(instance)).toBeNull());
  });
}

describe('coverage of the table', () => {
  test('every primitive has cases', () => {
    const covered = new Set(tables.map((t) => t.table.primitive));
    expect(
      allPrimitives()
        .filter((p) => !covered.has(p))
        .map((p) => p.name),
    ).toEqual([]);
  });
  test('every constraint is broken by a rejecting case', () => {
    const all = tables.map((t) => t.table);
    expect(allPrimitives().flatMap((p) => uncoveredConstraints(p, all).map((label) => `${p.name} ${label}`))).toEqual([]);
  });
});
