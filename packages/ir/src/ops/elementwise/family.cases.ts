/** What the tables of pointwise primitives share: shapes to draw, and how far devices may be from the evaluator. */
import type { ElementType } from '@millrace/ir';
import { type Draw, type RandomCase, tails } from '@millrace/testing';

/** Rows for an operation of `count` operands of one shape: small ones for every mode, long ones for the kernels of devices. */
export function pointwiseRows(count: number, dtypes: readonly ElementType[], draw: readonly Draw[], more: Partial<RandomCase> = {}): readonly RandomCase[] {
  const each = (shape: readonly number[]): readonly (readonly number[])[] => new Array<readonly number[]>(count).fill(shape);
  return [
    { shapes: [each([]), each([3, 5]), each([0, 4])], dtypes, draw, ...more },
    { shapes: tails(each([1024])), dtypes, draw, ...more, grad: false, batch: false },
  ];
}

/**
 * Units in the last place for functions that devices approximate: 2 in f32 (core.md, section 3) and f64; 1 in the narrow types, whose
 * result is computed in f32 and rounded again; 4 for complex numbers, which combine two or three such functions.
 */
export const approximated: Readonly<Record<string, number>> = { f32: 2, f64: 2, f16: 1, bf16: 1, 'complex<f32>': 4, 'complex<f64>': 4, default: 0 };
