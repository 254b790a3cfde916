/**
 * Decompositions of matrices: their definitions in `packages/ir` compute on f64 arrays, matrix by matrix, which is what a kernel would do. So the
 * kernel is the definition; moving elements in and out costs n² beside its n³.
 */
import { evaluateOperation, type Literal } from '@millrace/ir';
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';

function decompositionKernel({ primitive, operands, attributes }: KernelRequest): Kernel {
  return (inputs, outputs) => {
    const literals = operands.map((type, k): Literal => ({ type, data: contiguous(inputs[k], type) }));
    const results = evaluateOperation(primitive, literals, attributes) as readonly Literal[];
    outputs.forEach((out, k) => (out as Float64Array).set(results[k].data as Float64Array));
  };
}

/** By the name of the opaque form. */
export const decompositionKernels: Readonly<Record<string, (request: KernelRequest) => Kernel>> = Object.fromEntries(
  ['det', 'eig', 'eigh', 'lu', 'matrix_function', 'matrix_solve', 'pinv', 'qr', 'slogdet', 'svd', 'tridiagonal_solve'].map((name) => [
    name,
    decompositionKernel,
  ]),
);
