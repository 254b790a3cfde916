/** `check`: a scan of the predicate; only where it fails does the primitive's own evaluation run, which finds the element and says so. */
import { evaluateOperation, literal } from '@millrace/ir';
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';

/** Null for the checks of test files, which compare tensors and have no predicate. */
export function checkKernel({ primitive, attributes, operands }: KernelRequest): Kernel | null {
  if (primitive.operandNames[0] !== 'predicate') return null;
  return (inputs) => {
    const predicate = contiguous(inputs[0], operands[0]) as Uint8Array;
    for (let i = 0; i < predicate.length; i++) {
      if (predicate[i] !== 0) continue;
      const literals = operands.map((type, k) => literal(type, contiguous(inputs[k], type)));
      evaluateOperation(primitive, literals, attributes);
    }
  };
}
