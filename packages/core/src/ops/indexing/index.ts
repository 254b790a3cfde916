/** Taking and writing parts of tensors. */

export { AxisSlice } from './axis-slice.ts';
export { type GatherNdOptions, type GatherOptions, gather, gatherNd } from './gather.ts';
export { type OneHotOptions, oneHot } from './one-hot.ts';
export { slice } from './slice.ts';
export { at, ellipsis, type IndexSpec, newaxis, type StridedSliceOptions, sl, stridedSlice } from './strided-slice.ts';
export { where } from './where.ts';
