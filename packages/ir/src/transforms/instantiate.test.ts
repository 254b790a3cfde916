/** Programs at given sizes: types, attributes, regions and guards. */
import { expect, test } from 'vitest';
import { withBase } from '../builder/dispatch.ts';
import { interpret } from '../builder/interpret.ts';
import { methods } from '../builder/methods-table.ts';
import { trace } from '../builder/trace.ts';
import type { Builder, Value } from '../builder/value.ts';
import { failure } from '../errors/index.ts';
import { verifyProgram } from '../program/index.ts';
import { addDims, collectGuards, symbol } from '../types/dim.ts';
import { f32 } from '../types/element.ts';
import { type TensorType, tensorType } from '../types/type.ts';
import { bindSizes, instantiateProgram } from './instantiate.ts';

const [n, m] = [symbol('n'), symbol('m')];
const open = tensorType(f32, [n, 3]);

test('sizes are read off the arguments', () => {
  expect(bindSizes([open], [tensorType(f32, [5, 3])])).toEqual(new Map([['n', 5]]));
  expect(bindSizes([open], [tensorType(f32, [5, 4])])).toBeNull();
  expect(bindSizes([open], [tensorType(f32, [5])])).toBeNull();
  expect(bindSizes([open, open], [tensorType(f32, [5, 3]), tensorType(f32, [6, 3])])).toBeNull();
  expect(bindSizes([open], [tensorType(f32, [addDims(m, 1), 3])])).toEqual(new Map([['n', addDims(m, 1)]]));
});

test('what is open on both sides becomes a guard', () => {
  const guards: string[] = [];
  collectGuards(
    ({ left, relation, right }) => guards.push(`${left} ${relation} ${right}`),
    () => bindSizes([open], [tensorType(f32, [2, m])]),
  );
  expect(guards).toEqual(['3 equal m']);
});

test('types, attributes and regions take the sizes; a program without symbols stays as it is', () => {
  const { program } = trace([open], (x) => {
    const doubled = methods.add(x, methods.broadcast(methods.scalar(f32, 2), [n, 3], []));
    const wide = methods.reshapeTo(doubled, [3, n]);
    const body = methods.trace([tensorType(f32, [3])], (row) => [methods.add(row, methods.sum(wide, [1]))]);
    return methods.scan([doubled], { carryCount: 0, body });
  });
  const at = instantiateProgram(program, new Map([['n', 4]]));
  verifyProgram(at);
  expect(String(at.results[0].type)).toBe('tensor<4x3xf32>');
  expect(at.operations.every((o) => o.results.every((r) => (r.type as TensorType).isStatic))).toBe(true);
  const broadcast = at.operations.find((o) => o.primitive.name === 'stablehlo.broadcast_in_dim');
  expect(broadcast?.attributes.shape).toEqual([4, 3]);
  expect(at.operations.every((o, i) => o.location === program.operations[i].location)).toBe(true);
  expect(instantiateProgram(at, new Map([['n', 7]]))).toBe(at);
});

test('guards are checked first; those about other symbols stay', () => {
  const { program } = trace([tensorType(f32, [n]), tensorType(f32, [m])], (x, y) => [methods.add(x, y)]);
  expect(program.guards).toHaveLength(1);
  expect(
    instantiateProgram(
      program,
      new Map([
        ['n', 2],
        ['m', 2],
      ]),
    ).guards,
  ).toEqual([]);
  expect(instantiateProgram(program, new Map([['n', 2]])).guards).toHaveLength(1);
  const wrong = new Map([
    ['n', 2],
    ['m', 3],
  ]);
  expect(() => instantiateProgram(program, wrong)).toThrow(expect.objectContaining({ code: 'shape-mismatch' }));
});

test('a failure inside a program names the place of its operation', () => {
  const { program } = trace(
    [open],
    (x) => [methods.negate(x)],
    undefined,
    () => ({ kind: 'file', file: 'model.ts', line: 3, column: 5 }),
  );
  const refuses: Builder = {
    level: 5,
    apply: () => {
      throw failure('unimplemented', { op: 'negate', message: 'no' });
    },
    constant: () => {
      throw failure('unimplemented', { op: 'constant', message: 'no' });
    },
  };
  const x: Value = { type: open, builder: refuses, payload: null };
  expect(() => withBase(refuses, () => interpret(program, [x]))).toThrow(/no at model.ts:3:5/);
});
