/** Every table of cases through eager execution as users have it: views, kernels of the best device, rules of the builder, bodies, evaluator. */
import { dispatch, EvalBuilder, installBase, type Literal, plainHost, type TensorType } from '@millrace/ir';
import { checkOnDevice, type Instance, instancesOf, loadTables } from '@millrace/testing';
import { describe, expect, test } from 'vitest';
import { EagerBuilder } from './eager-builder.ts';

const evaluator = new EvalBuilder();
installBase(evaluator);
const tables = await loadTables();
const eager = new EagerBuilder(plainHost);

/** Tokens, and operations that meet other processes or read files, have their own tests. */
const isTensorOperation = ({ primitive, operands }: Instance): boolean => !primitive.traits.collective && operands.every((o) => o.type?.kind === 'tensor');

function run({ primitive, operands, attributes, regions }: Instance): readonly Literal[] {
  installBase(eager);
  try {
    const values = operands.map((o) => eager.constant(o));
    const results = dispatch(primitive, values, primitive.complete(attributes), regions);
    return results.map((r) => ({ type: r.type as TensorType, data: eager.dataOf(r) }));
  } finally {
    installBase(evaluator);
  }
}

/** Sums in another order, and wasm's own elementary functions, differ by a few units in the last place; see the device's own tests. */
const tolerance: Readonly<Record<string, number>> = {
  'relative f64': 1e-12,
  'relative f32': 1e-5,
  'relative f16': 5e-3,
  'relative bf16': 4e-2,
  'relative complex<f32>': 1e-5,
  'relative complex<f64>': 1e-12,
};

for (const { file, table } of tables) {
  describe(`${file} ${table.primitive.name}`, () => {
    test('agrees with the evaluator, twice', () => {
      const wrong: string[] = [];
      for (const instance of instancesOf(table).filter(isTensorOperation)) {
        const tolerant = { ...instance, table: { ...table, ulp: { ...tolerance, ...table.ulp } } };
        for (let round = 0; round < 2; round++) {
          const result = checkOnDevice(tolerant, 'eager', run);
          if (result.kind === 'wrong') wrong.push(result.message);
        }
      }
      expect(wrong.slice(0, 5)).toEqual([]);
    });
  });
}
