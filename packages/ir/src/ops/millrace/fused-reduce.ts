import { type CombinerName, identityMap, type ReduceForm, type Scalar, ScalarTypes } from '../../algebra/index.ts';
import { failure } from '../../errors/index.ts';
import { arithmeticOf } from '../../evaluate/arithmetic/arithmetic.ts';
import { coordinatesOf, flatIndex } from '../../evaluate/index-space.ts';
import { type Arg, anyTensor, attr, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import { allocate, readElement, writeElement } from '../../types/element.ts';
import { elementAt } from '../../types/literal.ts';
import { type Shape, sameShape, showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { isAxes, isUnique, otherAxes } from '../values.ts';
import { isExpressions } from './fused.ts';

const combiners: readonly CombinerName[] = ['add', 'multiply', 'maximum', 'minimum', 'and', 'or', 'xor'];

const shapeOf = (inputs: readonly Arg[]): Shape => inputs.find((x) => x.rank > 0)?.shape ?? [];
const expressionType = (expression: unknown, inputs: readonly Arg[]): TensorType['element'] =>
  new ScalarTypes(inputs.map((x) => x.element)).natural(expression as Scalar) ?? inputs[0].element;

/**
 * A reduction whose elements are computed as they are combined: `expression` of the inputs' elements, combined along `dimensions` from `initial` on.
 * Inputs have one shape, or are scalars. The compiler makes it of a reduce and the loop before it (`fuse-reductions`); it means those two.
 */
export const fusedReduce: Primitive = definePrimitive({
  name: 'millrace.fused_reduce',
  operands: { inputs: variadic(anyTensor), initial: anyTensor },
  attributes: { expression: attr.any(), dimensions: attr.ints(), combiner: attr.choice(combiners as readonly CombinerName[]) },
  constraints: {
    c1: ({ inputs }) => {
      const full = inputs.filter((x) => x.rank > 0);
      return (
        full.every((x) => sameShape(x.shape, full[0].shape)) ||
        `inputs must be scalars or have one shape; got ${inputs.map((x) => showShape(x.shape)).join(', ')}`
      );
    },
    c2: ({ inputs, expression }) =>
      (inputs.length > 0 && isExpressions([expression], inputs.length)) || `expression must be a scalar expression over ${inputs.length} inputs, at least one`,
    c3: ({ inputs, dimensions }) =>
      (isAxes(dimensions, shapeOf(inputs).length) && isUnique(dimensions)) ||
      `dimensions ${showShape(dimensions)} must be different axes of ${showShape(shapeOf(inputs))}`,
    c4: ({ inputs, expression, initial }) => {
      const element = expressionType(expression, inputs);
      return (initial.rank === 0 && initial.element === element) || `initial must be a scalar of ${element.name}; got ${initial.type}`;
    },
  },
  infer: ({ inputs, dimensions, initial }) => {
    const shape = shapeOf(inputs);
    return tensorType(
      initial.element,
      otherAxes(shape.length, dimensions).map((axis) => shape[axis]),
    );
  },
  evaluate: ({ inputs, expression, dimensions, combiner, initial }, { resultTypes, evaluateScalar }) => {
    const type = resultTypes[0] as TensorType;
    const from = staticShape((inputs.find((x) => x.type.rank > 0) ?? inputs[0]).type);
    const elements = evaluateScalar(expression as unknown as Scalar, inputs, tensorType(type.element, from));
    const kept = otherAxes(from.length, dimensions);
    const shape = staticShape(type);
    const combine = arithmeticOf(type.element)[combiner];
    const data = allocate(type.element, type.size);
    for (let i = 0; i < type.size; i++) writeElement(type.element, data, i, elementAt(initial, 0));
    for (const index of coordinatesOf(from)) {
      const at = flatIndex(
        kept.map((axis) => index[axis]),
        shape,
      );
      writeElement(type.element, data, at, combine(readElement(type.element, data, at), elementAt(elements, flatIndex(index, from))));
    }
    return { type, data };
  },
  derivative: {
    vjp: () => {
      throw failure('not-differentiable', {
        op: 'fused_reduce',
        message: 'has no derivative: the compiler makes it after differentiation',
        hint: 'differentiate the program before it is optimized',
      });
    },
  },
  batch: 'none',
  lower: ({ inputs, expression, dimensions, combiner }): ReduceForm => {
    const shape = shapeOf(inputs);
    const order = [...otherAxes(shape.length, dimensions), ...dimensions];
    const axes = identityMap(shape.length);
    const map = shape.map((_, axis) => axes[order.indexOf(axis)]);
    return {
      form: 'reduce',
      combiner,
      extents: dimensions.map((d) => shape[d]),
      maps: inputs.map((x) => (x.rank > 0 ? map : [])),
      prologue: expression as unknown as Scalar,
      initial: inputs.length,
    };
  },
});
