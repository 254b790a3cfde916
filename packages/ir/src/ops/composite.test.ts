/** Composites have rules of their own and a body in other primitives: both must mean the same, and have the same derivatives. */
import {
  allPrimitives,
  currentBase,
  EvalBuilder,
  elementsOf,
  emit,
  f64,
  installBase,
  jvp,
  type Literal,
  methods,
  type Primitive,
  pullbackRegion,
  trace,
  type Value,
} from '@millrace/ir';
import { drawLiteral, type Instance, instancesOf, loadTables, normal, Random } from '@millrace/testing';
import { beforeAll, describe, expect, test } from 'vitest';

beforeAll(() => installBase(new EvalBuilder()));

const tables = await loadTables();
const composites = allPrimitives().filter((p) => p.body);

type Run = (...args: Value[]) => readonly Value[];
const byRules =
  (i: Instance): Run =>
  (...args) =>
    emit(i.primitive, args, i.attributes, i.regions);
const byBody =
  (i: Instance): Run =>
  (...args) =>
    i.primitive.body!(args, i.attributes, i.regions, methods);
const constant = (l: Literal): Value => currentBase().constant(l);
const isMoving = (l: Literal): boolean => l.type.element === f64;
const numbers = (v: Value | null): number[] => (v ? (elementsOf(v.payload as Literal) as number[]) : []);

function expectClose(got: readonly (Value | null)[], want: readonly (Value | null)[]): void {
  expect(got.length).toBe(want.length);
  got.forEach((g, k) => {
    const [a, b] = [numbers(g), numbers(want[k])];
    expect(a.length).toBe(b.length);
    a.forEach((x, j) => expect(Math.abs(x - b[j])).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(b[j]))));
  });
}

function instances(primitive: Primitive): Instance[] {
  return tables.filter((t) => t.table.primitive === primitive).flatMap((t) => instancesOf(t.table, 11, (dtype) => dtype === f64));
}

describe.each(composites.map((p) => [p.name, p] as const))('%s', (_name, primitive) => {
  test('has random cases in f64', () => expect(instances(primitive).length).toBeGreaterThan(0));
  test.each(instances(primitive).map((i) => [i.name, i] as const))('%s', (_case, instance) => {
    const random = new Random(5);
    const args = instance.operands.map(constant);
    const results = byBody(instance)(...args);
    expectClose(byRules(instance)(...args), results);
    const tangents = instance.operands.map((o) => (isMoving(o) ? constant(drawLiteral(normal(), random, f64, o.type.shape as number[])) : null));
    expectClose(jvp(byRules(instance), args, tangents).tangents, jvp(byBody(instance), args, tangents).tangents);
    const cts = results.map((r) => constant(drawLiteral(normal(), random, f64, (r.payload as Literal).type.shape as number[])));
    const back = (run: Run): readonly (Value | null)[] =>
      pullbackRegion(
        trace(
          args.map((a) => a.type),
          run,
        ),
        args,
        cts,
      ).args;
    expectClose(back(byRules(instance)), back(byBody(instance)));
  });
});
