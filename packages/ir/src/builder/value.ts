/** Values and builders: the one interface that executing, tracing, batching and differentiating share. */
import type { Attributes } from '../primitive/attributes.ts';
import type { Primitive } from '../primitive/primitive.ts';
import type { Program } from '../program/program.ts';
import type { Literal } from '../types/literal.ts';
import type { Type } from '../types/type.ts';

/** A value of some builder: data, a place in a trace, a batch of values, or a value with its tangent, as `payload` says. */
export interface Value {
  readonly type: Type;
  readonly builder: Builder;
  /** Belongs to the builder; nobody else reads it. */
  readonly payload: unknown;
}

/** A nested program bound to the outer values it uses; `program.arguments` begin with one argument for each capture. */
export interface Region {
  readonly program: Program;
  readonly captures: readonly Value[];
  /** In a batching rule: which captures are whole batches. */
  readonly batchedCaptures?: readonly boolean[];
  /** In a forward-mode rule: tangents of the captures, null for none. */
  readonly captureTangents?: readonly (Value | null)[];
}

export interface Builder {
  /** Of several builders' values in one operation, the highest level takes it. */
  readonly level: number;
  /** Applies a primitive. Attributes are complete; operands may belong to builders of lower levels. */
  apply(primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): readonly Value[];
  constant(literal: Literal): Value;
}

/** Makes the values that users see, so that each builder hands out `Tensor`s. */
export interface ValueHost {
  make(type: Type, builder: Builder, payload: unknown): Value;
}

export const plainHost: ValueHost = { make: (type, builder, payload) => ({ type, builder, payload }) };
