/** Transposes that their user can do without: a contraction and a reduction name their axes. */
import { type Attributes, combinerOf, type Operation, type ProgramValue, primitives } from '@millrace/ir';
import { typeOf } from '../rewrite/constants.ts';
import type { Rewriter } from '../rewrite/rewriter.ts';
import type { Rule } from '../rewrite/rules.ts';

const { dotGeneral, reduce, transpose } = primitives;

const isAscending = (axes: readonly number[]): boolean => axes.every((d, i) => i === 0 || axes[i - 1] < d);

/** The permutation of the transpose that made a value. */
function permutationOf(value: ProgramValue, rewriter: Rewriter): { readonly permutation: readonly number[]; readonly operand: ProgramValue } | undefined {
  const made = rewriter.producer(value);
  return made?.primitive === transpose ? { permutation: made.attributes.permutation as readonly number[], operand: made.operands[0] } : undefined;
}

/** The axes below `rank` that are not named, ascending, as axes before the transpose. */
const others = (rank: number, named: readonly number[], permutation: readonly number[]): number[] =>
  permutation.filter((_, axis) => axis < rank && !named.includes(axis));

/** The contraction on the operand of a transpose; null where its free axes would come in another order. */
function absorbInto(operation: Operation, side: 'lhs' | 'rhs', rewriter: Rewriter): readonly ProgramValue[] | null {
  const place = side === 'lhs' ? 0 : 1;
  const found = permutationOf(operation.operands[place], rewriter);
  if (!found) return null;
  const numbers = operation.attributes.dotDimensionNumbers as Readonly<Record<string, readonly number[]>>;
  const batching = `${side}BatchingDimensions`;
  const contracting = `${side}ContractingDimensions`;
  const { permutation, operand } = found;
  if (!isAscending(others(permutation.length, [...numbers[batching], ...numbers[contracting]], permutation))) return null;
  const dotDimensionNumbers: Attributes = {
    ...numbers,
    [batching]: numbers[batching].map((d) => permutation[d]),
    [contracting]: numbers[contracting].map((d) => permutation[d]),
  };
  const operands = operation.operands.map((o, i) => (i === place ? operand : o));
  return rewriter.emit(dotGeneral, operands, { ...operation.attributes, dotDimensionNumbers });
}

export const transposeRules: readonly Rule[] = [
  ...(['lhs', 'rhs'] as const).map(
    (side): Rule => ({
      name: `dot_general with transpose(x) as ${side} → dot_general with x`,
      on: [dotGeneral],
      apply: (operation, rewriter) => absorbInto(operation, side, rewriter),
    }),
  ),
  {
    // The order of summation is part of the result's bits: reduced axes must keep theirs.
    name: 'reduce(transpose(x)) → reduce(x)',
    on: [reduce],
    apply: (operation, rewriter) => {
      const { operands, attributes, regions } = operation;
      const found = permutationOf(operands[0], rewriter);
      if (!found || operands.length !== 2 || combinerOf(regions[0].program) === null) return null;
      const dimensions = attributes.dimensions as readonly number[];
      const moved = dimensions.map((d) => found.permutation[d]);
      if (!isAscending(others(typeOf(found.operand).rank, dimensions, found.permutation)) || !(isAscending(dimensions) && isAscending(moved))) return null;
      return rewriter.emit(reduce, [found.operand, operands[1]], { dimensions: moved }, regions);
    },
  },
];
