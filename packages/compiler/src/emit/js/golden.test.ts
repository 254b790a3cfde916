import { type CombinerName, f32, i32, scalarConstant, scalarInput } from '@millrace/ir';
import { goldenFiles } from '@millrace/testing/golden';
import { transformSync } from 'esbuild';
import { describe, test } from 'vitest';
import { runSource } from './lanes.ts';
import { flatSource, stridedSource } from './pointwise.ts';
import { laneOperation } from './reduce.ts';

const golden = goldenFiles(import.meta.url);
const [x, y] = [scalarInput(0), scalarInput(1)];
/** Generated sources are one line; a file has one for each statement. */
const spread = (source: string | null): string => (source === null ? 'no code' : transformSync(`kernel = ${source}`).code);

/** Generated JavaScript, kept to be read as a diff when an emitter changes. */
describe('kernels as text', () => {
  const form = { form: 'pointwise', results: [x.mul(y).add(scalarConstant(0.5))] } as const;
  test('x y + 1/2, y one element', () => golden('pointwise-flat.js.txt', spread(flatSource({ form, operands: [f32, f32], results: [f32] }, ['each', 'once']))));
  test('the same along any strides', () => golden('pointwise-strided.js.txt', spread(stridedSource({ form, operands: [f32, f32], results: [f32] }, 2))));
  test('32-bit integers wrap', () =>
    golden(
      'pointwise-integers.js.txt',
      spread(flatSource({ form: { form: 'pointwise', results: [x.mul(y)] }, operands: [i32, i32], results: [i32] }, ['each', 'each'])),
    ));
  test('a sum in the canonical order', () => golden('sum-of-run.js.txt', spread(runSource(laneOperation('add' as CombinerName, f32)!))));
});
