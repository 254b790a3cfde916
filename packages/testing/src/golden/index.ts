/** Golden files and what makes texts comparable. */
export { changedPath, compareWithGolden, GoldenMismatch, type GoldenSettings, goldenFiles, goldenSettings } from './golden.ts';
export { lineDiff } from './line-diff.ts';
export { maskPaths, maskTimes, maskValues, withoutColors } from './mask.ts';
