/** What every reduction shares: options, axes, and keeping reduced axes with size 1. */
import { type Attributes, type CombinerName, checkOptions, combinerRegion, dispatch, primitives } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { type Axis, resolveAxes } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { reshapeTensor } from '../array/reshape.ts';
import { attributesOf, shapeKey } from '../attributes.ts';
import { fillTensor, type Kinds, requireKind } from '../broadcast.ts';

export interface ReduceOptions {
  /** Axes to reduce, negative from the end. Default: all of them. */
  readonly axis?: Axis | null;
  /** Whether reduced axes stay with size 1. Default false. */
  readonly keepdims?: boolean;
}

/** A reduction: the axes of `options` are dropped, or kept with size 1. */
export type Reduction = <D extends DTypeName>(x: TensorLike<D>, options?: ReduceOptions) => Tensor<D>;

/** Combines the elements along sorted axes, starting from `initial`; the axes are dropped. */
export function reduceWith(x: Tensor, axes: readonly number[], combiner: CombinerName, initial: number): Tensor {
  if (axes.length === 0) return x;
  const { reduce } = primitives;
  const attributes: Attributes = attributesOf(reduce, axes.join(), () => ({ dimensions: axes }));
  const { element } = x.type;
  return dispatch(reduce, [x, fillTensor(element, [], initial)], attributes, [combinerRegion(combiner, element)])[0] as Tensor;
}

/** Puts back reduced axes with size 1. */
export function keepAxes(reduced: Tensor, x: Tensor, axes: readonly number[]): Tensor {
  return reshapeTensor(
    reduced,
    x.type.shape.map((d, i) => (axes.includes(i) ? 1 : d)),
  );
}

/** A reduced tensor repeated along the axes it lost, at the shape of `x`. */
export function spreadAxes(reduced: Tensor, x: Tensor, axes: readonly number[]): Tensor {
  const { shape } = x.type;
  const { broadcastInDim } = primitives;
  const attributes = attributesOf(broadcastInDim, `${axes}|${shapeKey(shape)}`, () => ({
    shape,
    broadcastDimensions: shape.map((_, i) => i).filter((i) => !axes.includes(i)),
  }));
  return dispatch(broadcastInDim, [reduced], attributes)[0] as Tensor;
}

/** The public function of a reduction; `body` drops the axes. */
export function reduction(op: string, kinds: Kinds, body: (x: Tensor, axes: readonly number[]) => Tensor): Reduction {
  return <D extends DTypeName>(x: TensorLike<D>, options: ReduceOptions = {}): Tensor<D> => {
    checkOptions(op, options, ['axis', 'keepdims']);
    const operand = toTensor(op, x);
    requireKind(op, operand, kinds);
    const axes = resolveAxes(op, options.axis, operand.rank);
    const reduced = body(operand, axes);
    return (options.keepdims ? keepAxes(reduced, operand, axes) : reduced) as Tensor<D>;
  };
}
