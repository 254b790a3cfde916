/** Which primitives run on what: everything has a kernel, is a view, or is run by the builder, but for the table below, and nothing falls silently. */
import { allPrimitives, EvalBuilder, installBase, type Literal, type Program } from '@millrace/ir';
import { instancesOf, loadTables } from '@millrace/testing';
import { beforeAll, expect, test } from 'vitest';
import { executorOf } from '../eager/plan.ts';
import { setDevice } from './chain.ts';

installBase(new EvalBuilder());
const tables = await loadTables();
beforeAll(() => setDevice('js'));

const otherProcesses = 'meets other processes: the distribution runtime runs it, the evaluator serves one process';
const hostEffect = 'talks to the host or orders effects: no arithmetic to compile';
const moduleFunction = 'names a function of a module; inlineCalls puts the callee in its place before anything runs';
const sizesFromData = 'the shape of the result is data; programs of Millrace have shapes that are known (notes N2), so it comes from foreign programs only';
const testFile = "compares tensors in StableHLO's test files, once";
const quantizedRare = 'converts stored integers of quantized tensors; conversion and integer kernels of packages/lite replace it';

/** Primitives that the reference evaluator runs, with the reason; where only some element types do, they are named. */
const evaluatorOnly: Readonly<Record<string, { readonly reason: string; readonly elements?: readonly string[] }>> = {
  'stablehlo.all_gather': { reason: otherProcesses },
  'stablehlo.all_reduce': { reason: otherProcesses },
  'stablehlo.all_to_all': { reason: otherProcesses },
  'stablehlo.collective_broadcast': { reason: otherProcesses },
  'stablehlo.collective_permute': { reason: otherProcesses },
  'stablehlo.collective_reduce': { reason: otherProcesses },
  'stablehlo.reduce_scatter': { reason: otherProcesses },
  'stablehlo.partition_id': { reason: otherProcesses },
  'stablehlo.replica_id': { reason: otherProcesses },
  'interpreter.run_parallel': { reason: otherProcesses },
  'stablehlo.send': { reason: otherProcesses },
  'stablehlo.recv': { reason: otherProcesses },
  'stablehlo.async_start': { reason: otherProcesses },
  'stablehlo.async_done': { reason: otherProcesses },
  'stablehlo.after_all': { reason: hostEffect },
  'stablehlo.create_token': { reason: hostEffect },
  'stablehlo.custom_call': { reason: hostEffect },
  'stablehlo.infeed': { reason: hostEffect },
  'stablehlo.outfeed': { reason: hostEffect },
  'interpreter.print': { reason: hostEffect },
  'interpreter.probe': { reason: hostEffect },
  'func.call': { reason: moduleFunction },
  'stablehlo.composite': { reason: moduleFunction },
  'stablehlo.dynamic_conv': { reason: sizesFromData },
  'stablehlo.dynamic_gather': { reason: sizesFromData },
  'stablehlo.dynamic_pad': { reason: sizesFromData },
  'stablehlo.set_dimension_size': { reason: sizesFromData },
  'stablehlo.real_dynamic_slice': { reason: sizesFromData },
  'stablehlo.rng': { reason: 'draws from a hidden stream; programs of Millrace use rng_bit_generator, whose state is a value' },
  'stablehlo.uniform_dequantize': { reason: quantizedRare },
  'stablehlo.uniform_quantize': { reason: quantizedRare },
  'check.expect_almost_eq': { reason: testFile },
  'check.expect_almost_eq_const': { reason: testFile },
  'check.expect_close': { reason: testFile },
  'check.expect_eq': { reason: testFile },
  'check.expect_eq_const': { reason: testFile },
  'stablehlo.bitcast_convert': {
    reason: 'elements narrower than a byte do not lie side by side in memory (ui8: when cast to i4)',
    elements: ['i4', 'ui4', 'i2', 'ui2', 'ui8'],
  },
};

interface Seen {
  readonly executor: string;
  readonly element: string;
  /** Any operand or result-determining type is quantized: then the evaluator dequantizes, computes and quantizes. */
  readonly quantized: boolean;
}

/** What runs each primitive, over every row of its table. */
function executors(): Map<string, Seen[]> {
  const seen = new Map<string, Seen[]>();
  const note = (name: string, element: string, quantized: boolean, executor: string): void => {
    seen.set(name, [...(seen.get(name) ?? []), { executor, element, quantized }]);
  };
  for (const { table } of tables) {
    const { primitive } = table;
    for (const i of instancesOf(table)) {
      const programs = i.regions.map((r): Program => r.program);
      const types = i.operands.map((o) => o.type);
      note(
        primitive.name,
        i.dtype.name,
        types.some((t) => t.element.kind === 'quantized'),
        executorOf(primitive, types, i.attributes, programs),
      );
    }
    for (const v of table.values ?? []) {
      const results = (Array.isArray(v.out) ? v.out : [v.out]) as readonly Literal[];
      const types = v.in.map((o) => o.type);
      const quantized = [...types, ...results.map((r) => r.type)].some((t) => t.element.kind === 'quantized');
      const executor = executorOf(
        primitive,
        types,
        v.attributes ?? {},
        (v.regions ?? []).map((r) => r.program),
      );
      const narrow = [...types, ...results.map((r) => r.type)].find((t) => t.element.bits < 8 && t.element.kind !== 'boolean');
      note(primitive.name, (narrow ?? types[0] ?? results[0]?.type)?.element.name ?? '', quantized, executor);
    }
  }
  return seen;
}

test('what falls to the evaluator is in the table, for every element type', () => {
  const missing: string[] = [];
  for (const [name, entries] of executors()) {
    const known = evaluatorOnly[name];
    for (const { executor, element, quantized } of entries) {
      if (executor !== 'evaluator' || quantized) continue;
      if (!known || (known.elements && !known.elements.includes(element))) missing.push(`${name} ${element}`);
    }
  }
  expect([...new Set(missing)]).toEqual([]);
});

test('the table names nothing that has a kernel by now', () => {
  const stale = [...executors()].filter(([name, entries]) => evaluatorOnly[name] && !entries.some((e) => e.executor === 'evaluator')).map(([name]) => name);
  expect(stale).toEqual([]);
  const names = new Set(allPrimitives().map((p) => p.name));
  expect(Object.keys(evaluatorOnly).filter((name) => !names.has(name))).toEqual([]);
});

test('every primitive with cases runs on something', () => {
  const seen = executors();
  expect(seen.size).toBeGreaterThan(60);
  for (const [name, entries] of seen) expect(entries.length, name).toBeGreaterThan(0);
});
