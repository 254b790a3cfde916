import { buildLiteral, f32, methods, tensorType } from '@millrace/ir';
import { expect, test } from 'vitest';
import { Tensor } from './index.ts';

test('eager addition', () => {
  const x = methods.constant(buildLiteral(tensorType(f32, [2]), (i) => i));
  const y = methods.add(x, x);
  expect(y).toBeInstanceOf(Tensor);
});
