/** The js device: typed-array loops made from the lowering algebra, and kernels by name for what has no loop form. Needs no WebAssembly. */
import { mayCompile } from '@millrace/compiler';
import type { Lowered } from '@millrace/ir';
import type { Device, Kernel, KernelRequest } from '../device.ts';
import { contractKernel } from './contract.ts';
import { moveKernel } from './move.ts';
import { pointwiseKernel } from './pointwise.ts';
import { reduceKernel } from './reduce.ts';

type Maker = (request: KernelRequest) => Kernel | null;

const makers: Readonly<Partial<Record<Lowered['form'], Maker>>> = {
  pointwise: pointwiseKernel,
  reduce: reduceKernel,
  contract: contractKernel,
  move: moveKernel,
};

export const jsDevice: Device = {
  name: 'js',
  kernel: (request) => (mayCompile() ? (makers[request.lowered.form]?.(request) ?? null) : null),
};
