/** One expression for a loop out of the expressions of its members. */
import { applyScalar, type ElementType, type Scalar, ScalarTypes, scalarConstant, scalarOpInfo } from '@millrace/ir';

/** What stands for an input: an expression, or a constant with its type. */
export type Argument = Scalar | { readonly constant: number; readonly element: ElementType };

const isConstant = (a: Argument): a is Extract<Argument, { readonly constant: number }> => 'constant' in a;

/** A constant that says its type. */
export const typedConstant = (value: number, element: ElementType): Scalar => applyScalar('convert', [scalarConstant(value)], element);

/**
 * `expression` with arguments for its inputs, whose element types are `elements`. A constant takes its type from what stands beside it; where nothing
 * else has one, it says it itself, so that every operation keeps the type that it had as an operation of its own.
 */
export function applyExpression(expression: Scalar, args: readonly Argument[], elements: readonly ElementType[]): Scalar {
  // The types that are known without the constants.
  const types = new ScalarTypes(elements.map((e, i) => (isConstant(args[i]) ? (undefined as unknown as ElementType) : e)));
  const memo = new Map<Scalar, Scalar>();
  const typed = (a: Argument): Scalar => (isConstant(a) ? typedConstant(a.constant, a.element) : a);

  function constantAt(s: Scalar): Extract<Argument, { readonly constant: number }> | undefined {
    const argument = s.node.kind === 'input' ? args[s.node.index] : undefined;
    return argument && isConstant(argument) ? argument : undefined;
  }
  function build(s: Scalar): Scalar {
    const { node } = s;
    if (node.kind === 'input') return typed(args[node.index]);
    if (node.kind !== 'apply') return s;
    let made = memo.get(s);
    if (made) return made;
    const { result } = scalarOpInfo(node.op);
    const deciding = result === 'second' ? node.args.slice(1) : node.args;
    const decided = result !== 'given' && deciding.some((a) => types.natural(a) !== undefined);
    const inner = node.args.map((a) => {
      const constant = constantAt(a);
      return constant && decided && deciding.includes(a) ? scalarConstant(constant.constant) : build(a);
    });
    memo.set(s, (made = applyScalar(node.op, inner, node.type)));
    return made;
  }
  return build(expression);
}
