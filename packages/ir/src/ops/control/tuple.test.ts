/** Tuples: values that the tables of cases cannot write. */
import { methods as b, buildLiteral, evaluateProgram, f32, i32, type Literal, primitives, tensorType, trace, tupleType } from '@millrace/ir';
import { expect, test } from 'vitest';

const [x, y] = [tensorType(f32, [2]), tensorType(i32, [])];
const values: Literal[] = [buildLiteral(x, (i) => i + 1), buildLiteral(y, () => 7)];

test('an element of a tuple is the value that was put in', () => {
  const { program } = trace([x, y], (p, q) => {
    const pair = b.tuple([p, b.tuple([q])]);
    return [b.getTupleElement(b.getTupleElement(pair, { index: 1 }), { index: 0 }), b.getTupleElement(pair, { index: 0 })];
  });
  expect(evaluateProgram(program, values)).toEqual([values[1], values[0]]);
});

test('a position beyond the tuple is refused with its label', () => {
  const type = tupleType([x, y]);
  expect(() => primitives.getTupleElement.infer([type], { index: 2 }, [])).toThrow('index 2 must be below 2, the size of the tuple (c1)');
});
