/** Derivatives of scalar expressions as scalar expressions, by the chain rule over the partials of each operation's primitive. */
import { one, type Scalar, type ScalarOp, scalarOpInfo, select, substitute, zero } from '../algebra/index.ts';
import { partialExpression } from '../transforms/partial-expression.ts';
import { scalarPrimitive } from './scalar-primitive.ts';

const isConstant = (s: Scalar, value: number): boolean => s.node.kind === 'constant' && s.node.value === value;
const times = (a: Scalar, b: Scalar): Scalar => (isConstant(a, 1) ? b : isConstant(b, 1) ? a : a.mul(b));
const plus = (a: Scalar | null, b: Scalar | null): Scalar | null => (a === null ? b : b === null ? a : a.add(b));

/** A choice has no partials: its derivative is the choice between derivatives, so that the branch not taken adds nothing, not even NaN. */
const isChoice = (op: ScalarOp): boolean => scalarOpInfo(op).result === 'second';

/** Whether `scalarDerivative` knows every operation in an expression of one real floating type. */
export function hasScalarDerivative(expression: Scalar, known: Map<Scalar, boolean> = new Map()): boolean {
  const { node } = expression;
  if (node.kind !== 'apply') return true;
  let answer = known.get(expression);
  if (answer === undefined) {
    const rule = isChoice(node.op) ? 'zero' : node.type ? 'none' : scalarPrimitive(node.op).primitive.derivative;
    answer = (rule === 'zero' || (typeof rule === 'object' && 'partials' in rule)) && node.args.every((a) => hasScalarDerivative(a, known));
    known.set(expression, answer);
  }
  return answer;
}

/** d expression / d input `index`; null where it is zero. `result` may stand for the value of the expression, which is known already. */
export function scalarDerivative(expression: Scalar, index: number, result?: Scalar): Scalar | null {
  const memo = new Map<Scalar, Scalar | null>();

  function derive(s: Scalar, y: Scalar): Scalar | null {
    const { node } = s;
    if (node.kind === 'input') return node.index === index ? one : null;
    if (node.kind !== 'apply') return null;
    let found = memo.get(s);
    if (found === undefined) {
      found = isChoice(node.op) ? choose(node.args) : chain(node.op, node.args, y);
      memo.set(s, found);
    }
    return found;
  }

  function choose([condition, whenTrue, whenFalse]: readonly Scalar[]): Scalar | null {
    const [a, b] = [derive(whenTrue, whenTrue), derive(whenFalse, whenFalse)];
    return a === null && b === null ? null : a === b ? a : select(condition, a ?? zero, b ?? zero);
  }

  function chain(op: ScalarOp, args: readonly Scalar[], y: Scalar): Scalar | null {
    const { primitive } = scalarPrimitive(op);
    let sum: Scalar | null = null;
    args.forEach((arg, k) => {
      const inner = derive(arg, arg);
      const outer = inner && partialExpression(primitive, k, args.length);
      if (!inner || !outer || isConstant(outer, 0)) return;
      sum = plus(sum, times(substitute(outer, [...args, y]), inner));
    });
    return sum;
  }

  return derive(expression, result ?? expression);
}
