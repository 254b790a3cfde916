/** Arithmetic of operations, as profilers count it, from what they lower to. */
import type { Lowered, Scalar, ScalarOp, TensorType } from '@millrace/ir';

/** What moves or renames a value computes nothing. */
const free: ReadonlySet<ScalarOp> = new Set(['convert', 'bitcast_convert', 'real', 'imag', 'complex']);

/** Operations for one element of expressions; equal parts count once. */
export function scalarFlops(expressions: readonly Scalar[]): number {
  const seen = new Set<Scalar>();
  const count = (s: Scalar): number => {
    if (seen.has(s)) return 0;
    seen.add(s);
    const { node } = s;
    return node.kind === 'apply' ? node.args.reduce((sum, a) => sum + count(a), free.has(node.op) ? 0 : 1) : 0;
  };
  return expressions.reduce((sum, e) => sum + count(e), 0);
}

/**
 * Operations on numbers that the definition asks for: a multiplication and an addition for each term of a contraction (padding counted), a combination
 * for each element of a reduction, one for each function of an element, however hard; nothing for moves. Kernels with names count as `work` says.
 */
export function flopsOf(lowered: Lowered, [result]: readonly TensorType[], work: number): number {
  const over = (extents: readonly unknown[]): number => (extents as readonly number[]).reduce((a, b) => a * b, 1);
  switch (lowered.form) {
    case 'pointwise':
      return result.size * scalarFlops(lowered.results);
    case 'contract':
      return result.size * (2 * over(lowered.extents) + scalarFlops(lowered.epilogue?.results ?? []));
    case 'reduce':
      return result.size * over(lowered.extents) * (1 + scalarFlops([lowered.prologue]));
    case 'move':
      return 0;
    default:
      return work;
  }
}
