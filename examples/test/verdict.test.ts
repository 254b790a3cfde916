import { describe, expect, test } from 'vitest';
import { type Bars, judge } from '../shared/verdict.ts';

const bars: Bars = { accuracy: { atLeast: 0.865, each: 0.86, quick: 0.8 }, seconds: { atMost: 30, isTime: true } };
const full = { quick: false, timed: true };
const quick = { quick: true, timed: false };
const run = (accuracy: number, seconds: number = 10): { metric: string; value: number }[] => [
  { metric: 'accuracy', value: accuracy },
  { metric: 'seconds', value: seconds },
];

describe('the verdict on a case', () => {
  test('a plain run is held to the bar of a single seed', () => {
    expect(judge('case', bars, [run(0.861)], full)).toMatchObject({ passed: true, line: 'PASS case accuracy=0.8610 bar=>=0.86 seconds=10.0000 bar=<=30' });
    expect(judge('case', bars, [run(0.859)], full).line).toMatch(/^FAIL case accuracy=0\.8590/);
  });
  test('several seeds are held to both: the mean to one, each to the other', () => {
    expect(judge('case', bars, [run(0.861), run(0.87)], full)).toMatchObject({
      passed: true,
      line: expect.stringContaining('accuracy=0.8655 (0.8610, 0.8700) bar=>=0.865'),
    });
    expect(judge('case', bars, [run(0.861), run(0.862)], full).passed).toBe(false);
    expect(judge('case', bars, [run(0.9), run(0.85)], full).passed).toBe(false);
  });
  test('--quick has its own bar, and no limit on time', () => {
    expect(judge('case', bars, [run(0.81, 100)], quick)).toMatchObject({ passed: true, line: 'PASS case accuracy=0.8100 bar=>=0.8 seconds=100.0000' });
    expect(judge('case', bars, [run(0.79)], quick).passed).toBe(false);
  });
  test('npm start has the bars of a full run, and no limit on time', () => {
    expect(judge('case', bars, [run(0.861, 100)], { quick: false, timed: false }).passed).toBe(true);
    expect(judge('case', bars, [run(0.859)], { quick: false, timed: false }).passed).toBe(false);
  });
  test('a limit, a figure without a bar, and what is no number fail', () => {
    expect(judge('case', bars, [run(0.9, 31)], full).passed).toBe(false);
    expect(judge('case', {}, [run(0.9)], full).passed).toBe(false);
    expect(judge('case', bars, [run(Number.NaN)], full).passed).toBe(false);
    expect(judge('case', bars, [run(0.9, Number.NaN)], quick).passed).toBe(false);
  });
});
