/** The two families that most pointwise primitives belong to: what they share is said here once. */
import { applyScalar, pointwise, type Scalar, type ScalarOp } from '../../algebra/index.ts';
import type { Arithmetic } from '../../evaluate/arithmetic/interface.ts';
import { arithmeticFor, mapElements } from '../../evaluate/elementwise.ts';
import {
  boolean,
  complex,
  type Derivative,
  definePrimitive,
  floating,
  integer,
  type Primitive,
  perTensorQuantized,
  signedInteger,
  type Traits,
  type TypeConstraint,
} from '../../primitive/index.ts';
import { type ElementType, type ElementValue, sameBaseline } from '../../types/element.ts';
import { sameShape, showShape, type TensorType, tensorType } from '../../types/type.ts';

/** Element types of functions on real numbers alone: floats, and quantized types by way of their floats. */
export const realLike: TypeConstraint = floating.or(perTensorQuantized);
/** Element types of functions of a real or complex number. */
export const floatLike: TypeConstraint = floating.or(complex).or(perTensorQuantized);
/** Element types of arithmetic. */
export const numberLike: TypeConstraint = integer.or(floating).or(complex).or(perTensorQuantized);
/** Element types of arithmetic with a sign. */
export const signedLike: TypeConstraint = signedInteger.or(floating).or(complex).or(perTensorQuantized);
/** Element types of logic on bits. */
export const bitLike: TypeConstraint = boolean.or(integer);
/** Every element type but quantized ones. */
export const unquantized: TypeConstraint = boolean.or(integer).or(floating).or(complex);
/** Every element type but those quantized per axis. */
export const anyPerTensor: TypeConstraint = boolean.or(numberLike);

const shortName = (name: string): string => name.slice(name.indexOf('.') + 1);

type NoSpecs = Record<never, never>;

export interface UnaryDefinition {
  /** With the dialect; the part after it is also the scalar operation that it lowers to. */
  readonly name: string;
  readonly operand: TypeConstraint;
  /** One element of the result. */
  readonly evaluate: (x: ElementValue, arithmetic: Arithmetic, element: ElementType) => ElementValue;
  /** d result / d x over x and the result y; 'zero' where the result is locally constant. */
  readonly partial: ((x: Scalar, y: Scalar) => Scalar) | 'zero' | Derivative<{ readonly x: TypeConstraint }, NoSpecs, NoSpecs>;
  /** Element type of the result; by default that of the operand. */
  readonly resultElement?: (x: ElementType) => ElementType;
  /** The scalar expression, where it is not one operation of the vocabulary. */
  readonly lower?: (x: Scalar, element: ElementType) => Scalar;
  readonly method?: string;
  readonly traits?: Traits;
}

/** result[i] = f(x[i]). */
export function unary(d: UnaryDefinition): Primitive {
  const { partial } = d;
  const lower = d.lower ?? ((e: Scalar) => applyScalar(shortName(d.name) as ScalarOp, [e]));
  return definePrimitive({
    name: d.name,
    method: d.method,
    operands: { x: d.operand },
    infer: ({ x }) => (d.resultElement ? tensorType(d.resultElement(x.element), x.shape) : x.type),
    evaluate: ({ x }, { resultTypes }) => {
      const arithmetic = arithmeticFor(x);
      return mapElements(resultTypes[0] as TensorType, [x], (e) => d.evaluate(e, arithmetic, x.type.element));
    },
    derivative: typeof partial === 'function' ? { partials: [({ x, y }) => partial(x, y)] } : partial,
    batch: 'elementwise',
    lower: ({ x }) => pointwise([x], (e) => lower(e, x.element)),
    traits: d.traits,
  });
}

type Partial = (a: Scalar, b: Scalar, y: Scalar) => Scalar;

export interface BinaryDefinition {
  readonly name: string;
  readonly operand: TypeConstraint;
  readonly evaluate: (a: ElementValue, b: ElementValue, arithmetic: Arithmetic, element: ElementType) => ElementValue;
  /** d result / d lhs and d result / d rhs over both operands and the result y; null where none is defined. */
  readonly partials: readonly [Partial | null, Partial | null] | 'zero';
  /** The scalar expression, where it is not one operation of the vocabulary. */
  readonly lower?: (a: Scalar, b: Scalar, element: ElementType) => Scalar;
  readonly traits?: Traits;
}

/** What is wrong with two operand types that must be equal but for scales and zero points; true where nothing is. */
export function sameBaselineTypes(lhs: TensorType, rhs: TensorType): true | string {
  if (!sameBaseline(lhs.element, rhs.element)) return `lhs and rhs must have one element type; got ${lhs.element.name} and ${rhs.element.name}`;
  return sameShape(lhs.shape, rhs.shape) || `lhs and rhs must have one shape; got ${showShape(lhs.shape)} and ${showShape(rhs.shape)}`;
}

/** result[i] = f(lhs[i], rhs[i]); both operands have the result's type, up to scales and zero points of quantized ones. */
export function binary(d: BinaryDefinition): Primitive {
  const { partials } = d;
  const lower = d.lower ?? ((a: Scalar, b: Scalar) => applyScalar(shortName(d.name) as ScalarOp, [a, b]));
  return definePrimitive({
    name: d.name,
    operands: { lhs: d.operand, rhs: d.operand },
    constraints: { c1: ({ lhs, rhs }) => sameBaselineTypes(lhs.type, rhs.type) },
    infer: ({ lhs }) => lhs.type,
    evaluate: ({ lhs, rhs }) => {
      const arithmetic = arithmeticFor(lhs);
      return mapElements(lhs.type, [lhs, rhs], (a, b) => d.evaluate(a, b, arithmetic, lhs.type.element));
    },
    derivative:
      partials === 'zero'
        ? 'zero'
        : {
            partials: partials.map((p) => p && (({ lhs, rhs, y }: { lhs: Scalar; rhs: Scalar; y: Scalar }) => p(lhs, rhs, y))),
          },
    batch: 'elementwise',
    lower: ({ lhs, rhs }) => pointwise([lhs, rhs], (a, b) => lower(a, b, lhs.element)),
    traits: d.traits,
  });
}
