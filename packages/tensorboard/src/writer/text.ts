import { checkOptions, failure } from '@millrace/ir';
import { recordTensor, type SummaryOptions } from './record.ts';
import { commonKeys } from './scalar.ts';

/** A string, or arrays of strings of equal length. */
export type TextData = string | readonly TextData[];

const kind = { plugin: 'text', dataClass: 2 } as const;

/** Sizes and strings in row-major order. */
export function flattenText(op: string, data: TextData): { shape: number[]; strings: string[] } {
  const shape: number[] = [];
  for (let d: TextData = data; Array.isArray(d); d = d[0] ?? '') shape.push(d.length);
  const strings: string[] = [];
  const visit = (d: TextData, axis: number): void => {
    if (axis === shape.length) {
      if (typeof d !== 'string')
        throw failure('wrong-kind', { op, message: `text must be strings; got ${Array.isArray(d) ? 'arrays of different depth' : typeof d}` });
      strings.push(d);
      return;
    }
    if (!Array.isArray(d) || d.length !== shape[axis])
      throw failure('ragged-nested-array', { op, message: `rows have different lengths; expected ${shape[axis]}` });
    for (const row of d) visit(row, axis + 1);
  };
  visit(data, 0);
  return { shape, strings };
}

/**
 * Records text, shown as Markdown. Arrays of rank 1 and 2 are shown as tables.
 * @returns whether it was recorded
 * @throws ValueError without a step; TypeError when `data` is not made of strings
 * @see tf.summary.text
 */
export function text(name: string, data: TextData, options: SummaryOptions = {}): boolean {
  const op = 'summary.text';
  checkOptions(op, options, commonKeys);
  return recordTensor(op, name, options, kind, [], () => {
    const { shape, strings } = flattenText(op, data);
    const encoder = new TextEncoder();
    return { dtype: 'string', shape, values: strings.map((s) => encoder.encode(s)) };
  });
}
