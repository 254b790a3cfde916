/** Families of math functions: each public function is one line that names its primitive and what dtypes it takes. */
import { type Attributes, applyScalar, dispatch, type Primitive, scalarInput } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { attributesOf } from '../attributes.ts';
import { alignOperands, applyBinary, broadcastShapes, broadcastTensor, commonDtype, type Kinds, requireKind } from '../broadcast.ts';
import { pointwise } from '../pointwise.ts';

/** A function of each element: same shape, same dtype. */
export type Unary = <D extends DTypeName>(x: TensorLike<D>) => Tensor<D>;
/** A function of each element that answers true or false. */
export type UnaryPredicate = (x: TensorLike) => Tensor<'bool'>;
/** A function of two elements; shapes broadcast, dtypes must be equal. */
export type Binary = <D extends DTypeName>(a: TensorLike<D>, b: TensorLike<D>) => Tensor<D>;
/** A comparison of two elements; shapes broadcast, dtypes must be equal. */
export type Comparison = (a: TensorLike, b: TensorLike) => Tensor<'bool'>;

export const floatingOrComplex: Kinds = ['float', 'complex'];
export const floating: Kinds = ['float'];
export const numeric: Kinds = ['float', 'signed', 'unsigned', 'complex'];
export const realNumeric: Kinds = ['float', 'signed', 'unsigned'];
export const integers: Kinds = ['signed', 'unsigned'];

/** Applies a primitive with its default attributes. */
export function applyDefault(primitive: Primitive, operands: readonly Tensor[]): Tensor {
  return dispatch(primitive, operands, defaultAttributes(primitive))[0] as Tensor;
}

const none: Attributes = {};
const defaultAttributes = (primitive: Primitive): Attributes => attributesOf(primitive, 'default', () => none);

/** The public function of a primitive of one operand. */
export function unary(op: string, primitive: Primitive, kinds: Kinds): Unary {
  return <D extends DTypeName>(x: TensorLike<D>): Tensor<D> => {
    const operand = toTensor(op, x);
    requireKind(op, operand, kinds);
    return applyDefault(primitive, [operand]) as Tensor<D>;
  };
}

/** The public function of a composition of one operand. */
export function unaryOf(op: string, kinds: Kinds, body: (x: Tensor) => Tensor): Unary {
  return <D extends DTypeName>(x: TensorLike<D>): Tensor<D> => {
    const operand = toTensor(op, x);
    requireKind(op, operand, kinds);
    return body(operand) as Tensor<D>;
  };
}

/** The public function of a primitive of two operands. */
export function binary(op: string, primitive: Primitive, kinds: Kinds): Binary {
  return <D extends DTypeName>(a: TensorLike<D>, b: TensorLike<D>): Tensor<D> => {
    return applyBinary(op, primitive, kinds, a, b) as Tensor<D>;
  };
}

/** The public function of a composition of two operands, which arrive with one dtype and one shape. */
export function binaryOf(op: string, kinds: Kinds, body: (a: Tensor, b: Tensor) => Tensor): Binary {
  return <D extends DTypeName>(a: TensorLike<D>, b: TensorLike<D>): Tensor<D> => {
    const [x, y] = alignOperands(op, [a, b], ['a', 'b']);
    requireKind(op, x, kinds, 'a');
    return body(x, y) as Tensor<D>;
  };
}

type Direction = 'EQ' | 'NE' | 'LT' | 'LE' | 'GT' | 'GE';

/** The public function of a direction of comparison. */
export function comparison(op: string, primitive: Primitive, direction: Direction, kinds: Kinds): Comparison {
  const attributes = (): Attributes => attributesOf(primitive, direction, () => ({ comparisonDirection: direction }));
  const form = applyScalar(`compare_${direction}`, [scalarInput(0), scalarInput(1)]);
  return (a, b) => {
    const [x, y] = commonDtype(op, [a, b], ['a', 'b']);
    requireKind(op, x, kinds, 'a');
    if (x.rank !== y.rank && (x.rank === 0 || y.rank === 0)) return pointwise(form, [x, y]) as Tensor<'bool'>;
    const shape = broadcastShapes(op, x.type.shape, y.type.shape);
    return dispatch(primitive, [broadcastTensor(x, shape, [y]), broadcastTensor(y, shape, [x])], attributes())[0] as Tensor<'bool'>;
  };
}
