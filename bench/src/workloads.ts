/** The table of workloads: names, sizes, and the work in one run, for rooflines. */

export interface Workload {
  readonly name: string;
  /** Function of the peers that runs it. */
  readonly run: string;
  readonly size?: number;
  readonly flops?: number;
  /** Bytes that must move between memory and processor, once each. */
  readonly bytes?: number;
  readonly description: string;
}

const matmul = (n: number): Workload => ({
  name: `matmul${n}`,
  run: 'matmul',
  size: n,
  flops: 2 * n ** 3,
  bytes: 12 * n ** 2,
  description: `[${n}, ${n}] x [${n}, ${n}], f32`,
});

export const workloads: readonly Workload[] = [
  { name: 'eager_chain', run: 'eager_chain', flops: 8000, description: '1,000 chained additions of 8 numbers' },
  matmul(256),
  matmul(512),
  matmul(1024),
  { name: 'gelu1m', run: 'gelu1m', bytes: 8e6, flops: 1e6 * 8, description: 'gelu(ax + b) on 1M elements, exact form' },
  { name: 'softmax1024', run: 'softmax1024', bytes: 8 * 1024 ** 2, description: 'softmax over rows of [1024, 1024]' },
  { name: 'sum_axis0', run: 'sum_axis0', bytes: 4 * 2048 ** 2, flops: 2048 ** 2, description: 'sum over axis 0 of [2048, 2048]' },
  { name: 'sum_axis1', run: 'sum_axis1', bytes: 4 * 2048 ** 2, flops: 2048 ** 2, description: 'sum over axis 1 of [2048, 2048]' },
  { name: 'conv3x3', run: 'conv3x3', flops: 2 * 8 * 56 * 56 * 64 * 64 * 9, description: '8x56x56x64 to 64 channels, 3x3, same' },
  { name: 'depthwise3x3', run: 'depthwise3x3', flops: 2 * 8 * 56 * 56 * 128 * 9, description: '8x56x56x128, depthwise 3x3, same' },
];
