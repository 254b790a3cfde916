/** Identities of combiners: the value that changes nothing when it is combined. */
import type { CombinerName } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import type { ElementType, ElementValue } from '../../types/element.ts';
import { scalarLiteral } from '../../types/literal.ts';

const isWhole = (e: ElementType): boolean => e.kind === 'signed' || e.kind === 'unsigned';

/** The largest (sign 1) or smallest (sign -1) value of a type with an order. */
function extreme(element: ElementType, sign: 1 | -1): ElementValue {
  if (element.kind === 'boolean') return sign > 0;
  if (!isWhole(element))
    return element.kind === 'complex' ? { re: sign * Number.POSITIVE_INFINITY, im: sign * Number.POSITIVE_INFINITY } : sign * Number.POSITIVE_INFINITY;
  const bits = BigInt(element.bits);
  const signed = element.kind === 'signed';
  const value = sign > 0 ? (1n << (signed ? bits - 1n : bits)) - 1n : signed ? -(1n << (bits - 1n)) : 0n;
  return element.bits === 64 ? value : Number(value);
}

function constantOf(element: ElementType, value: number): ElementValue {
  if (element.kind === 'boolean') return value !== 0;
  if (element.kind === 'complex') return { re: value, im: 0 };
  return element.bits === 64 && isWhole(element) ? BigInt(value) : value;
}

/** x such that combine(x, y) = y for every y of the element type. Adding -0 rather than 0 keeps a sum of -0 negative. */
export function combinerIdentity(name: CombinerName, element: ElementType): ElementValue {
  switch (name) {
    case 'add':
    case 'or':
    case 'xor':
      return constantOf(element, element.kind === 'float' ? -0 : 0);
    case 'multiply':
      return constantOf(element, 1);
    case 'and':
      return element.kind === 'boolean' ? true : element.kind === 'signed' ? constantOf(element, -1) : extreme(element, 1);
    case 'maximum':
      return extreme(element, -1);
    case 'minimum':
      return extreme(element, 1);
  }
}

/** The identity as a scalar value. */
export const identityOf = (name: CombinerName, element: ElementType, b: Methods): Value => b.constant(scalarLiteral(element, combinerIdentity(name, element)));

/** Whether initial values may be left out of a reduction and combined afterwards: combine(init, reduce from the identity). */
export function combineWith(name: CombinerName, x: Value, y: Value, b: Methods): Value {
  switch (name) {
    case 'add':
      return b.add(x, y);
    case 'multiply':
      return b.multiply(x, y);
    case 'maximum':
      return b.maximum(x, y);
    case 'minimum':
      return b.minimum(x, y);
    case 'and':
      return b.and(x, y);
    case 'or':
      return b.or(x, y);
    case 'xor':
      return b.xor(x, y);
  }
}
