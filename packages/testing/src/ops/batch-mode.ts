/** Mode `batch`: an operation under batching equals a loop over the examples, for every choice of which operands are batched. */
import { currentBase, emit, evaluateOperation, type Literal, literal, type Region, staticShape, tensorType, type Value, vectorize } from '@millrace/ir';
import type { CaseTable } from './cases.ts';
import { withinRelative, worstDifference } from './compare.ts';
import { drawLiteral, Random } from './draws.ts';
import { type Instance, instancesOf } from './instances.ts';

const examples = 3;

/** One instance for each shape: batching does not depend on the element type. */
export function batchInstances(table: CaseTable, seed: number = 7): Instance[] {
  const seen = new Set<string>();
  if (table.primitive.batch === 'none') return [];
  return instancesOf(table, seed).filter((i) => {
    const key =
      i.operands.map((o) => o.type.shape.join('x')).join() + JSON.stringify(i.attributes, (_k, v: unknown) => (typeof v === 'bigint' ? String(v) : v));
    const fresh = i.row.batch !== false && i.operands.length > 0 && !seen.has(key);
    seen.add(key);
    return fresh;
  });
}

/** All batched, and each operand alone. */
function patterns(count: number): boolean[][] {
  const all = [new Array<boolean>(count).fill(true)];
  return count === 1 ? all : [...all, ...Array.from({ length: count }, (_, k) => Array.from({ length: count }, (_, i) => i === k))];
}

const rowOf = (l: Literal, index: number): Literal => {
  const shape = staticShape(l.type).slice(1);
  const type = tensorType(l.type.element, shape);
  const slots = type.size * l.type.element.lanes;
  return literal(type, l.data.slice(index * slots, (index + 1) * slots));
};

/** What is wrong under batching, or null. The evaluator must be the installed base. */
export function checkBatching(instance: Instance): string | null {
  for (const pattern of patterns(instance.operands.length)) {
    const wrong = checkPattern(instance, pattern);
    if (wrong) return wrong;
  }
  return null;
}

function checkPattern({ primitive, operands, row, attributes, regions, name, seed, dtype }: Instance, pattern: readonly boolean[]): string | null {
  const random = new Random(seed + 2);
  const args = operands.map((o, i) =>
    pattern[i] ? drawLiteral(row.draw[Math.min(i, row.draw.length - 1)], random, o.type.element, [examples, ...staticShape(o.type)]) : o,
  );
  const closed = regions.map((r: Region) => ({ program: r.program, captures: [] }));
  const rows = Array.from(
    { length: examples },
    (_, k) =>
      evaluateOperation(
        primitive,
        args.map((a, i) => (pattern[i] ? rowOf(a, k) : a)),
        attributes,
        closed,
      ) as readonly Literal[],
  );
  const together = vectorize(
    (...xs: Value[]) => emit(primitive, xs, attributes, regions),
    args.map((a) => currentBase().constant(a)),
    pattern,
    examples,
  );
  for (const [k, value] of together.entries()) {
    for (let i = 0; i < examples; i++) {
      const got = rowOf(value.payload as Literal, i);
      const difference = worstDifference(got, rows[i][k], 4);
      if (difference && !withinRelative(got, rows[i][k], dtype.bits >= 32 ? 1e-5 : 2e-2)) {
        return `${name} batched [${pattern.map(Number).join()}]: result ${k}, example ${i}, index ${difference.index}: got ${difference.got}, want ${difference.want}`;
      }
    }
  }
  return null;
}
