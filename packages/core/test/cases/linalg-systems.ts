/** Cases of systems, decompositions, functions of matrices and diagonals. Values are closed forms or from TensorFlow's documentation. */
import * as tf from '../../src/index.ts';
import type { OperationCase } from '../operation-checks.ts';

const { linalg } = tf;
const symbolic = false; // square matrices: an unknown number of rows alone has no meaning
const specification = [[4, 12, -16], [12, 37, -43], [-16, -43, 98]]; // biome-ignore format: a matrix
const two = [[1, 2], [3, 4]]; // biome-ignore format: a matrix
const batch = [[[2, 0], [0, 4]], [[1, 1], [0, 2]], [[0, 1], [1, 0]]]; // biome-ignore format: matrices
const nine = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]; // biome-ignore format: a matrix
/** Examples of TensorFlow's documentation of diag_part and set_diag: two matrices of 3 × 4. */
const wide = [[[1, 2, 3, 4], [5, 6, 7, 8], [9, 8, 7, 6]], [[5, 4, 3, 2], [1, 2, 3, 4], [5, 6, 7, 8]]]; // biome-ignore format: matrices
const [cos, sin] = [Math.cos(1), Math.sin(1)];

// biome-ignore format: one case a few lines, matrices in one
export const systemCases: readonly OperationCase[] = [
  { name: 'cholesky', run: (x) => linalg.cholesky(x), in: [specification], out: [[2, 0, 0], [6, 1, 0], [-8, 5, 3]], symbolic, tolerance: 1e-5 },
  { name: 'cholesky of a batch', run: (x) => linalg.cholesky(x), in: [[[[4]], [[9]]]], out: [[[2]], [[3]]], empty: true },
  { name: 'choleskySolve', run: (l, b) => linalg.choleskySolve(l, b), in: [[[2, 0], [1, 2]], [[6], [13]]], out: [[0.25], [2.5]], symbolic },
  { name: 'triangularSolve', run: (a, b) => linalg.triangularSolve(a, b), in: [[[2, 9], [1, 4]], [[2], [9]]], out: [[1], [2]], symbolic },
  { name: 'triangularSolve, upper adjoint', run: (a, b) => linalg.triangularSolve(a, b, { lower: false, adjoint: true }), in: [[[2, 1], [9, 4]], [[2], [9]]], out: [[1], [2]], symbolic },
  { name: 'triangularSolve broadcasts', run: (a, b) => linalg.triangularSolve(a, b), in: [[[2]], [[[2]], [[4]]]], out: [[[1]], [[2]]], symbolic },
  { name: 'lu', run: (x) => linalg.lu(x).lu, in: [[[1, 2], [4, 4]]], out: [[4, 4], [0.25, 1]], symbolic },
  { name: 'luSolve', run: (x, b) => { const { lu, p } = linalg.lu(x); return linalg.luSolve(lu, p, b); }, in: [two, [[5], [11]]], out: [[1], [2]], symbolic, tolerance: 1e-5 },
  { name: 'luReconstruct', run: (x) => { const { lu, p } = linalg.lu(x); return linalg.luReconstruct(lu, p); }, in: [batch], out: batch },
  { name: 'luMatrixInverse', run: (x) => { const { lu, p } = linalg.lu(x); return linalg.luMatrixInverse(lu, p); }, in: [two], out: [[-2, 1], [1.5, -0.5]], symbolic, tolerance: 1e-5 },
  { name: 'solve', run: (a, b) => linalg.solve(a, b), in: [two, [[5], [11]]], out: [[1], [2]], symbolic, tolerance: 1e-5 },
  { name: 'solve of a batch', run: (a, b) => linalg.solve(a, b), in: [batch, [[[2], [4]], [[3], [4]], [[5], [6]]]], out: [[[1], [1]], [[1], [2]], [[6], [5]]], empty: true },
  { name: 'solve broadcasts', run: (a, b) => linalg.solve(a, b), in: [[[2, 0], [0, 4]], [[[2], [4]], [[4], [8]]]], out: [[[1], [1]], [[2], [2]]], symbolic },
  { name: 'solve, adjoint', run: (a, b) => linalg.solve(a, b, { adjoint: true }), in: [two, [[7], [10]]], out: [[1], [2]], symbolic, tolerance: 1e-5 },
  { name: 'inv', run: (x) => linalg.inv(x), in: [two], out: [[-2, 1], [1.5, -0.5]], symbolic, tolerance: 1e-5 },
  { name: 'inv, adjoint', run: (x) => linalg.inv(x, { adjoint: true }), in: [two], out: [[-2, 1.5], [1, -0.5]], symbolic, tolerance: 1e-5 },
  { name: 'det', run: (x) => linalg.det(x), in: [specification], out: 36, symbolic, tolerance: 1e-5 },
  { name: 'det of a batch', run: (x) => linalg.det(x), in: [batch], out: [8, 2, -1], empty: true },
  { name: 'slogdet', run: (x) => { const { sign, logAbsDeterminant } = linalg.slogdet(x); return [sign, logAbsDeterminant]; }, in: [batch], out: [[1, 1, -1], [Math.log(8), Math.log(2), 0]], empty: true },
  { name: 'logdet', run: (x) => linalg.logdet(x), in: [specification], out: Math.log(36), symbolic, tolerance: 1e-5 },
  { name: 'pinv', run: (x) => linalg.pinv(x), in: [[[3], [4]]], out: [[0.12, 0.16]], symbolic },
  { name: 'pinv of lower rank', run: (x) => linalg.pinv(x), in: [[[1, 1], [1, 1]]], out: [[0.25, 0.25], [0.25, 0.25]], symbolic, grad: false },
  { name: 'lstsq', run: (a, b) => linalg.lstsq(a, b), in: [[[1, 0], [1, 1], [1, 2]], [[6], [0], [0]]], out: [[5], [-3]], symbolic, tolerance: 1e-5 },
  { name: 'lstsq of a wide matrix', run: (a, b) => linalg.lstsq(a, b), in: [[[3, 4]], [[25]]], out: [[3], [4]], symbolic },
  { name: 'lstsq with a regularizer', run: (a, b) => linalg.lstsq(a, b, { l2Regularizer: 3 }), in: [[[1]], [[8]]], out: [[2]], symbolic },
  { name: 'lstsq, slow', run: (a, b) => linalg.lstsq(a, b, { fast: false }), in: [[[1, 0], [1, 1], [1, 2]], [[6], [0], [0]]], out: [[5], [-3]], symbolic, tolerance: 1e-5 },
  { name: 'lstsq of lower rank', run: (a, b) => linalg.lstsq(a, b, { fast: false }), in: [[[1, 1], [1, 1]], [[2], [4]]], out: [[1.5], [1.5]], symbolic, grad: false },
  { name: 'matrixRank', run: (x) => linalg.matrixRank(x), in: [[[[1, 2], [2, 4]], [[1, 0], [0, 1]], [[0, 0], [0, 0]]]], out: [1, 2, 0], dtype: 'int32', empty: true },
  { name: 'matrixRank above a bound', run: (x) => linalg.matrixRank(x, { tol: 3 }), in: [batch], out: [1, 0, 0] },
  { name: 'the spectral norm', run: (x) => tf.norm(x, { ord: 2, axis: [-2, -1] }), in: [batch], out: [4, Math.sqrt(3 + Math.sqrt(5)), 1], grad: false },
  { name: 'the spectral norm, kept axes', run: (x) => tf.norm(x, { ord: 2, axis: [0, 1], keepdims: true }), in: [[[3, 0], [0, 1]]], out: [[3]], symbolic },
  { name: 'adjoint', run: (x) => linalg.adjoint(x), in: [[[1, 2, 3]]], out: [[1], [2], [3]] },
];

// biome-ignore format: one case a few lines, matrices in one
export const decompositionCases: readonly OperationCase[] = [
  { name: 'qr', run: (x) => { const { q, r } = linalg.qr(x); return [q, r]; }, in: [[[3, 5], [4, 0]]], out: [[[-0.6, -0.8], [-0.8, 0.6]], [[-5, -3], [0, -4]]], symbolic },
  { name: 'qr of a batch', run: (x) => linalg.qr(x).r, in: [[[[3], [4]], [[-5], [12]]]], out: [[[-5]], [[13]]], empty: true },
  { name: 'qr, full', run: (x) => linalg.qr(x, { fullMatrices: true }).r, in: [[[3], [4]]], out: [[-5], [0]], symbolic, grad: false },
  { name: 'svd', run: (x) => { const { s, u, v } = linalg.svd(x); return [s, u, v]; }, in: [[[0, 2], [3, 0]]], out: [[3, 2], [[0, 1], [1, 0]], [[1, 0], [0, 1]]], symbolic },
  { name: 'singular values alone', run: (x) => linalg.svd(x, { computeUv: false }), in: [[[[3], [4]], [[5], [12]]]], out: [[5], [13]], empty: true },
  { name: 'svd, full', run: (x) => linalg.svd(x, { fullMatrices: true }).u, in: [[[3], [0]]], out: [[1, 0], [0, 1]], symbolic, grad: false },
  { name: 'eigh', run: (x) => { const { e, v } = linalg.eigh(x); return [e, tf.multiply(v, v)]; }, in: [[[2, 99], [2, 5]]], out: [[1, 6], [[0.8, 0.2], [0.2, 0.8]]], symbolic },
  { name: 'eigvalsh', run: (x) => linalg.eigvalsh(x), in: [[[[2, 0], [1, 2]], [[5, 0], [0, 3]]]], out: [[1, 3], [3, 5]], empty: true },
  { name: 'expm of zero', run: (x) => linalg.expm(x), in: [[[0, 0], [0, 0]]], out: [[1, 0], [0, 1]], symbolic },
  { name: 'expm', run: (x) => linalg.expm(x), in: [[[[0, -1], [1, 0]], [[0, 3], [0, 0]]]], out: [[[cos, -sin], [sin, cos]], [[1, 3], [0, 1]]], empty: true },
  { name: 'logm', run: (x) => linalg.logm(x), in: [[[[cos, -sin], [sin, cos]], [[1, 3], [0, 1]]]], out: [[[0, -1], [1, 0]], [[0, 3], [0, 0]]], empty: true },
  { name: 'sqrtm', run: (x) => linalg.sqrtm(x), in: [[[[1, 3], [0, 4]], [[16, 0], [0, 9]]]], out: [[[1, 1], [0, 2]], [[4, 0], [0, 3]]], empty: true },
];

// biome-ignore format: one case a few lines, matrices in one
export const diagonalCases: readonly OperationCase[] = [
  { name: 'diagPart of several', run: (x) => linalg.diagPart(x, { k: [-1, 2] }), in: [wide], out: [[[0, 3, 8], [2, 7, 6], [1, 6, 7], [5, 8, 0]], [[0, 3, 4], [4, 3, 8], [5, 2, 7], [1, 6, 0]]] },
  { name: 'diagPart, LEFT_RIGHT', run: (x) => linalg.diagPart(x, { k: [-1, 2], align: 'LEFT_RIGHT' }), in: [wide], out: [[[3, 8, 0], [2, 7, 6], [1, 6, 7], [0, 5, 8]], [[3, 4, 0], [4, 3, 8], [5, 2, 7], [0, 1, 6]]] },
  { name: 'diagPart with padding', run: (x) => linalg.diagPart(x, { k: [1, 3], paddingValue: 9 }), in: [wide], out: [[[9, 9, 4], [9, 3, 8], [2, 7, 6]], [[9, 9, 2], [9, 3, 4], [4, 3, 8]]] },
  { name: 'diag of several', run: (x) => linalg.diag(x, { k: [-1, 1] }), in: [[[[0, 8, 9], [1, 2, 3], [4, 5, 0]], [[0, 2, 3], [6, 7, 9], [9, 1, 0]]]], out: [[[1, 8, 0], [4, 2, 9], [0, 5, 3]], [[6, 2, 0], [9, 7, 3], [0, 1, 9]]] },
  { name: 'diag, LEFT_RIGHT', run: (x) => linalg.diag(x, { k: [-1, 1], align: 'LEFT_RIGHT' }), in: [[[[8, 9, 0], [1, 2, 3], [0, 4, 5]], [[2, 3, 0], [6, 7, 9], [0, 9, 1]]]], out: [[[1, 8, 0], [4, 2, 9], [0, 5, 3]], [[6, 2, 0], [9, 7, 3], [0, 1, 9]]] },
  { name: 'diag, rectangular', run: (x) => linalg.diag(x, { k: -1, numRows: 3, numCols: 4 }), in: [[1, 2]], out: [[0, 0, 0, 0], [1, 0, 0, 0], [0, 2, 0, 0]], symbolic },
  { name: 'diag with padding', run: (x) => linalg.diag(x, { k: -1, numRows: 3, paddingValue: 9 }), in: [[1, 2]], out: [[9, 9], [1, 9], [9, 2]], symbolic },
  { name: 'setDiag of several', run: (x, d) => linalg.setDiag(x, d, { k: [-1, 2] }), in: [[[7, 7, 7, 7], [7, 7, 7, 7], [7, 7, 7, 7]], [[0, 9, 1], [6, 5, 8], [1, 2, 3], [4, 5, 0]]], out: [[1, 6, 9, 7], [4, 2, 5, 1], [7, 5, 3, 8]], symbolic },
  { name: 'setDiag above', run: (x, d) => linalg.setDiag(x, d, { k: 1 }), in: [nine, [0, -1]], out: [[1, 0, 3], [4, 5, -1], [7, 8, 9]], symbolic },
  { name: 'tridiagonalSolve', run: (d, b) => linalg.tridiagonalSolve(d, b), in: [[[1, 1, 99], [2, 2, 2], [99, 1, 1]], [[4], [8], [8]]], out: [[1], [2], [3]], symbolic },
  { name: 'tridiagonalSolve of a matrix', run: (d, b) => linalg.tridiagonalSolve(d, b, { diagonalsFormat: 'matrix' }), in: [[[2, 1, 9], [1, 2, 1], [9, 1, 2]], [4, 8, 8]], out: [1, 2, 3], symbolic },
  { name: 'tridiagonalSolve of a sequence', run: (u, d, l, b) => linalg.tridiagonalSolve([u, d, l], b, { diagonalsFormat: 'sequence', transposeRhs: true }), in: [[1, 1], [2, 2, 2], [1, 1], [[4, 8, 8]]], out: [[1, 2, 3]], symbolic },
  { name: 'tridiagonalMatmul', run: (d, b) => linalg.tridiagonalMatmul(d, b), in: [[[1, 1, 99], [2, 2, 2], [99, 1, 1]], [[1], [2], [3]]], out: [[4], [8], [8]], symbolic },
  { name: 'bandedTriangularSolve', run: (d, b) => linalg.bandedTriangularSolve(d, b), in: [[[2, 3, 4], [1, 2, 3]], [[2], [8], [18]]], out: [[1], [2], [3]], symbolic },
  { name: 'bandedTriangularSolve, upper', run: (d, b) => linalg.bandedTriangularSolve(d, b, { lower: false }), in: [[[2, 1, 5], [2, 3, 4]], [[6], [9], [12]]], out: [[1], [2], [3]], symbolic },
  { name: 'eighTridiagonal', run: (a, b) => linalg.eighTridiagonal(a, b), in: [[2, 2], [1]], out: [1, 3], symbolic },
  { name: 'eighTridiagonal of some', run: (a, b) => linalg.eighTridiagonal(a, b, { select: 'i', selectRange: [1, 1] }), in: [[2, 2], [1]], out: [3], symbolic },
];
