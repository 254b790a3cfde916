import { expect, test } from 'vitest';
import { currentUserFrames } from './user-frames.ts';

/** Stands for the frames of a library: they come from a file inside the packages, which is no test. */
const inside = (depth: number): string[] => {
  const name = `${new URL('./deep.ts', import.meta.url).pathname}`;
  const call = new Function('inner', 'depth', `const f = (n) => (n === 0 ? inner() : f(n - 1)); return f(depth);\n//# sourceURL=${name}`) as (
    inner: () => string[],
    depth: number,
  ) => string[];
  return call(currentUserFrames, depth);
};

test.each([0, 20, 45, 60, 300])('the line of the user is found behind %i frames of a library', (depth) => {
  expect(inside(depth)[0]).toMatch(/user-frames\.test\.ts:\d+:\d+$/);
});
