/** A tf operation on symbolic tensors. */
import type { Tensor } from '@millrace/core';
import { type Attributes, DimExpr, dispatch, evaluateDim, type Primitive, type Region, type Value } from '@millrace/ir';

/** One primitive, applied to symbolic tensors and constants; runs again on data. */
export class OperationNode {
  readonly inputs: readonly Tensor[];
  outputs: readonly Tensor[] = [];
  readonly layer = null;
  readonly #primitive: Primitive;
  readonly #operands: readonly Value[];
  readonly #attributes: Attributes;
  readonly #regions: readonly Region[];
  constructor(primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[], isSymbolic: (v: Value) => boolean) {
    this.#primitive = primitive;
    this.#operands = operands;
    this.#attributes = attributes;
    this.#regions = regions;
    const used = [...operands, ...regions.flatMap((r) => r.captures)];
    this.inputs = [...new Set(used.filter(isSymbolic))] as Tensor[];
  }
  get label(): string {
    return this.#primitive.shortName;
  }

  run(inputs: readonly Tensor[]): readonly Tensor[] {
    const sizes = new Map<string, number>();
    const actual = new Map<Value, Value>();
    this.inputs.forEach((symbolic, i) => {
      actual.set(symbolic, inputs[i]);
      symbolic.type.shape.forEach((dim, axis) => {
        const size = inputs[i].type.shape[axis];
        if (dim instanceof DimExpr && dim.terms.length === 1 && typeof size === 'number') sizes.set(dim.text, size);
      });
    });
    const bind = (v: Value): Value => actual.get(v) ?? v;
    const regions = this.#regions.map((r) => ({ ...r, captures: r.captures.map(bind) }));
    return dispatch(this.#primitive, this.#operands.map(bind), bindSizes(this.#attributes, sizes) as Attributes, regions) as readonly Tensor[];
  }
}

/** Attributes with symbolic sizes replaced by the sizes that the data has. What holds none stays the same object: element types are compared so. */
function bindSizes(value: unknown, sizes: ReadonlyMap<string, number>): unknown {
  if (value instanceof DimExpr) return evaluateDim(value, sizes);
  if (Array.isArray(value)) {
    const bound = value.map((v) => bindSizes(v, sizes));
    return bound.some((v, i) => v !== value[i]) ? bound : value;
  }
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value);
    const bound = entries.map(([k, v]) => [k, bindSizes(v, sizes)] as const);
    return bound.some(([, v], i) => v !== entries[i][1]) ? Object.fromEntries(bound) : value;
  }
  return value;
}
