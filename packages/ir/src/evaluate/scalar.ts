/** Evaluation of scalar expressions: each node is the evaluation of the primitive it stands for, on whole literals. */
import { type Scalar, ScalarTypes } from '../algebra/index.ts';
import { scalarPrimitive } from '../builder/scalar-primitive.ts';
import { unreachable } from '../errors/index.ts';
import type { ElementType } from '../types/element.ts';
import { buildLiteral, elementAt, elementValue, type Literal, splat } from '../types/literal.ts';
import { staticShape, stridesOf, type TensorType, tensorType } from '../types/type.ts';
import type { EvalContext } from './context.ts';

/** The elements of `expression` over `inputs` at the shape of `type`; every operation rounds its result, as the primitives do. */
export function evaluateScalar(expression: Scalar, inputs: readonly Literal[], type: TensorType): Literal {
  const types = new ScalarTypes(inputs.map((x) => x.type.element));
  const shape = staticShape(type);
  const memo = new Map<Scalar, Literal>();
  const at = (element: ElementType): TensorType => tensorType(element, shape);

  function build(s: Scalar, expected: ElementType): Literal {
    const { node } = s;
    if (node.kind === 'constant') return splat(at(expected), elementValue(expected, node.value));
    let made = memo.get(s);
    if (made) return made;
    if (node.kind === 'input') {
      const input = inputs[node.index];
      made = input.type.rank === shape.length ? input : splat(at(input.type.element), elementAt(input, 0));
    } else if (node.kind === 'index') {
      const stride = stridesOf(shape)[node.axis];
      made = buildLiteral(at(node.type), (i) => elementValue(node.type, Math.floor(i / stride) % shape[node.axis]));
    } else {
      const argumentType = types.argumentType(s, expected);
      const args = node.args.map((a, i) => build(a, node.op === 'select' && i === 0 ? (types.natural(a) ?? argumentType) : argumentType));
      const { primitive, attributes } = scalarPrimitive(node.op, node.type);
      const resultTypes = primitive.infer(
        args.map((a) => a.type),
        attributes,
        [],
      );
      made = primitive.evaluate(args, attributes, [], contextFor(resultTypes))[0] as Literal;
    }
    memo.set(s, made);
    return made;
  }
  return build(expression, types.natural(expression) ?? type.element);
}

/** Pointwise rules read nothing but the result types. */
function contextFor(resultTypes: EvalContext['resultTypes']): EvalContext {
  const never = (): never => unreachable('a pointwise rule used its context');
  return {
    resultTypes,
    call: never,
    signature: never,
    print: never,
    random: { bits64: never, uniform: never },
    evaluateScalar: never,
    process: { replicaId: 0, partitionId: 0, replicas: 1, partitions: 1, exchange: never, send: never, receive: never, infeed: never, outfeed: never },
  };
}
