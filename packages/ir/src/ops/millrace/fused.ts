import { type PointwiseForm, Scalar, ScalarTypes, scalarInput } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { anyTensor, attr, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import { sameShape, showShape, type TensorType, tensorType } from '../../types/type.ts';

/**
 * Several pointwise operations in one pass: result k is `expressions[k]` of the operands' elements. Operands have one shape, or are scalars.
 * What eager execution runs for an activation, a gradient or an optimizer update; traces and batches hold the operations themselves.
 * Differentiable where every operation has partials and all operands that matter have one real floating type (`hasScalarDerivative`).
 */
export const fused: Primitive = definePrimitive({
  name: 'millrace.fused',
  operands: { inputs: variadic(anyTensor) },
  attributes: { expressions: attr.any() },
  results: 'variadic',
  constraints: {
    c1: ({ inputs }) => {
      const full = inputs.filter((x) => x.rank > 0);
      return (
        full.every((x) => sameShape(x.shape, full[0].shape)) ||
        `inputs must be scalars or have one shape; got ${inputs.map((x) => showShape(x.shape)).join(', ')}`
      );
    },
    c2: ({ inputs, expressions }) =>
      (inputs.length > 0 && isExpressions(expressions, inputs.length)) || `expressions must be scalar expressions over ${inputs.length} inputs, at least one`,
  },
  infer: ({ inputs, expressions }) => {
    const types = new ScalarTypes(inputs.map((x) => x.element));
    const shape = inputs.find((x) => x.rank > 0)?.shape ?? [];
    return (expressions as unknown as readonly Scalar[]).map((e) => tensorType(types.natural(e) ?? inputs[0].element, shape));
  },
  evaluate: ({ inputs, expressions }, { resultTypes, evaluateScalar }) =>
    (expressions as unknown as readonly Scalar[]).map((e, k) => evaluateScalar(e, inputs, resultTypes[k] as TensorType)),
  derivative: {
    vjp: ({ inputs, expressions, results, cts, needs }, b) => ({
      inputs: inputs.map((x, i) => (needs('inputs', i) ? cotangentOf(x, i, expressions as unknown as readonly Scalar[], inputs, results, cts, b) : null)),
    }),
  },
  batch: 'none',
  lower: ({ expressions }): PointwiseForm => ({ form: 'pointwise', results: expressions as unknown as readonly Scalar[] }),
});

/** Whether an attribute that came from outside is a list of expressions that read existing inputs only. */
export function isExpressions(value: unknown, inputs: number): boolean {
  const seen = new Set<Scalar>();
  const isBound = (s: Scalar): boolean => {
    if (seen.has(s)) return true;
    seen.add(s);
    return s.node.kind === 'input' ? s.node.index < inputs : s.node.kind !== 'apply' || s.node.args.every(isBound);
  };
  return Array.isArray(value) && value.every((s) => s instanceof Scalar && isBound(s));
}

/** One kernel: the sum over results of the cotangent times the partial, over [inputs..., results..., cotangents...]. */
function cotangentOf(
  x: Value,
  index: number,
  expressions: readonly Scalar[],
  inputs: readonly Value[],
  results: readonly Value[],
  cts: readonly (Value | null)[],
  b: Methods,
): Value | null {
  const count = inputs.length;
  const live = results.flatMap((_, k) => (cts[k] ? [k] : []));
  const terms = live.flatMap((k, place) => {
    const partial = b.scalarDerivative(expressions[k], index, scalarInput(count + place));
    return partial ? [scalarInput(count + live.length + place).mul(partial)] : [];
  });
  if (terms.length === 0) return null;
  const whole = terms.reduce((sum, t) => sum.add(t));
  const product = b.pointwise(whole, [...inputs, ...live.map((k) => results[k]), ...live.map((k) => cts[k] as Value)]);
  const { rank } = product.type as TensorType;
  // A scalar beside larger operands was repeated: its cotangent is the sum.
  return (x.type as TensorType).rank === rank
    ? product
    : b.sum(
        product,
        Array.from({ length: rank }, (_, axis) => axis),
      );
}
