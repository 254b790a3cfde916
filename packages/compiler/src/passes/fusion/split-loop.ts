/** Takes one result out of a loop with several, as an expression over what the loop stores anyway and what it reads. */
import { applyScalar, type Operation, type ProgramValue, type Scalar, scalarInput, scalarOpInfo, substitute } from '@millrace/ir';
import { typeOf } from '../rewrite/constants.ts';

export interface SplitLoop {
  /** The expression of the result that was taken out, over `inputs`. */
  readonly expression: Scalar;
  readonly inputs: readonly ProgramValue[];
  /** The loop without it. */
  readonly rest: Operation;
}

export const expressionsOf = ({ attributes }: Operation): readonly Scalar[] => attributes.expressions as unknown as readonly Scalar[];

function nodesOf(s: Scalar, found: Set<Scalar>): Set<Scalar> {
  if (s.node.kind === 'apply' && !found.has(s)) {
    found.add(s);
    for (const a of s.node.args) nodesOf(a, found);
  }
  return found;
}

/** The fused operation with fewer results, reading only what these need. */
function without(fused: Operation, result: number): Operation {
  const kept = expressionsOf(fused).filter((_, k) => k !== result);
  const used = new Set<number>();
  const visit = (s: Scalar): void => {
    if (s.node.kind === 'input') used.add(s.node.index);
    if (s.node.kind === 'apply') s.node.args.forEach(visit);
  };
  kept.forEach(visit);
  const results = fused.results.filter((_, k) => k !== result);
  // The shape of the results comes from an operand that is no scalar.
  const keepsShape = [...used].some((i) => typeOf(fused.operands[i]).rank === typeOf(results[0]).rank);
  if (!keepsShape) return { ...fused, attributes: { expressions: kept as never }, results };
  const order = [...used].sort((a, b) => a - b);
  const places = fused.operands.map((_, i) => scalarInput(Math.max(order.indexOf(i), 0)));
  const expressions = kept.map((e) => substitute(e, places));
  return { ...fused, operands: order.map((i) => fused.operands[i]), attributes: { expressions: expressions as never }, results };
}

/**
 * Result `result` of a fused operation apart from it, or null where that would compute more than `cost` additions a second time, or a division or function
 * at all.
 */
export function splitLoop(fused: Operation, result: number, cost: number): SplitLoop | null {
  const expressions = expressionsOf(fused);
  const stored = new Map(expressions.flatMap((e, k): [Scalar, ProgramValue][] => (k === result ? [] : [[e, fused.results[k]]])));
  const shared = new Set<Scalar>();
  for (const e of stored.keys()) nodesOf(e, shared);
  const inputs: ProgramValue[] = [];
  const read = (value: ProgramValue): Scalar => {
    const place = inputs.indexOf(value);
    return scalarInput(place < 0 ? inputs.push(value) - 1 : place);
  };
  const memo = new Map<Scalar, Scalar>();
  let repeated = 0;
  let isCheap = true;
  function build(s: Scalar): Scalar {
    const { node } = s;
    const value = stored.get(s);
    if (value) return read(value);
    if (node.kind === 'input') return read(fused.operands[node.index]);
    if (node.kind !== 'apply') return s;
    let made = memo.get(s);
    if (made) return made;
    const own = scalarOpInfo(node.op).cost;
    if (shared.has(s)) {
      repeated += own;
      isCheap &&= own <= 2;
    }
    memo.set(s, (made = applyScalar(node.op, node.args.map(build), node.type)));
    return made;
  }
  const expression = build(expressions[result]);
  return isCheap && repeated <= cost ? { expression, inputs, rest: without(fused, result) } : null;
}
