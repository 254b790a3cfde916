/** Evaluation of pointwise operations, element by element. Scalars beside larger operands repeat. */
import type { ElementValue } from '../types/element.ts';
import { buildLiteral, elementAt, type Literal } from '../types/literal.ts';
import type { TensorType } from '../types/type.ts';
import { arithmeticOf } from './arithmetic/arithmetic.ts';
import type { Arithmetic } from './arithmetic/interface.ts';

/** A literal of `type` whose elements are `f` of the operands' elements at the same place. */
export function mapElements(type: TensorType, operands: readonly Literal[], f: (...elements: ElementValue[]) => ElementValue): Literal {
  return buildLiteral(type, (i) => f(...operands.map((o) => elementAt(o, o.type.rank === 0 ? 0 : i))));
}

/** The arithmetic of a literal's elements. */
export const arithmeticFor = (l: Literal): Arithmetic => arithmeticOf(l.type.element);
