/** What rewrites ask about constants: literals, and tensors that repeat one scalar. */
import {
  type Complex,
  type ElementType,
  type ElementValue,
  elementAt,
  elementValue,
  type Literal,
  type Operation,
  type ProgramValue,
  primitives,
  type TensorType,
} from '@millrace/ir';
import type { Rewriter } from './rewriter.ts';

export const typeOf = (v: ProgramValue): TensorType => v.type as TensorType;

/** Finds the operation that makes a value. */
export type Producers = Pick<Rewriter, 'producer'>;

/** The literal of an operation that writes its elements down, or undefined. */
export function literalOfOperation(operation: Operation | undefined): Literal | undefined {
  if (!operation?.primitive.traits.constantLike || operation.primitive.attributes.value?.kind !== 'literal') return undefined;
  return operation.attributes.value as Literal;
}

/** The elements of a value that is written in the program. */
export const literalOf = (value: ProgramValue, producers: Producers): Literal | undefined => literalOfOperation(producers.producer(value));

export const sameElementValue = (a: ElementValue, b: ElementValue): boolean =>
  typeof a === 'object' && typeof b === 'object' ? Object.is(a.re, b.re) && Object.is((a as Complex).im, (b as Complex).im) : Object.is(a, b);

const splats = new WeakMap<Literal, boolean>();

/** Whether all elements have the same bits. Empty tensors have none. */
export function isSplat(l: Literal): boolean {
  let known = splats.get(l);
  if (known === undefined) {
    const { data } = l;
    const { lanes } = l.type.element;
    known = data.length > 0;
    for (let i = lanes; known && i < data.length; i++) known = Object.is(data[i], data[i - lanes]);
    splats.set(l, known);
  }
  return known;
}

/** The scalar that a value repeats: the value itself where it is a scalar, or the operand of its broadcast; undefined for others. */
export function repeatedScalar(value: ProgramValue, producers: Producers): ProgramValue | undefined {
  if (value.type.kind !== 'tensor') return undefined;
  if (value.type.rank === 0) return value;
  const made = producers.producer(value);
  return made?.primitive === primitives.broadcastInDim && typeOf(made.operands[0]).rank === 0 ? made.operands[0] : undefined;
}

/** The one element that a constant has everywhere, or undefined. */
export function splatValue(value: ProgramValue, producers: Producers): ElementValue | undefined {
  const literal = literalOf(repeatedScalar(value, producers) ?? value, producers);
  return literal && isSplat(literal) ? elementAt(literal, 0) : undefined;
}

/** Whether a value is the constant `x` everywhere, bit for bit: 0 is not -0. */
export function isConstant(value: ProgramValue, x: number, producers: Producers): boolean {
  const found = splatValue(value, producers);
  return found !== undefined && sameElementValue(found, elementOf(typeOf(value).element, x));
}

/** `x` as an element; all bits set for -1 of unsigned types. */
export function elementOf(element: ElementType, x: number): ElementValue {
  if (element.kind !== 'unsigned' || x >= 0) return elementValue(element, x);
  return element.bits === 64 ? BigInt.asUintN(64, BigInt(x)) : 2 ** element.bits + x;
}
