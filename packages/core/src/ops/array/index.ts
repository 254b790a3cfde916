/** Shapes: reshaping, permuting, joining, repeating, padding. */

export { type BlockOptions, batchToSpace, depthToSpace, spaceToBatch, spaceToDepth } from './blocks.ts';
export { type MeshgridOptions, meshgrid, type SequenceMaskOptions, sequenceMask } from './grids.ts';
export { concat, type SplitOptions, type StackOptions, split, stack, type UnstackOptions, unstack } from './join.ts';
export { type PadOptions, pad } from './pad.ts';
export * from './repeat.ts';
export { broadcastStaticShape, broadcastTo, expandDims, reshape, type SqueezeOptions, squeeze } from './reshape.ts';
export * from './reverse.ts';
export { matrixTranspose, type TransposeOptions, transpose } from './transpose.ts';
