/** The js device against the reference evaluator: every table of cases, each on row-major operands and on strided views. */
import { EvalBuilder, installBase, type Literal } from '@millrace/ir';
import { checkOnDevice, type Instance, instancesOf, loadTables, withinRelative, worstDifference } from '@millrace/testing';
import { describe, expect, test } from 'vitest';
import { executeOn, type Layout } from '../execute.ts';
import { jsDevice } from './device.ts';
import { reversedLayout } from './layouts.ts';

installBase(new EvalBuilder());
const tables = await loadTables();

const run = (instance: Instance, layout?: Layout): readonly Literal[] | null => {
  const { primitive, operands, attributes } = instance;
  const regions = instance.regions.map((r) => ({ program: r.program, captures: [] }));
  return executeOn(jsDevice, { primitive, operands, attributes, regions }, layout);
};

/** Sums may be in any order: the canonical one of the devices is not the evaluator's. Relative to 1 + |want|. */
const orderTolerance: Readonly<Record<string, number>> = {
  'relative f64': 1e-14,
  'relative f32': 5e-6,
  'relative complex<f64>': 1e-14,
  'relative complex<f32>': 5e-6,
  'relative f16': 5e-3,
  'relative bf16': 4e-2,
};

/** An instance whose table allows for another order where the operation combines many elements. */
function withOrder(instance: Instance): Instance {
  const { primitive, operands, attributes, regions } = instance;
  const lowered = primitive.lower(
    operands.map((o) => o.type),
    attributes,
    regions.map((r) => r.program),
  );
  const isFree = ['reduce', 'contract'].includes(lowered.form) || (lowered.form === 'opaque' && lowered.kernel === 'grouped_convolution');
  return isFree ? { ...instance, table: { ...instance.table, ulp: { ...orderTolerance, ...instance.table.ulp } } } : instance;
}

for (const { file, table } of tables) {
  describe(`${file} ${table.primitive.name}`, () => {
    test('agrees with the evaluator on random operands', () => {
      const wrong: string[] = [];
      for (const instance of instancesOf(table)) {
        for (const layout of [undefined, reversedLayout]) {
          const result = checkOnDevice(withOrder(instance), 'js', (i) => run(i, layout));
          if (result.kind === 'wrong') wrong.push(`${layout ? 'strided ' : ''}${result.message}`);
        }
      }
      expect(wrong.slice(0, 5)).toEqual([]);
    });
    test('agrees with the written values', () => {
      const wrong: string[] = [];
      for (const row of table.values ?? []) {
        const regions = (row.regions ?? []).map((r) => ({ program: r.program, captures: r.captures.map((c) => c.payload as Literal) }));
        const got = executeOn(jsDevice, { primitive: table.primitive, operands: row.in, attributes: row.attributes ?? {}, regions });
        const want = Array.isArray(row.out) ? (row.out as readonly Literal[]) : [row.out as Literal];
        got?.forEach((g, k) => {
          const difference = worstDifference(g, want[k], (row.tolerance ?? 0) + (table.ulp?.[g.type.element.name] ?? table.ulp?.default ?? 0));
          const relative = orderTolerance[`relative ${g.type.element.name}`] ?? 0;
          if (difference && !withinRelative(g, want[k], relative)) wrong.push(`${row.name}: got ${difference.got}, want ${difference.want}`);
        });
      }
      expect(wrong).toEqual([]);
    });
  });
}
