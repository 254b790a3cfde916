import { describe, expect, test } from 'vitest';
import { type Asked, type Measurement, measure, quantile, timing } from './harness.ts';
import type { Answer } from './protocol.ts';
import { disagreements, markdown, rowsOf } from './report.ts';
import type { Workload } from './workloads.ts';

const product: Workload = { name: 'product', run: 'product', flops: 8e6, bytes: 2e6, description: 'a product', inFunction: true, checked: true };
const setting = { device: 'wasm', threads: 2 };
const measured: Measurement = {
  workload: product,
  results: {
    ours: { ms: 4, spread: 0.5, value: 2 },
    function: { ms: 2, spread: 0.25, value: 2.0001 },
    torch: { ms: 1, spread: 0.1, value: 2.001 },
    'tfjs-cpu': { ms: 40, spread: 1, value: 2.1 },
    'jax-js': { unsupported: 'not written for this peer' },
  },
};
const peers = ['torch', 'tfjs-cpu', 'jax-js', 'onnxruntime'];

describe('report', () => {
  test('rows as JSON: one for eager, one for the function; null where a peer has no time or is not installed', () => {
    const others = { torch: 1, 'tfjs-cpu': 40, 'jax-js': null, onnxruntime: null };
    expect(rowsOf(measured, setting, peers)).toEqual([
      { workload: 'product', device: 'wasm', threads: 2, ms: 4, peers: others },
      { workload: 'product+function', device: 'wasm', threads: 2, ms: 2, peers: others },
    ]);
  });
  test('the table has rates and ratios, and says what did not run and what differs', () => {
    const lines = markdown([measured], setting, ['torch', 'jax-js']).split('\n');
    expect(lines[0]).toBe('| workload | ours (wasm) ms | ± ms | GFLOP/s | GB/s | torch ms | ratio | jax-js ms | ratio |');
    // 8 MFLOP in 4 ms are 2 GFLOP/s, in 2 ms 4; the ratio is the peer's time over ours.
    expect(lines[2]).toBe('| product | 4.000 | 0.500 | 2.0 | 0.5 | 1.000 | 0.25 | – |  |');
    expect(lines[3]).toBe('| product+function | 2.000 | 0.250 | 4.0 | 1.0 | 1.000 | 0.50 | – |  |');
    expect(lines).toContain('does not agree: product: tfjs-cpu gives 2.1 where ours gives 2');
    expect(lines).toContain('product on jax-js: not written for this peer');
  });
  test('a time that is missing on our side has no ratio', () => {
    const failed = { ...measured, results: { ours: { unsupported: 'no kernel' }, torch: { ms: 1, spread: 0 } } };
    expect(markdown([failed], setting, ['torch']).split('\n')[2]).toBe('| product | – | – |  |  | 1.000 |  |');
    expect(rowsOf(failed, setting, ['torch'])[0].ms).toBeNull();
  });
  test('values are compared only where every peer has equal inputs', () => {
    expect(disagreements(measured)).toHaveLength(1);
    expect(disagreements({ ...measured, workload: { ...product, checked: false } })).toEqual([]);
    const broken = { ...measured, results: { ours: { ms: 1, spread: 0, value: 1 }, torch: { ms: 1, spread: 0, value: Number.NaN } } };
    expect(disagreements(broken)).toHaveLength(1);
  });
});

describe('measuring', () => {
  test('quantiles lie on the line between neighbors', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([5], 0.75)).toBe(5);
  });
  test('the median of numbers in any order; the spread is half the middle half', () =>
    expect(timing([9, 1, 5, 3, 7], 3)).toEqual({ ms: 5, spread: 2, value: 3 }));
  test('peers are asked in turns; one that fails or dies is told of and not asked again', async () => {
    const asked: string[] = [];
    const peer = (name: string, reply: (round: number) => Answer | Error): Asked => ({
      name,
      ask: async (round) => {
        asked.push(`${name} ${round}`);
        const answer = reply(round);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    });
    const { results } = await measure(
      product,
      [
        peer('ours', (round) => ({ ms: [round, round + 2], value: 1 })),
        peer('torch', () => ({ unsupported: 'not here' })),
        peer('jax-js', () => new Error('it died')),
      ],
      2,
    );
    expect(asked).toEqual(['ours 0', 'torch 0', 'jax-js 0', 'ours 1']);
    expect(results).toEqual({ ours: { ms: 1.5, spread: 0.75, value: 1 }, torch: { unsupported: 'not here' }, 'jax-js': { unsupported: 'it died' } });
  });
});
