/** Taking and writing parts of tensors. */
export { AxisSlice } from './axis-slice.ts';
export {
  type BooleanMaskOptions,
  booleanMask,
  dynamicPartition,
  dynamicStitch,
  setdiff1d,
  type UniqueOptions,
  unique,
  uniqueWithCounts,
} from './boolean-mask.ts';
export { type GatherNdOptions, type GatherOptions, gather, gatherNd } from './gather.ts';
export { type OneHotOptions, oneHot } from './one-hot.ts';
export {
  scatterNd,
  type TensorScatter,
  tensorScatterNdAdd,
  tensorScatterNdMax,
  tensorScatterNdMin,
  tensorScatterNdSub,
  tensorScatterNdUpdate,
} from './scatter.ts';
export { slice } from './slice.ts';
export {
  type ArgsortOptions,
  argsort,
  inTopK,
  type SearchsortedOptions,
  type SortOptions,
  searchsorted,
  sort,
  type TopKOptions,
  topK,
} from './sort.ts';
export { at, ellipsis, type IndexSpec, newaxis, type StridedSliceOptions, sl, stridedSlice } from './strided-slice.ts';
export { where } from './where.ts';
