import { expect, test } from 'vitest';
import { Storage } from './storage.ts';

test('a released storage says why at its next use', () => {
  const [disposed, donated] = [new Storage(new Float32Array(2)), new Storage(new Float32Array(2))];
  disposed.release();
  donated.release('donated to step at train.ts:3:1');
  expect(() => disposed.check('add')).toThrow(expect.objectContaining({ code: 'disposed' }));
  expect(() => donated.check('add')).toThrow(expect.objectContaining({ code: 'donated', message: expect.stringContaining('donated to step at train.ts:3:1') }));
});
