/** Equality of attribute values. */
import type { AttributeValue } from '../primitive/attributes.ts';
import { type Literal, sameLiteral } from '../types/literal.ts';
import { showType, type Type } from '../types/type.ts';

const isLiteral = (v: object): v is Literal => 'data' in v && 'type' in v;
const isType = (v: object): v is Type => 'kind' in v && 'id' in v;

/** Whether two values of an attribute are equal, element by element; NaN equals NaN, and types are equal when they read the same. */
export function sameAttribute(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, i) => sameAttribute(x, b[i]));
  }
  if (isLiteral(a) || isLiteral(b)) return isLiteral(a) && isLiteral(b) && sameLiteral(a, b);
  if (isType(a) || isType(b)) return isType(a) && isType(b) && showType(a) === showType(b);
  if (a.constructor !== b.constructor) return false;
  const [left, right] = [a, b] as Readonly<Record<string, AttributeValue | undefined>>[];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => sameAttribute(left[key], right[key]));
}
