/** Broadcasts: one instead of a chain, and computations on what is repeated before it is repeated. */
import { type Dim, elementAt, isStatic, type Operation, type Primitive, type ProgramValue, primitives, type Shape, scalarLiteral } from '@millrace/ir';
import { isSplat, literalOfOperation, repeatedScalar, typeOf } from '../rewrite/constants.ts';
import type { Rewriter } from '../rewrite/rewriter.ts';
import type { Rule } from '../rewrite/rules.ts';

const { broadcastInDim, reshape, transpose } = primitives;

const dimensionsOf = (of: Operation): readonly number[] => of.attributes.broadcastDimensions as readonly number[];
const sameShapes = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => d === b[i]);
const isAscending = (axes: readonly number[]): boolean => axes.every((d, i) => i === 0 || axes[i - 1] < d);

/** `scalar` everywhere at this shape. */
function repeat(scalar: ProgramValue, shape: Shape, rewriter: Rewriter): readonly ProgramValue[] {
  return shape.length === 0 ? [scalar] : rewriter.emit(broadcastInDim, [scalar], { broadcastDimensions: [], shape: shape as never });
}

/** For each axis of `from`, its axis in `to`, which has more axes of size 1; null where the sizes do not follow each other so. */
function insertedAxes(from: Shape, to: Shape): readonly number[] | null {
  const places: number[] = [];
  to.forEach((d: Dim, axis) => {
    if (places.length < from.length && from[places.length] === d) places.push(axis);
  });
  return places.length === from.length && to.every((d, axis) => d === 1 || places.includes(axis)) ? places : null;
}

/** What repeats nothing is a transpose or a reshape. */
function withoutRepetition(operation: Operation, rewriter: Rewriter): readonly ProgramValue[] | null {
  const [x] = operation.operands;
  const dimensions = dimensionsOf(operation);
  const from = typeOf(x);
  const to = typeOf(operation.results[0]);
  if (from === to && from.rank === 0) return [x];
  if (from.rank === 0 || !from.isStatic || !to.isStatic || from.size !== to.size || from.size === 0) return null;
  if (from.shape.some((d, axis) => d !== to.shape[dimensions[axis]])) return null;
  if (from === to && isAscending(dimensions)) return [x];
  const order = dimensions.map((_, axis) => axis).sort((a, b) => dimensions[a] - dimensions[b]);
  const ordered = isAscending(dimensions) ? x : rewriter.one(transpose, [x], { permutation: order });
  return rewriter.emit(reshape, [ordered], { shape: to.shape as never });
}

/** The smaller tensor that a value repeats, and along which axes. */
interface Repeated {
  readonly operand: ProgramValue;
  readonly dimensions: readonly number[];
}

function repeatedTensor(value: ProgramValue, rewriter: Rewriter): Repeated | undefined {
  const made = rewriter.producer(value);
  if (made?.primitive !== broadcastInDim) return undefined;
  const [operand] = made.operands;
  return typeOf(operand).rank > 0 && typeOf(operand).size < typeOf(value).size ? { operand, dimensions: dimensionsOf(made) } : undefined;
}

const sameNumbers = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((x, i) => x === b[i]);

/** Operands before their repetition, all of one smaller shape, or null where they are not repeated alike; scalars are repeated at that shape. */
function beforeRepetition(
  operands: readonly ProgramValue[],
  rewriter: Rewriter,
): { readonly operands: readonly ProgramValue[]; readonly like: Repeated } | null {
  const repeated = operands.map((o) => repeatedTensor(o, rewriter));
  const like = repeated.find((r) => r !== undefined);
  if (!like) return null;
  const { shape } = typeOf(like.operand);
  const small: ProgramValue[] = [];
  for (const [i, operand] of operands.entries()) {
    const own = repeated[i];
    if (own && sameNumbers(own.dimensions, like.dimensions) && sameShapes(typeOf(own.operand).shape, shape)) small.push(own.operand);
    else {
      const scalar = repeatedScalar(operand, rewriter);
      if (!scalar) return null;
      small.push(repeat(scalar, shape, rewriter)[0]);
    }
  }
  return { operands: small, like };
}

/** Computes each element from the elements at the same place, without regard to where that is. */
const isElementwise = (primitive: Primitive): boolean =>
  primitive.batch === 'elementwise' && primitive.results === 'one' && !primitive.traits.sideEffect && !primitive.traits.stochastic;

export const broadcastRules: readonly Rule[] = [
  {
    name: 'constant of equal elements → broadcast_in_dim(constant)',
    where: (primitive) => primitive.traits.constantLike === true,
    apply: (operation, rewriter) => {
      const literal = literalOfOperation(operation);
      if (!literal || literal.type.rank === 0 || literal.type !== operation.results[0].type || !isSplat(literal)) return null;
      return repeat(rewriter.constant(scalarLiteral(literal.type.element, elementAt(literal, 0))), literal.type.shape, rewriter);
    },
  },
  {
    name: 'broadcast_in_dim(broadcast_in_dim(x)) → broadcast_in_dim(x)',
    on: [broadcastInDim],
    apply: (operation, rewriter) => {
      const inner = rewriter.producer(operation.operands[0]);
      if (inner?.primitive !== broadcastInDim) return null;
      const outer = dimensionsOf(operation);
      const broadcastDimensions = dimensionsOf(inner).map((d) => outer[d]);
      return rewriter.emit(broadcastInDim, inner.operands, { broadcastDimensions, shape: operation.attributes.shape });
    },
  },
  {
    name: 'broadcast_in_dim(reshape that adds axes of size 1) → broadcast_in_dim(x)',
    on: [broadcastInDim],
    apply: (operation, rewriter) => {
      const inner = rewriter.producer(operation.operands[0]);
      if (inner?.primitive !== reshape) return null;
      const axes = insertedAxes(typeOf(inner.operands[0]).shape, typeOf(inner.results[0]).shape);
      if (!axes) return null;
      const outer = dimensionsOf(operation);
      return rewriter.emit(broadcastInDim, inner.operands, { broadcastDimensions: axes.map((a) => outer[a]), shape: operation.attributes.shape });
    },
  },
  { name: 'broadcast_in_dim that repeats nothing → reshape or transpose', on: [broadcastInDim], apply: withoutRepetition },
  {
    name: 'f(broadcasts of scalars) → broadcast_in_dim(f(scalars))',
    where: isElementwise,
    apply: ({ primitive, operands, attributes, results }, rewriter) => {
      const { rank, shape } = typeOf(results[0]);
      // bitcast_convert between widths adds or takes away an axis
      if (rank === 0 || !shape.every(isStatic) || !operands.some((o) => typeOf(o).rank === rank)) return null;
      const scalars = operands.map((o) => repeatedScalar(o, rewriter));
      if (scalars.some((s) => s === undefined)) return null;
      return repeat(rewriter.one(primitive, scalars as ProgramValue[], attributes), shape, rewriter);
    },
  },
  {
    name: 'f(broadcasts of tensors along the same axes) → broadcast_in_dim(f(tensors))',
    where: isElementwise,
    apply: ({ primitive, operands, attributes, results }, rewriter) => {
      const type = typeOf(results[0]);
      // A scalar beside arrays has the same meaning beside smaller ones.
      const found = type.isStatic ? beforeRepetition(operands, rewriter) : null;
      if (!found) return null;
      const small = rewriter.one(primitive, found.operands, attributes);
      return rewriter.emit(broadcastInDim, [small], { broadcastDimensions: found.like.dimensions, shape: type.shape as never });
    },
  },
  {
    name: 'a move of a repeated scalar → broadcast_in_dim(scalar)',
    where: (primitive) => primitive.operandNames.length === 1 && primitive.results === 'one' && Object.keys(primitive.regions).length === 0,
    apply: ({ primitive, operands, attributes, results }, rewriter) => {
      if (primitive === broadcastInDim || operands.length !== 1 || operands[0].type.kind !== 'tensor' || operands[0].type.rank === 0) return null;
      const scalar = repeatedScalar(operands[0], rewriter);
      const to = results[0].type;
      if (!scalar || to.kind !== 'tensor' || to.element !== typeOf(scalar).element || !to.isStatic) return null;
      const { form } = primitive.lower([operands[0].type], attributes, []);
      // A form that moves fills what lies outside; with one operand there is nothing to fill from.
      return form === 'move' || primitive.traits.movesNoData ? repeat(scalar, to.shape, rewriter) : null;
    },
  },
];
