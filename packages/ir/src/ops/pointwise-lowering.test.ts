/** What a pointwise primitive lowers to means what `evaluate` says, bit for bit: checked on every short drawn case of every table. */
import { instancesOf, loadTables, worstDifference } from '@millrace/testing';
import { describe, expect, test } from 'vitest';
import type { PointwiseForm } from '../algebra/index.ts';
import { evaluateOperation } from '../evaluate/index.ts';
import { evaluateScalar } from '../evaluate/scalar.ts';
import type { Literal } from '../types/literal.ts';

const tables = await loadTables();

/** The form of a primitive that lowers to scalar expressions over operands of one shape. */
function pointwiseForm(instance: ReturnType<typeof instancesOf>[number]): PointwiseForm | null {
  if (instance.regions.length > 0 || instance.operands.some((o) => o.type.size > 64)) return null;
  const types = instance.operands.map((o) => o.type);
  const form = instance.primitive.lower(types, instance.attributes, []);
  return form.form === 'pointwise' && !form.maps ? form : null;
}

for (const { file, table } of tables) {
  const pairs = instancesOf(table).flatMap((instance) => {
    const form = pointwiseForm(instance);
    return form ? [{ instance, form }] : [];
  });
  if (pairs.length === 0) continue;
  describe(file, () => {
    test(`${pairs.length} cases`, () => {
      for (const { instance, form } of pairs) {
        const want = evaluateOperation(instance.primitive, instance.operands, instance.attributes) as readonly Literal[];
        want.forEach((w, k) => {
          // x * x of a complex number has one subtraction less than the definition of square
          const tolerance = w.type.element.part ? 4 : 0;
          const got = evaluateScalar(form.results[k], instance.operands, w.type);
          expect(worstDifference(got, w, tolerance), instance.name).toBeNull();
        });
      }
    });
  });
}
