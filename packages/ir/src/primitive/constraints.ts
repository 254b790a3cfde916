/** What types an operand may have: named predicates that combine with `or`, and say in messages what was expected. */
import { type ElementType, isBoolean, isComplex, isFloat, isInteger } from '../types/element.ts';
import type { Type } from '../types/type.ts';

export class TypeConstraint {
  /** What is accepted, for messages: `floating or complex`. */
  readonly description: string;
  readonly accepts: (type: Type) => boolean;
  readonly acceptsElement: (element: ElementType) => boolean;
  constructor(description: string, accepts: (type: Type) => boolean, acceptsElement: (element: ElementType) => boolean = () => false) {
    this.description = description;
    this.accepts = accepts;
    this.acceptsElement = acceptsElement;
  }
  or(other: TypeConstraint): TypeConstraint {
    return new TypeConstraint(
      `${this.description} or ${other.description}`,
      (t) => this.accepts(t) || other.accepts(t),
      (e) => this.acceptsElement(e) || other.acceptsElement(e),
    );
  }
  /** Tensors of this kind with exactly this rank. */
  ofRank(rank: number): TypeConstraint {
    return new TypeConstraint(`${this.description} of rank ${rank}`, (t) => this.accepts(t) && t.kind === 'tensor' && t.rank === rank, this.acceptsElement);
  }
}

const elements = (description: string, test: (element: ElementType) => boolean): TypeConstraint =>
  new TypeConstraint(description, (t) => t.kind === 'tensor' && test(t.element), test);

export const anyTensor: TypeConstraint = elements('any tensor', () => true);
export const floating: TypeConstraint = elements('floating', isFloat);
export const complex: TypeConstraint = elements('complex', isComplex);
export const integer: TypeConstraint = elements('integer', isInteger);
export const signedInteger: TypeConstraint = elements('signed integer', (e) => e.kind === 'signed');
export const unsignedInteger: TypeConstraint = elements('unsigned integer', (e) => e.kind === 'unsigned');
export const boolean: TypeConstraint = elements('boolean', isBoolean);
export const quantizedTensor: TypeConstraint = elements('quantized', (e) => e.kind === 'quantized');
/** Quantized with one scale for the whole tensor. */
export const perTensorQuantized: TypeConstraint = elements('per-tensor quantized', (e) => e.quantization !== undefined && e.quantization.axis < 0);
/** Types with an order: integers, booleans and floats, quantized ones included. */
export const ordered: TypeConstraint = elements('integer, boolean, floating or quantized', (e) => !isComplex(e));
/** Types with arithmetic. */
export const numeric: TypeConstraint = elements('numeric', (e) => !isBoolean(e));
export const tokenConstraint: TypeConstraint = new TypeConstraint('token', (t) => t.kind === 'token');
export const tupleConstraint: TypeConstraint = new TypeConstraint('tuple', (t) => t.kind === 'tuple');
export const futureConstraint: TypeConstraint = new TypeConstraint('future', (t) => t.kind === 'future');
export const anyType: TypeConstraint = new TypeConstraint(
  'any type',
  () => true,
  () => true,
);

/** Zero or more operands. Several variadic operands of one primitive have equal counts. */
export interface Variadic {
  readonly arity: 'variadic';
  readonly constraint: TypeConstraint;
}
/** An operand that may be absent. */
export interface Optional {
  readonly arity: 'optional';
  readonly constraint: TypeConstraint;
}
export type OperandSpec = TypeConstraint | Variadic | Optional;

export const variadic = (constraint: TypeConstraint): Variadic => ({ arity: 'variadic', constraint });
export const optional = (constraint: TypeConstraint): Optional => ({ arity: 'optional', constraint });
export const arityOf = (spec: OperandSpec): 'one' | 'variadic' | 'optional' => (spec instanceof TypeConstraint ? 'one' : spec.arity);
export const constraintOf = (spec: OperandSpec): TypeConstraint => (spec instanceof TypeConstraint ? spec : spec.constraint);
