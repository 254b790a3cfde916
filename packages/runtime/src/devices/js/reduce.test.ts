/** Reductions whose order does not matter, along rows and across them, with padding and initial values that are no identity. */
import {
  type Attributes,
  bf16,
  buildLiteral,
  type CombinerName,
  combinerRegion,
  type ElementType,
  EvalBuilder,
  evaluateOperation,
  f16,
  f32,
  i1,
  i8,
  i32,
  i64,
  installBase,
  type Literal,
  type Primitive,
  primitives,
  tensorType,
  ui32,
} from '@millrace/ir';
import { expect, test } from 'vitest';
import { executeOn } from '../execute.ts';
import { jsDevice } from './device.ts';
import { reversedLayout } from './layouts.ts';

installBase(new EvalBuilder());

const draw = (element: ElementType, shape: readonly number[]): Literal =>
  buildLiteral(tensorType(element, shape), (i) => {
    const x = ((i * 7919) % 41) - (element.kind === 'unsigned' ? 0 : 20);
    if (element.kind === 'boolean') return x > 5;
    return element.bits === 64 ? BigInt(x) : x;
  });

function agrees(primitive: Primitive, element: ElementType, shape: readonly number[], combiner: CombinerName, attributes: Attributes): void {
  const operands = [draw(element, shape), buildLiteral(tensorType(element, []), () => (element.kind === 'boolean' ? true : element.bits === 64 ? 3n : 3))];
  const regions = [{ program: combinerRegion(combiner, element).program, captures: [] }];
  const want = evaluateOperation(primitive, operands, attributes, regions) as readonly Literal[];
  for (const layout of [undefined, reversedLayout]) {
    const got = executeOn(jsDevice, { primitive, operands, attributes, regions }, layout) as readonly Literal[];
    expect([...got[0].data], `${primitive.shortName} ${combiner} ${element.name} ${JSON.stringify(attributes)}`).toEqual([...want[0].data]);
  }
}

const extremes: readonly CombinerName[] = ['maximum', 'minimum'];
const table: readonly (readonly [ElementType, readonly CombinerName[]])[] = [
  [f32, extremes],
  [f16, extremes],
  [bf16, extremes],
  [i8, ['add', 'multiply', 'xor', ...extremes]],
  [i32, ['add', 'multiply', 'and', 'or', 'xor', ...extremes]],
  [ui32, ['add', 'multiply', 'and', 'or', 'xor', ...extremes]],
  [i64, ['add', 'multiply', 'xor', ...extremes]],
  [i1, ['and', 'or', 'xor', 'add']],
];

test.each(table)('%s', (element, combiners) => {
  for (const combiner of combiners) {
    for (const dimensions of [[0], [1], [2], [0, 1], [1, 2], [2, 0], [0, 1, 2]]) agrees(primitives.reduce, element, [3, 5, 9], combiner, { dimensions });
    agrees(primitives.reduce, element, [0, 9], combiner, { dimensions: [0] });
    const padding = [
      [0, 0],
      [1, 2],
      [1, 0],
      [0, 0],
    ];
    agrees(primitives.reduceWindow, element, [1, 5, 6, 9], combiner, { windowDimensions: [1, 3, 2, 1], windowStrides: [1, 2, 1, 1], padding });
    agrees(primitives.reduceWindow, element, [4, 9], combiner, {
      windowDimensions: [2, 3],
      baseDilations: [2, 1],
      windowDilations: [1, 2],
      padding: [
        [0, 1],
        [2, 1],
      ],
    });
  }
});
