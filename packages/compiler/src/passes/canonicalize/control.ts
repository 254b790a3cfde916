/** Branches that are known, checks that hold, and tuples that are taken apart again. */
import { type Operation, type ProgramValue, primitives } from '@millrace/ir';
import { literalOf, splatValue } from '../rewrite/constants.ts';
import type { Rewriter } from '../rewrite/rewriter.ts';
import type { Rule } from '../rewrite/rules.ts';

const { ifElse, caseOf, check, tuple, getTupleElement } = primitives;

const take = ({ regions }: Operation, index: number, rewriter: Rewriter): readonly ProgramValue[] =>
  rewriter.inline(regions[index].program, regions[index].captures);

export const controlRules: readonly Rule[] = [
  {
    name: 'if with a constant → its branch',
    on: [ifElse],
    apply: (operation, rewriter) => {
      const known = splatValue(operation.operands[0], rewriter);
      return known === undefined ? null : take(operation, known ? 0 : 1, rewriter);
    },
  },
  {
    name: 'case with a constant → its branch',
    on: [caseOf],
    apply: (operation, rewriter) => {
      const literal = literalOf(operation.operands[0], rewriter);
      if (!literal) return null;
      const index = Number(literal.data[0]);
      const last = operation.regions.length - 1;
      return take(operation, index >= 0 && index <= last ? index : last, rewriter);
    },
  },
  {
    name: 'check that always holds → nothing',
    on: [check],
    apply: ({ operands }, rewriter) => (splatValue(operands[0], rewriter) === true ? [] : null),
  },
  {
    name: 'get_tuple_element(tuple(…)) → the element',
    on: [getTupleElement],
    apply: ({ operands, attributes }, rewriter) => {
      const made = rewriter.producer(operands[0]);
      return made?.primitive === tuple ? [made.operands[attributes.index as number]] : null;
    },
  },
];
