/** One order of operands: constants come last, so that later rules look in one place. */
import { type Operation, type Primitive, primitives } from '@millrace/ir';
import { splatValue } from '../rewrite/constants.ts';
import type { Rewriter } from '../rewrite/rewriter.ts';
import type { Rule } from '../rewrite/rules.ts';

const { compare } = primitives;

/** The direction that says the same of the operands in the other order. */
const mirrored: Readonly<Record<string, string>> = { EQ: 'EQ', NE: 'NE', LT: 'GT', LE: 'GE', GT: 'LT', GE: 'LE' };

/** Whether only the first of two operands is a constant. */
function isBackwards({ operands }: Operation, rewriter: Rewriter): boolean {
  return operands.length === 2 && splatValue(operands[0], rewriter) !== undefined && splatValue(operands[1], rewriter) === undefined;
}

export const orderRules: readonly Rule[] = [
  {
    name: 'f(constant, x) → f(x, constant) for commutative f',
    where: (primitive: Primitive) => primitive.traits.commutative === true,
    apply: (operation, rewriter) => {
      if (!isBackwards(operation, rewriter)) return null;
      const { primitive, operands, attributes } = operation;
      return rewriter.emit(primitive, [operands[1], operands[0]], attributes);
    },
  },
  {
    name: 'constant < x → x > constant',
    on: [compare],
    apply: (operation, rewriter) => {
      if (!isBackwards(operation, rewriter)) return null;
      const { operands, attributes } = operation;
      const comparisonDirection = mirrored[attributes.comparisonDirection as string];
      return rewriter.emit(compare, [operands[1], operands[0]], { ...attributes, comparisonDirection });
    },
  },
];
