import { expect, test } from 'vitest';
import { currentUserFrames, currentUserPlace } from './user-frames.ts';

/** Stands for the frames of a library: they come from a file inside the packages, which is no test. */
const inside = <T>(depth: number, inner: () => T): T => {
  const name = `${new URL('./deep.ts', import.meta.url).pathname}`;
  const call = new Function('inner', 'depth', `const f = (n) => (n === 0 ? inner() : f(n - 1)); return f(depth);\n//# sourceURL=${name}`) as (
    inner: () => T,
    depth: number,
  ) => T;
  return call(inner, depth);
};

test.each([0, 20, 45, 60, 300])('the line of the user is found behind %i frames of a library', (depth) => {
  expect(inside(depth, currentUserFrames)[0]).toMatch(/user-frames\.test\.ts:\d+:\d+$/);
});

test.each([0, 60, 300])('the place alone is that of the frames, behind %i frames of a library', (depth) => {
  for (let round = 0; round < 3; round++) {
    const both = [inside(depth, currentUserPlace), inside(depth, currentUserFrames)[0]].map((place) => place?.replace(/:\d+$/, ''));
    expect(both[0]).toMatch(/user-frames\.test\.ts:\d+$/);
    expect(both[1]).toBe(both[0]);
  }
});
test('places differ by line and column, and the hook of the host for stacks stays', () => {
  const hook = Error.prepareStackTrace;
  const lines = [currentUserPlace(), currentUserPlace()];
  const [next] = [currentUserPlace()];
  const lineOf = (place: string | undefined): number => Number(place?.split(':').at(-2));
  expect(lines[0]).not.toBe(lines[1]);
  expect(lineOf(lines[0])).toBe(lineOf(lines[1]));
  expect(lineOf(next)).toBe(lineOf(lines[0]) + 1);
  expect(Error.prepareStackTrace).toBe(hook);
});
