/** Mode `test` on compiled programs: every row of every table as a program of one operation, on both kinds of memory, against the reference evaluator. */
import { passes } from '@millrace/compiler';
import { type Literal, Program, ProgramValue, plainHost, type TensorType, unknownLocation } from '@millrace/ir';
import { checkOnDevice, type Instance, instancesOf, loadTables } from '@millrace/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { setDevice } from '../src/devices/chain.ts';
import { EagerBuilder } from '../src/eager/eager-builder.ts';
import { contiguous, Storage } from '../src/memory/storage.ts';
import { compileProgram } from '../src/programs/compile.ts';

const builder = new EagerBuilder(plainHost);
const tables = await loadTables();
const counts = { kernels: 0, host: 0, other: 0 };

/** The instance as a program: operands are arguments. */
function programOf({ primitive, operands, attributes, regions }: Instance): Program {
  const args = operands.map((o) => new ProgramValue(o.type));
  const programs = regions.map((r) => r.program);
  const types = primitive.infer(
    operands.map((o) => o.type),
    attributes,
    programs,
  );
  const results = types.map((t) => new ProgramValue(t));
  const inner = programs.map((program) => ({ program, captures: [] }));
  return new Program(args, [{ primitive, operands: args, attributes, regions: inner, results, location: unknownLocation }], results);
}

function execute(instance: Instance, threads: number): readonly Literal[] | null {
  const program = programOf(instance);
  const values = [...program.arguments, ...program.results];
  if (values.some((v) => v.type.kind !== 'tensor' || !v.type.isStatic)) return null;
  const executable = compileProgram({ name: instance.primitive.name, program, states: 0, writes: [] }, builder, { without: everyPass, threads, sharedFrom: 0 });
  const { kernels } = executable.cost();
  counts[kernels.kernels ? 'kernels' : kernels.host ? 'host' : 'other']++;
  const inputs = instance.operands.map((o) => ({ type: o.type, storage: new Storage(o.data, null, 0, true) }));
  return executable.run([], inputs).map(({ type, storage }) => ({ type: type as TensorType, data: contiguous(storage, type) }));
}

/** The operation itself is to run, not what passes make of it. */
const everyPass = [...new Set(passes.map((p) => p.name))];

for (const [device, threads] of [
  ['js', 1],
  ['wasm', 1],
  ['wasm', 3],
] as const) {
  describe(`${device}, parts: ${threads}`, () => {
    for (const { file, table } of tables) {
      test(`${file} ${table.primitive.name}`, () => {
        setDevice(device);
        const results = instancesOf(table).map((i) => checkOnDevice(i, device, (j) => execute(j, threads)));
        expect(results.flatMap((r) => (r.kind === 'wrong' ? [r.message] : []))).toEqual([]);
      });
    }
  });
}

afterAll(() =>
  console.log(`programs of one operation: ${counts.kernels} compiled, ${counts.host} run by the host, ${counts.other} without a step (views, constants)`),
);
