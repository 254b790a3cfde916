/** `top_k`: the largest elements of each row with their positions; earlier ones first among equals, NaN above infinity, -0 below 0. */
import { decodeTable, type ElementType, staticShape, type TypedArray } from '@millrace/ir';
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';

type Order = (data: TypedArray, a: number, b: number) => boolean;

/** Whether the element at a belongs before the one at b. */
function above(element: ElementType): Order {
  if (element.kind !== 'float') return (data, a, b) => data[a] > data[b];
  const table = element.format && decodeTable(element.format);
  return (data, a, b) => {
    const x = (table ? table[data[a] as number] : data[a]) as number;
    const y = (table ? table[data[b] as number] : data[b]) as number;
    if (x > y) return true;
    if (x < y) return false;
    if (x === y) return x === 0 && Object.is(y, -0) && Object.is(x, 0);
    return Number.isNaN(x) && !Number.isNaN(y);
  };
}

export function topKKernel({ operands, attributes, results }: KernelRequest): Kernel {
  const [type] = operands;
  const shape = staticShape(type);
  const n = shape[shape.length - 1];
  const k = attributes.k as number;
  const rows = results[0].size === 0 ? 0 : results[0].size / k;
  const isAbove = above(type.element);
  return (inputs, [values, indices]) => {
    const data = contiguous(inputs[0], type);
    const best = new Int32Array(k);
    for (let row = 0; row < rows; row++) {
      const start = row * n;
      let held = 0;
      for (let i = 0; i < n; i++) {
        if (held === k && !isAbove(data, start + i, start + best[k - 1])) continue;
        // Insertion keeps equal elements in order; most elements fail the test above.
        let at = held < k ? held++ : k - 1;
        for (; at > 0 && isAbove(data, start + i, start + best[at - 1]); at--) best[at] = best[at - 1];
        best[at] = i;
      }
      for (let j = 0; j < k; j++) {
        values[row * k + j] = data[start + best[j]];
        indices[row * k + j] = best[j];
      }
    }
  };
}
