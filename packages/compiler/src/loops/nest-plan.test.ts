import { axisIndex, identityMap, indexExpr } from '@millrace/ir';
import { expect, test } from 'vitest';
import { planNest } from './nest-plan.ts';

const dense = (shape: readonly number[]): number[] => shape.map((_, axis) => shape.slice(axis + 1).reduce((n, d) => n * d, 1));

test('neighbors that every operand walks as one are one loop; axes of size 1 are none', () => {
  const shape = [2, 1, 3, 4];
  const row = { map: identityMap(4), shape, strides: dense(shape), offset: 0 };
  expect(planNest(shape, [0, 0, 0, 0], [row, row], 0).sizes).toEqual([24]);
  const transposed = { ...row, strides: [12, 12, 1, 3] };
  const plan = planNest(shape, [0, 0, 0, 0], [row, transposed], 0);
  expect(plan.sizes).toEqual([2, 3, 4]);
  expect(plan.steps).toEqual([
    [12, 4, 1],
    [12, 1, 3],
  ]);
});

test('groups keep axes apart', () => {
  const row = { map: identityMap(2), shape: [3, 4], strides: [4, 1], offset: 5 };
  const plan = planNest([3, 4], [0, 1], [row], 1);
  expect(plan.sizes).toEqual([3, 4]);
  expect(plan.structure.firstCheckedAxis).toBe(1);
  expect(plan.geometry[plan.offsetPlaces[0]]).toBe(5);
});

test('a dimension is checked only where some coordinate leaves it', () => {
  const window = (pad: number): ReturnType<typeof planNest> => {
    const map = [
      indexExpr(
        [
          { axis: 0, coefficient: 2 },
          { axis: 1, coefficient: 1 },
        ],
        -pad,
      ),
    ];
    return planNest([4, 3], [0, 1], [{ map, shape: [9], strides: [1], offset: 0 }], 1);
  };
  expect(window(0).structure.operands[0].checks).toEqual([]);
  const [check] = window(1).structure.operands[0].checks;
  expect(check.axes.map((a) => a.axis)).toEqual([0, 1]);
  expect(check.divided).toBe(false);
});

test('dilation is a check with a division, reversal a step backwards', () => {
  const map = [indexExpr([{ axis: 0, coefficient: 1 }], 0, 2), indexExpr([{ axis: 1, coefficient: -1 }], 3)];
  const plan = planNest([7, 4], [0, 0], [{ map, shape: [4, 4], strides: [4, 1], offset: 0 }], 0);
  expect(plan.structure.operands[0].checks.map((c) => c.divided)).toEqual([true]);
  expect(plan.steps[0]).toEqual([0, -1]);
  expect(plan.geometry[plan.offsetPlaces[0]]).toBe(3);
});

test('a check without a loop to act on gets one of a single step', () => {
  // One window of one element, in the padding of rows: rows are a loop of the result, which must not skip.
  const map = [indexExpr([{ axis: 0, coefficient: 1 }], -1), axisIndex(2)];
  const plan = planNest([3, 1, 5], [0, 1, 2], [{ map, shape: [2, 5], strides: [5, 1], offset: 0 }], 1);
  expect(plan.sizes).toEqual([3, 1, 5]);
  expect(plan.structure.firstCheckedAxis).toBe(1);
});
