/** Lines of a tensor as f64 numbers: loads and stores around kernels that compute one line at a time and round once. */
import type { ElementType } from '@millrace/ir';
import { loadCode, storeCode, typeTag } from './element-code.ts';

/** (x, start, step, n, line) → void: decodes n elements of x into the start of `line`. For real and integer elements. */
export const loadLineSource = (element: ElementType): string => {
  const [code] = loadCode(element, 'x', 'p');
  const number = element.storage === 'i64' || element.storage === 'u64' ? `Number(${code})` : code;
  return `${typeTag([element])}(x, start, step, n, line) => { for (let i = 0, p = start; i < n; i++, p += step) line[i] = ${number}; }`;
};

/** (line, n, y, start, step) → void: stores n numbers, each rounded once. */
export const storeLineSource = (element: ElementType): string =>
  `${typeTag([element])}(line, n, y, start, step) => { for (let i = 0, p = start; i < n; i++, p += step) ${storeCode(element, 'y', 'p', ['line[i]'])} }`;
