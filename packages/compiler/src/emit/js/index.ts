/** JavaScript from the lowering algebra: typed-array loops that need no WebAssembly. */
export { compileSource, mayCompile } from './compile-source.ts';
export { type ContractSignature, dotSource, rowArrays, rowSource } from './contract.ts';
export { columnsSource, type LaneOperation, runSource } from './lanes.ts';
export { encoder } from './library.ts';
export { loadLineSource, storeLineSource } from './lines.ts';
export { moveManyRunsSource, moveManySource, moveRunsSource, moveSource, transposedCopySource } from './move.ts';
export { type FlatMode, flatSource, type PointwiseSignature, stridedSource, usesCoordinates } from './pointwise.ts';
export { bufferedSource, columnsNestSource, directSource, laneOperation, type ReduceSignature, reduceRowsSource, reduceSource } from './reduce.ts';
export {
  type CaptureArguments,
  type RegionCode,
  type RegionReduction,
  regionReduceSource,
  type SelectCode,
  scatterRowsSource,
  scatterSource,
  sortSource,
  windowSelectSource,
} from './region-kernels.ts';
