import { expect, test } from 'vitest';
import { fileFailure } from './file-failure.ts';

const refusal = (code: string): Error => Object.assign(new Error(`${code}: refused`), { code });

test.each([
  ['ENOENT', 'not-found', /^save: there is no file \/a\/b/],
  ['ENOSPC', 'disk-full', /the disk is full: \/a\/b; the old file stays[\s\S]*another disk/],
  ['EFBIG', 'disk-full', /no file this large: \/a\/b/],
  ['EACCES', 'permission', /permission is denied for \/a\/b/],
  ['EROFS', 'permission', /can only be read: \/a\/b/],
  ['EISDIR', 'precondition', /a folder is in the place of the file \/a\/b/],
])('%s is %s', (name, code, message) => {
  const cause = refusal(name);
  const error = fileFailure('save', '/a/b', cause, { after: 'the old file stays' }) as Error;
  expect(error).toMatchObject({ code, cause });
  expect(error.message).toMatch(message);
});

test('what the file system did not refuse stays as it is', () => {
  const defect = new RangeError('offset');
  expect(fileFailure('save', '/a/b', defect)).toBe(defect);
  expect(fileFailure('save', '/a/b', undefined)).toBe(undefined);
});
