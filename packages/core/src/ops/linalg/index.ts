/** Linear algebra: products, norms, structure. */
export { einsum } from './einsum.ts';
export { type MatmulOptions, matmul, matvec, tensordot } from './matmul.ts';
export { cross, type L2NormalizeOptions, l2Normalize, type NormOptions, type NormOrder, norm, normalize } from './norm.ts';
export { bandPart, type DiagOptions, diag, diagPart, setDiag, tensorDiag, tensorDiagPart, trace } from './structure.ts';
