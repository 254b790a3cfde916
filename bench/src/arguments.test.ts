import { describe, expect, test } from 'vitest';
import { peerNames, readArguments } from './arguments.ts';
import { workloads } from './workloads.ts';

describe('arguments of the bench', () => {
  test('without arguments: every workload, every peer, one thread of the wasm device', () => {
    const args = readArguments([], 2);
    expect(args).toMatchObject({ device: 'wasm', threads: 1, rounds: 5, json: undefined, help: false });
    expect(args.workloads).toEqual(workloads);
    expect(args.peers).toEqual(peerNames);
  });
  test('all options at once; workloads keep the order of the table', () => {
    const line = '--device js --threads 2 --only softmax1024,matmul256 --peers torch --rounds 1 --json out.json';
    const args = readArguments(line.split(' '), 2);
    expect(args).toMatchObject({ device: 'js', threads: 2, rounds: 1, peers: ['torch'], json: 'out.json' });
    expect(args.workloads.map((w) => w.name)).toEqual(['matmul256', 'softmax1024']);
  });
  test('no peers at all', () => expect(readArguments(['--peers', ''], 2).peers).toEqual([]));
  test.each([
    [['--only', 'matmul256,matmul3'], /--only has no matmul3; there are matmul256/],
    [['--only', ''], /--only names nothing; there are matmul256/],
    [['--peers', 'numpy'], /--peers has no numpy; there are torch/],
    [['--device', 'webgpu'], /--device has no webgpu; there are js, wasm/],
    [['--threads', '3'], /--threads must be a whole number from 1 to 2; got 3/],
    [['--threads', '0'], /--threads must be a whole number from 1/],
    [['--rounds', '1.5'], /--rounds must be a whole number from 1 to 1000; got 1.5/],
    [['--rounds', ''], /--rounds must be a whole number/],
    [['--speed'], /--speed/],
    [['matmul256'], /matmul256/],
  ])('%j is refused', (args, message) => expect(() => readArguments(args, 2)).toThrow(message));
  test('names of workloads are unique', () => expect(new Set(workloads.map((w) => w.name)).size).toBe(workloads.length));
});
