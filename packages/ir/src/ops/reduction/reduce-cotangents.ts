/** Derivatives of reduce by the kind of its body. */
import type { Methods } from '../../builder/methods.ts';
import type { Region, Value } from '../../builder/value.ts';
import { failure } from '../../errors/index.ts';
import { combinerOf } from '../../program/combiner-match.ts';
import { type Dim, isStatic, productDims } from '../../types/dim.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { axesOf, convertTo, otherAxes, tensorTypeOf } from '../values.ts';

export interface ReduceArgs {
  readonly inputs: readonly Value[];
  readonly initValues: readonly Value[];
  readonly dimensions: readonly number[];
  readonly body: Region;
  readonly results: readonly Value[];
  readonly ct: Value;
}

interface Cotangents {
  readonly inputs: readonly Value[];
  readonly initValues: readonly Value[];
}

/** A reduced tensor at the shape of its operand: each result element repeated along the reduced axes. */
function spread(x: Value, operand: TensorType, dimensions: readonly number[], b: Methods): Value {
  return b.broadcast(x, operand.shape, otherAxes(operand.rank, dimensions));
}

const total = (x: Value, b: Methods): Value => b.sum(x, axesOf(tensorTypeOf(x).rank));

/** The cotangent of a maximum or minimum goes in equal parts to the elements that attain it, as in TensorFlow; the initial value is one of them. */
function shareAmongTies({ inputs: [x], initValues: [init], dimensions, results: [y], ct }: ReduceArgs, b: Methods): Cotangents {
  const operand = tensorTypeOf(x);
  const reduced = tensorTypeOf(y);
  const winners = b.compare(x, spread(y, operand, dimensions, b), { comparisonDirection: 'EQ' });
  const initWins = b.compare(b.broadcast(init, reduced.shape, []), y, { comparisonDirection: 'EQ' });
  const count = b.add(b.sum(b.convert(winners, { element: operand.element }), dimensions), b.convert(initWins, { element: reduced.element }));
  const share = b.divide(ct, count);
  return {
    inputs: [b.select(winners, spread(share, operand, dimensions, b), b.zeros(operand))],
    initValues: [total(b.select(initWins, share, b.zeros(reduced)), b)],
  };
}

/** x with the reduced axes merged into one last axis, and back. */
function mergeReduced(x: Value, dimensions: readonly number[], b: Methods): { readonly merged: Value; readonly restore: (v: Value) => Value } {
  const { shape, rank } = tensorTypeOf(x);
  const order = [...otherAxes(rank, dimensions), ...dimensions];
  const ordered = b.transpose(x, { permutation: order });
  const orderedShape = tensorTypeOf(ordered).shape;
  const merged = b.reshapeTo(ordered, [...orderedShape.slice(0, rank - dimensions.length), productDims(dimensions.map((d) => shape[d]))]);
  return { merged, restore: (v) => b.transpose(b.reshapeTo(v, orderedShape), { permutation: shape.map((_, axis) => order.indexOf(axis)) }) };
}

/** x moved by `by` places along its last axis, ones coming in: positive toward the end. */
function shift(x: Value, by: number, b: Methods): Value {
  const { element, shape } = tensorTypeOf(x);
  const last = (value: number): number[] => shape.map((_, i) => (i === shape.length - 1 ? value : 0));
  return b.pad(x, b.scalar(element, 1), { edgePaddingLow: last(by), edgePaddingHigh: last(-by), interiorPadding: last(0) });
}

/** For each element the product of the elements before it (direction 1) or after it (-1) along the last axis; log2(n) steps (Hillis and Steele 1986). */
function exclusiveProducts(x: Value, length: number, direction: 1 | -1, b: Methods): Value {
  let products = shift(x, direction, b);
  for (let step = 1; step < length; step *= 2) products = b.multiply(products, shift(products, direction * step, b));
  return products;
}

/** Of a product each element gets the product of the others, computed without division: exact with any number of zeros. */
function productOfOthers({ inputs: [x], initValues: [init], dimensions, ct }: ReduceArgs, b: Methods): Cotangents {
  const { merged, restore } = mergeReduced(x, dimensions, b);
  const type = tensorTypeOf(merged);
  const length: Dim = type.shape[type.rank - 1];
  if (!isStatic(length)) throw failure('not-differentiable', { op: 'reduce', message: 'a product over an axis whose size is not known has no derivative' });
  const kept = axesOf(type.rank - 1);
  const others = b.multiply(exclusiveProducts(merged, length, 1, b), exclusiveProducts(merged, length, -1, b));
  const scaled = b.multiply(ct, b.conjugate(b.broadcast(init, tensorTypeOf(ct).shape, [])));
  const product = b.reduce([x], [b.scalar(type.element, 1)], { dimensions, body: b.combiner('multiply', type.element) })[0];
  return {
    inputs: [restore(b.multiply(b.conjugate(others), b.broadcast(scaled, type.shape, kept)))],
    initValues: [total(b.multiply(ct, b.conjugate(product)), b)],
  };
}

/** Cotangents of the input and the initial value from the cotangent of the one result. */
export function reduceCotangents(args: ReduceArgs, b: Methods): Cotangents {
  const { inputs, dimensions, body, results } = args;
  if (inputs.length === 1) {
    const operand = tensorTypeOf(inputs[0]);
    // A body of a wider type works on converted elements.
    const wide = {
      ...args,
      inputs: [convertTo(inputs[0], tensorTypeOf(results[0]), b)],
      initValues: [convertTo(args.initValues[0], tensorTypeOf(results[0]), b)],
    };
    const narrow = (c: Cotangents): Cotangents => ({
      inputs: [convertTo(c.inputs[0], operand, b)],
      initValues: [convertTo(c.initValues[0], operand, b)],
    });
    switch (combinerOf(body.program)) {
      case 'add':
        return narrow({ inputs: [spread(args.ct, tensorType(tensorTypeOf(args.ct).element, operand.shape), dimensions, b)], initValues: [total(args.ct, b)] });
      case 'maximum':
      case 'minimum':
        return narrow(shareAmongTies(wide, b));
      case 'multiply':
        return narrow(productOfOthers(wide, b));
    }
  }
  throw failure('not-differentiable', {
    op: 'reduce',
    message: `has no derivative for this body and ${inputs.length} inputs`,
    valid: 'one input with a body that adds, multiplies, or takes the maximum or minimum',
  });
}
