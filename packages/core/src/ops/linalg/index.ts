/** Linear algebra: products. */
export { type MatmulOptions, matmul, matvec, tensordot } from './matmul.ts';
