/** Linear algebra: products, norms, structure, systems, decompositions, functions of matrices. */
export { cholesky, choleskySolve, type TriangularSolveOptions, triangularSolve } from './cholesky.ts';
export { type Eigen, eig, eigh, eigvals, eigvalsh, type Qr, type QrOptions, qr, type Svd, type SvdOptions, svd } from './decompositions.ts';
export { det, logdet, type SlogDet, slogdet } from './determinants.ts';
export type { DiagonalAlignment } from './diagonals.ts';
export { einsum } from './einsum.ts';
export { type Lu, type LuOptions, lu, luMatrixInverse, luReconstruct, luSolve } from './lu.ts';
export { type MatmulOptions, matmul, matvec, tensordot } from './matmul.ts';
export { adjoint, expm, logm, sqrtm } from './matrix-functions.ts';
export { cross, type L2NormalizeOptions, l2Normalize, type NormOptions, type NormOrder, norm, normalize } from './norm.ts';
export {
  inv,
  type LstsqOptions,
  lstsq,
  type MatrixRankOptions,
  matrixRank,
  type PinvOptions,
  pinv,
  type SolveOptions,
  solve,
} from './solve.ts';
export {
  bandPart,
  type DiagOptions,
  type DiagonalOptions,
  type DiagPartOptions,
  diag,
  diagPart,
  setDiag,
  tensorDiag,
  tensorDiagPart,
  trace,
} from './structure.ts';
export {
  type BandedTriangularSolveOptions,
  bandedTriangularSolve,
  type Diagonals,
  type EighTridiagonalOptions,
  eighTridiagonal,
  type TridiagonalFormat,
  type TridiagonalMatmulOptions,
  type TridiagonalSolveOptions,
  tridiagonalMatmul,
  tridiagonalSolve,
} from './tridiagonal.ts';
