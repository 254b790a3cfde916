/** Shapes: reshaping, permuting, joining, repeating, padding. */
export { concat, type SplitOptions, type StackOptions, split, stack, type UnstackOptions, unstack } from './join.ts';
export * from './pad.ts';
export * from './repeat.ts';
export { broadcastStaticShape, broadcastTo, expandDims, reshape, type SqueezeOptions, squeeze } from './reshape.ts';
export * from './reverse.ts';
export { matrixTranspose, type TransposeOptions, transpose } from './transpose.ts';
