/** Tensors: what users hold. A tensor is a value of whichever builder made it: data, a place in a trace, a batch, a dual number. */
import { type Builder, type Dim, installBase, type TensorType, type Value, type ValueHost } from '@millrace/ir';
import { EagerBuilder, type Storage } from '@millrace/runtime';
import { type DType, dtypeOf } from './dtypes.ts';

export class Tensor implements Value {
  readonly type: TensorType;
  readonly builder: Builder;
  readonly payload: unknown;
  constructor(type: TensorType, builder: Builder, payload: unknown) {
    this.type = type;
    this.builder = builder;
    this.payload = payload;
  }
  get dtype(): DType {
    return dtypeOf(this.type.element);
  }
  /** Sizes; null where unknown until the data arrives. */
  get shape(): readonly (number | null)[] {
    return this.type.shape.map((d: Dim) => (typeof d === 'number' ? d : null));
  }
}

export const tensorHost: ValueHost = { make: (type, builder, payload) => new Tensor(type as TensorType, builder, payload) };

/** Eager execution, whose values are tensors. The base builder from the moment that core is loaded. */
export const eager: EagerBuilder = new EagerBuilder(tensorHost);
installBase(eager);

export type { Storage };
