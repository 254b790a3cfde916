/**
 * Runs the cases of primitives by hand: `npm run ops -- --test|--grad|--batch|--perf|--support [FILTER] [--seed N] [--device NAME]`.
 * FILTER is part of a case's string, as a failure prints it.
 */
import { parseArgs } from 'node:util';
import { EvalBuilder, installBase, primitives } from '../packages/ir/src/index.ts';
import {
  batchInstances,
  checkBatching,
  checkGradients,
  checkOnDevice,
  checkReject,
  checkValue,
  gradInstances,
  type Instance,
  instancesOf,
  type LoadedTable,
  loadTables,
} from '../packages/testing/src/index.ts';
import { deviceNamed, executeOn } from './ops-devices.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    test: { type: 'boolean' },
    grad: { type: 'boolean' },
    batch: { type: 'boolean' },
    perf: { type: 'boolean' },
    support: { type: 'boolean' },
    seed: { type: 'string', default: '7' },
    device: { type: 'string', default: 'wasm' },
    help: { type: 'boolean' },
  },
});

const seed = Number(values.seed);
const [filter = ''] = positionals;
const matches = (name: string): boolean => name.includes(filter.replace(/ seed=\d+.*/, ''));

/** Prints what is wrong, and the counts. */
function report(mode: string, results: Iterable<readonly [string, string | null]>): void {
  let passed = 0;
  let failed = 0;
  for (const [name, wrong] of results) {
    if (!matches(name)) continue;
    if (wrong) {
      failed++;
      console.log(`FAIL ${wrong}`);
    } else passed++;
  }
  console.log(`${mode}: ${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

function* writtenRows(tables: readonly LoadedTable[]): Generator<readonly [string, string | null]> {
  for (const { table } of tables) {
    for (const row of table.values ?? []) yield [`${table.primitive.shortName} ${row.name}`, checkValue(table, row)];
    for (const row of table.rejects ?? []) yield [`${table.primitive.shortName} ${row.breaks}`, checkReject(table, row)];
  }
}

function* onDevice(tables: readonly LoadedTable[]): Generator<readonly [string, string | null]> {
  const device = deviceNamed(values.device);
  for (const instance of tables.flatMap((t) => instancesOf(t.table, seed))) {
    const result = checkOnDevice(instance, values.device, (i) => executeOn(device, i));
    if (result.kind !== 'unsupported') yield [instance.name, result.kind === 'wrong' ? result.message : null];
  }
}

/** Median time of a kernel, with bytes moved. */
function perf(tables: readonly LoadedTable[]): void {
  const device = deviceNamed(values.device);
  for (const instance of tables.flatMap((t) => instancesOf(t.table, seed)).filter((i) => matches(i.name))) {
    if (!executeOn(device, instance)) continue;
    const times = Array.from({ length: 15 }, () => {
      const start = performance.now();
      executeOn(device, instance);
      return performance.now() - start;
    }).sort((a, b) => a - b);
    const bytes = instance.operands.reduce((sum, o) => sum + o.data.byteLength, 0);
    console.log(`${instance.name.padEnd(80)} ${(times[7] * 1000).toFixed(1).padStart(9)} us ${(bytes / times[7] / 1e6).toFixed(2).padStart(8)} GB/s in`);
  }
}

/** Which element types each primitive runs in, by device. */
function support(tables: readonly LoadedTable[]): void {
  console.log('primitive,device,element types');
  for (const primitive of Object.values(primitives)) {
    for (const name of ['wasm', 'js']) {
      const device = deviceNamed(name);
      const instances: Instance[] = tables.filter((t) => t.table.primitive === primitive).flatMap((t) => instancesOf(t.table, seed));
      const types = new Set(instances.filter((i) => executeOn(device, i)).map((i) => i.dtype.name));
      console.log(`${primitive.name},${name},${[...types].join(' ')}`);
    }
  }
}

if (values.help) console.log('npm run ops -- --test|--grad|--batch|--perf|--support [FILTER] [--seed N] [--device js|wasm]');
else {
  installBase(new EvalBuilder());
  const tables = await loadTables();
  if (values.grad)
    report(
      'grad',
      tables.flatMap((t) => gradInstances(t.table, seed)).map((i) => [i.name, matches(i.name) ? checkGradients(i) : null] as const),
    );
  else if (values.batch)
    report(
      'batch',
      tables.flatMap((t) => batchInstances(t.table, seed)).map((i) => [i.name, matches(i.name) ? checkBatching(i) : null] as const),
    );
  else if (values.perf) perf(tables);
  else if (values.support) support(tables);
  else {
    report('written rows', writtenRows(tables));
    report(`on ${values.device}`, onDevice(tables));
  }
}
