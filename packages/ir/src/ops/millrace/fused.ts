import { type PointwiseForm, type Scalar, ScalarTypes } from '../../algebra/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import { sameShape, showShape, type TensorType, tensorType } from '../../types/type.ts';

/**
 * Several pointwise operations in one pass: result k is `expressions[k]` of the operands' elements. Operands have one shape, or are scalars.
 * What eager execution runs for a gradient or an optimizer update; traces hold the operations themselves, so it needs no derivative rule.
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
  },
  infer: ({ inputs, expressions }) => {
    const types = new ScalarTypes(inputs.map((x) => x.element));
    const shape = inputs.find((x) => x.rank > 0)?.shape ?? [];
    return (expressions as unknown as readonly Scalar[]).map((e) => tensorType(types.natural(e) ?? inputs[0].element, shape));
  },
  evaluate: ({ inputs, expressions }, { resultTypes, evaluateScalar }) =>
    (expressions as unknown as readonly Scalar[]).map((e, k) => evaluateScalar(e, inputs, resultTypes[k] as TensorType)),
  derivative: 'none',
  batch: 'none',
  lower: ({ expressions }): PointwiseForm => ({ form: 'pointwise', results: expressions as unknown as readonly Scalar[] }),
});
