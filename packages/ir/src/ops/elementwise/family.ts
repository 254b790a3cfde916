/** The two families that most pointwise primitives belong to: what they share is said here once. */
import { applyScalar, pointwise, type Scalar, type ScalarOp } from '../../algebra/index.ts';
import type { Arithmetic } from '../../evaluate/arithmetic/interface.ts';
import { arithmeticFor, mapElements } from '../../evaluate/elementwise.ts';
import { definePrimitive, type Primitive, type Traits, type TypeConstraint } from '../../primitive/index.ts';
import type { ElementType, ElementValue } from '../../types/element.ts';
import { sameShape, showShape, type TensorType, tensorType } from '../../types/type.ts';

export interface UnaryDefinition {
  /** With the dialect; the part after it is also the scalar operation that it lowers to. */
  readonly name: string;
  readonly operand: TypeConstraint;
  /** One element of the result. */
  readonly evaluate: (x: ElementValue, arithmetic: Arithmetic, element: ElementType) => ElementValue;
  /** d result / d x over x and the result y; 'zero' where the result is locally constant. */
  readonly partial: ((x: Scalar, y: Scalar) => Scalar) | 'zero';
  /** Element type of the result; by default that of the operand. */
  readonly resultElement?: (x: ElementType) => ElementType;
  readonly traits?: Traits;
}

const shortName = (name: string): string => name.slice(name.indexOf('.') + 1);

/** result[i] = f(x[i]). */
export function unary(d: UnaryDefinition): Primitive {
  const { partial } = d;
  return definePrimitive({
    name: d.name,
    operands: { x: d.operand },
    infer: ({ x }) => (d.resultElement ? tensorType(d.resultElement(x.element), x.shape) : x.type),
    evaluate: ({ x }, { resultTypes }) => {
      const arithmetic = arithmeticFor(x);
      return mapElements(resultTypes[0] as TensorType, [x], (e) => d.evaluate(e, arithmetic, x.type.element));
    },
    derivative: partial === 'zero' ? 'zero' : { partials: [({ x, y }) => partial(x, y)] },
    batch: 'elementwise',
    lower: ({ x }) => pointwise([x], (e) => applyScalar(shortName(d.name) as ScalarOp, [e])),
    traits: d.traits,
  });
}

export interface BinaryDefinition {
  readonly name: string;
  readonly operand: TypeConstraint;
  readonly evaluate: (a: ElementValue, b: ElementValue, arithmetic: Arithmetic, element: ElementType) => ElementValue;
  /** d result / d lhs and d result / d rhs over both operands and the result y. */
  readonly partials: readonly [(a: Scalar, b: Scalar, y: Scalar) => Scalar, (a: Scalar, b: Scalar, y: Scalar) => Scalar] | 'zero';
  readonly traits?: Traits;
}

/** result[i] = f(lhs[i], rhs[i]); both operands have the result's type. */
export function binary(d: BinaryDefinition): Primitive {
  const { partials } = d;
  return definePrimitive({
    name: d.name,
    operands: { lhs: d.operand, rhs: d.operand },
    constraints: {
      c1: ({ lhs, rhs }) => {
        if (lhs.element !== rhs.element) return `lhs and rhs must have one element type; got ${lhs.element.name} and ${rhs.element.name}`;
        return sameShape(lhs.shape, rhs.shape) || `lhs and rhs must have one shape; got ${showShape(lhs.shape)} and ${showShape(rhs.shape)}`;
      },
    },
    infer: ({ lhs }) => lhs.type,
    evaluate: ({ lhs, rhs }) => {
      const arithmetic = arithmeticFor(lhs);
      return mapElements(lhs.type, [lhs, rhs], (a, b) => d.evaluate(a, b, arithmetic, lhs.type.element));
    },
    derivative:
      partials === 'zero'
        ? 'zero'
        : {
            partials: partials.map(
              (p) =>
                ({ lhs, rhs, y }: { lhs: Scalar; rhs: Scalar; y: Scalar }) =>
                  p(lhs, rhs, y),
            ),
          },
    batch: 'elementwise',
    lower: ({ lhs, rhs }) => pointwise([lhs, rhs], (a, b) => applyScalar(shortName(d.name) as ScalarOp, [a, b])),
    traits: d.traits,
  });
}
