import { describe, expect, test } from 'vitest';
import { runColor } from '../colors.ts';
import { hashOf, viewOf } from '../store.ts';
import { formatSpan, formatValue } from './format.ts';
import { nearestIndex, positionRange, valueRange } from './ranges.ts';
import { smooth } from './smooth.ts';

describe('smoothing', () => {
  // shared/spec/tensorboard.md section 5.
  test('of 0, 10, 0, 10 by 0.6', () => {
    const found = smooth([0, 10, 0, 10], 0.6);
    for (const [i, want] of [0, 6.25, 3.061224, 6.25].entries()) expect(Math.abs(found[i] - want)).toBeLessThan(1e-2 * (i === 3 ? 10 : 1e-4));
    // The last by hand: (0.4 * 10 + 0.6 * (0.6 * (0.6 * 0 + 0.4 * 10))) / (1 - 0.6^4)
    expect(found[3]).toBeCloseTo((4 + 0.36 * 4) / (1 - 0.1296), 12);
  });
  test('passes over what is not finite, leaves constants and weight 0 alone', () => {
    expect([...smooth([1, Number.NaN, 3], 0.5)]).toEqual([1, Number.NaN, (0.5 * 0.5 + 1.5) / 0.75]);
    expect([...smooth([0.1, 0.1, 0.1], 0.9)]).toEqual([0.1, 0.1, 0.1]);
    expect([...smooth([1, 2, 4], 0)]).toEqual([1, 2, 4]);
  });
});

describe('ranges', () => {
  const all = { ignoreOutliers: false, isLog: false };
  test('all values with a margin, or from the 5th to the 95th percentile', () => {
    expect(valueRange([[0, 5], [10]], all)).toEqual({ min: -0.5, max: 10.5 });
    const many = Array.from({ length: 101 }, (_, i) => i);
    expect(valueRange([[...many, 1e9]], { ...all, ignoreOutliers: true })!.max).toBeLessThan(102);
    expect(valueRange([[3, 3]], all)).toEqual({ min: 2.7, max: 3.3 });
    expect(valueRange([[0]], all)).toEqual({ min: -1, max: 1 });
    expect(valueRange([[Number.NaN], []], all)).toBe(null);
  });
  test('positive values only on a logarithmic axis', () => {
    expect(valueRange([[-1, 0]], { ...all, isLog: true })).toBe(null);
    const { min, max } = valueRange([[-5, 1, 100]], { ...all, isLog: true })!;
    expect([min < 1 && min > 0.7, max > 100 && max < 130]).toEqual([true, true]);
  });
  test('positions and the nearest of them', () => {
    expect(positionRange([[2, 4], [1]])).toEqual({ min: 1, max: 4 });
    expect(positionRange([[7]])).toEqual({ min: 6, max: 8 });
    expect(positionRange([])).toBe(null);
    expect([-5, 0, 4, 6, 14, 99].map((x) => nearestIndex([0, 10, 20], x))).toEqual([0, 0, 0, 1, 1, 2]);
    expect(nearestIndex([], 1)).toBe(-1);
  });
});

test('numbers and spans', () => {
  expect([0, 0.5, 1234.5678, 1e-7, 2.5e9, Number.NaN, Number.NEGATIVE_INFINITY].map(formatValue)).toEqual([
    '0',
    '0.5',
    '1,234.6',
    '1.000e-7',
    '2.500e+9',
    'NaN',
    '-Infinity',
  ]);
  expect([0.5, 59, 65, 3600, 11_000, 90_000, -65].map(formatSpan)).toEqual(['0.5 s', '59 s', '1 min 5 s', '1 h', '3 h 3 min', '1 d 1 h', '-1 min 5 s']);
});

test('an address holds a view, and nothing else', () => {
  const view = viewOf(
    '#histograms?runFilter=a%2Bb&tagFilter=%5Eloss&smoothing=0.9&xAxis=wall&logY=true&ignoreOutliers=false&tooltipSort=nearest&histogramMode=overlay&graph=g&pinned=a&pinned=b&step=3',
  );
  expect(view).toEqual({
    tab: 'histograms',
    runFilter: 'a+b',
    tagFilter: '^loss',
    smoothing: 0.9,
    xAxis: 'wall',
    logY: true,
    ignoreOutliers: false,
    tooltipSort: 'nearest',
    histogramMode: 'overlay',
    graph: 'g',
    pinned: ['a', 'b'],
    linkedStep: 3,
  });
  expect(viewOf(hashOf(view))).toEqual(view);
  expect(hashOf(viewOf('#scalars'))).toBe('#scalars');
  expect(viewOf('#<script>?smoothing=7&xAxis=up')).toMatchObject({ tab: '', smoothing: 0.6, xAxis: 'step' });
});

test('a run has one color of enough contrast in each theme', () => {
  expect(runColor('train', 'light')).toBe(runColor('train', 'light'));
  expect(runColor('train', 'light')).not.toBe(runColor('validation', 'light'));
  expect(runColor('train', 'dark')).toMatch(/^hsl\(\d+ 80% 68%\)$/);
});
