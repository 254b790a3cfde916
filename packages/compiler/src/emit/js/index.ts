/** JavaScript from the lowering algebra: typed-array loops that need no WebAssembly. */
export { compileSource, mayCompile } from './compile-source.ts';
export { type CodeKind, codeKind } from './element-code.ts';
export { defineLibrary, encoder, libraryValue } from './library.ts';
export { type FlatMode, flatSource, type PointwiseSignature, stridedSource, usesCoordinates } from './pointwise.ts';
