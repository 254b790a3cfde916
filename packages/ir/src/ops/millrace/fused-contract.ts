import { type ContractForm, identityMap, type Scalar, ScalarTypes } from '../../algebra/index.ts';
import { failure } from '../../errors/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import type { Program } from '../../program/program.ts';
import type { Literal } from '../../types/literal.ts';
import { type Shape, sameShape, showShape, type TensorType, tensorType } from '../../types/type.ts';
import { isExpressions } from './fused.ts';

/** The form of the one contraction that a program makes of its two arguments in order, or null where it is something else. */
function contractionOf({ arguments: args, operations, results }: Program): ContractForm | null {
  const [operation] = operations;
  if (operations.length !== 1 || args.length !== 2 || results.length !== 1 || operation.results[0] !== results[0]) return null;
  if (operation.operands.length !== 2 || operation.operands.some((o, i) => o !== args[i])) return null;
  const form = operation.primitive.lower(
    args.map((a) => a.type),
    operation.attributes,
    operation.regions.map((r) => r.program),
  );
  return form.form === 'contract' ? form : null;
}

const productType = (contraction: Program): TensorType => contraction.results[0].type as TensorType;

/**
 * A contraction and what becomes of its result, element by element: result k is `expressions[k]` of the product's element (input 0) and of the
 * elements of `others`, which have the product's shape or are scalars. `contraction` holds the matrix product or convolution of lhs and rhs.
 * The compiler makes it (`fuse-epilogues`); it means those two.
 */
export const fusedContract: Primitive = definePrimitive({
  name: 'millrace.fused_contract',
  operands: { lhs: anyTensor, rhs: anyTensor, others: variadic(anyTensor) },
  attributes: { expressions: attr.any() },
  regions: { contraction: 'one' },
  results: 'variadic',
  constraints: {
    c1: ({ lhs, rhs, contraction }) => {
      const takes = contraction.arguments.map((a) => a.type);
      return (
        (takes[0] === lhs.type && takes[1] === rhs.type && takes.length === 2) ||
        `contraction must take (${lhs.type}, ${rhs.type}); it takes (${takes.join(', ')})`
      );
    },
    c2: ({ contraction }) => contractionOf(contraction) !== null || 'contraction must be one matrix product or convolution of lhs and rhs',
    c3: ({ others, contraction }) => {
      const { shape }: { readonly shape: Shape } = productType(contraction);
      const bad = others.find((x) => x.rank > 0 && !sameShape(x.shape, shape));
      return bad === undefined || `others must be scalars or have shape ${showShape(shape)}; got ${showShape(bad.shape)}`;
    },
    c4: ({ others, expressions }) => isExpressions(expressions, others.length + 1) || `expressions must be scalar expressions over ${others.length + 1} inputs`,
  },
  infer: ({ others, expressions, contraction }) => {
    const product = productType(contraction);
    const types = new ScalarTypes([product.element, ...others.map((x) => x.element)]);
    return (expressions as unknown as readonly Scalar[]).map((e) => tensorType(types.natural(e) ?? product.element, product.shape));
  },
  evaluate: ({ lhs, rhs, others, expressions, contraction }, { resultTypes, evaluateScalar }) => {
    const product = contraction(lhs, rhs)[0] as Literal;
    return (expressions as unknown as readonly Scalar[]).map((e, k) => evaluateScalar(e, [product, ...others], resultTypes[k] as TensorType));
  },
  derivative: {
    vjp: () => {
      throw failure('not-differentiable', {
        op: 'fused_contract',
        message: 'has no derivative: the compiler makes it after differentiation',
        hint: 'differentiate the program before it is optimized',
      });
    },
  },
  batch: 'none',
  lower: ({ others, expressions, contraction }): ContractForm => {
    const { rank } = productType(contraction);
    const form = contractionOf(contraction) as ContractForm;
    return {
      ...form,
      epilogue: { results: expressions as unknown as readonly Scalar[], maps: others.map((x) => (x.rank > 0 ? identityMap(rank) : [])) },
    };
  },
});
