/** The js device: typed-array loops made from the lowering algebra, and kernels by name for what has no loop form. Needs no WebAssembly. */
import { mayCompile } from '@millrace/compiler';
import type { Lowered } from '@millrace/ir';
import type { Device, Kernel, KernelRequest } from '../device.ts';
import { pointwiseKernel } from './pointwise.ts';

type Maker = (request: KernelRequest) => Kernel | null;

const makers: Readonly<Partial<Record<Lowered['form'], Maker>>> = {
  pointwise: pointwiseKernel,
};

export const jsDevice: Device = {
  name: 'js',
  kernel: (request) => (mayCompile() ? (makers[request.lowered.form]?.(request) ?? null) : null),
};
