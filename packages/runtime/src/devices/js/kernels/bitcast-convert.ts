/** `bitcast_convert` between widths: the same bytes as other elements. Parts lie low bits first, as in memory. */
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';

const bytes = (x: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number }): Uint8Array => new Uint8Array(x.buffer, x.byteOffset, x.byteLength);

/** Null for elements narrower than a byte, which do not lie side by side in memory. */
export function bitcastConvertKernel({ operands, results }: KernelRequest): Kernel | null {
  if (operands[0].element.bits < 8 || results[0].element.bits < 8) return null;
  return (inputs, [y]) => bytes(y).set(bytes(contiguous(inputs[0], operands[0])));
}
