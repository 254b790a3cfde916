/** When two types agree although one of them knows less. Source: StableHLO specification, "Shape mismatches" and `baseline_type`. */
import { type Dim, isStatic } from './dim.ts';
import { sameBaseline } from './element.ts';
import { type TensorType, type Type, tensorType } from './type.ts';

const compatibleDims = (a: Dim, b: Dim): boolean => !isStatic(a) || !isStatic(b) || a === b;

/** Whether two types agree as far as is known: sizes are equal where both are, and quantized types may differ in their scales. */
export function isCompatible(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind === 'tensor' && b.kind === 'tensor') {
    const sizes = a.rank === b.rank && a.shape.every((d, i) => compatibleDims(d, b.shape[i]));
    return sizes && sameBaseline(a.element, b.element);
  }
  if (a.kind === 'token' || a.kind === 'tensor' || a.kind !== b.kind) return false;
  return a.elements.length === b.elements.length && a.elements.every((t, i) => isCompatible(t, b.elements[i]));
}

/** What is known of a value that has one of two compatible types: sizes that both know, and `?` where one leaves them open. */
export function commonType(a: Type, b: Type): Type {
  if (a === b || a.kind !== 'tensor' || b.kind !== 'tensor') return a;
  return tensorType(
    a.element,
    a.shape.map((d, i) => (isStatic(d) ? (b as TensorType).shape[i] : d)),
  );
}
