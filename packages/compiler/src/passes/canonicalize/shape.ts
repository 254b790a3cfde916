/** Reshapes, transposes, slices and the like: chains become one move, and moves that change nothing go. */
import { type Dim, isStatic, type Operation, type Primitive, type ProgramValue, primitives, type Shape } from '@millrace/ir';
import { literalOf, typeOf } from '../rewrite/constants.ts';
import type { Rewriter } from '../rewrite/rewriter.ts';
import type { Rule } from '../rewrite/rules.ts';

const { reshape, transpose, slice, pad, concatenate, reverse, dynamicSlice, getDimensionSize, bitcastConvert } = primitives;

const same = (a: readonly Dim[], b: readonly Dim[]): boolean => a.length === b.length && a.every((d, i) => d === b[i]);
const isIdentity = (order: readonly number[]): boolean => order.every((p, i) => p === i);
const numbers = (of: Operation, key: string): readonly number[] => of.attributes[key] as readonly number[];

/** The operation of this primitive that made a value. */
const madeBy = (value: ProgramValue, primitive: Primitive, rewriter: Rewriter): Operation | undefined => {
  const made = rewriter.producer(value);
  return made?.primitive === primitive ? made : undefined;
};

const isAll = (values: readonly Dim[], x: number): boolean => values.every((v) => v === x);

/** Axes that are not of size 1, in the order of a transposed tensor: ascending where no element moves. */
function movesNothing(permutation: readonly number[], shape: Shape): boolean {
  const real = permutation.filter((p) => shape[p] !== 1);
  return real.every((p, i) => i === 0 || real[i - 1] < p);
}

/** The numbers of a scalar constant of integers; undefined where one is not written in the program. */
function starts(operands: readonly ProgramValue[], rewriter: Rewriter): readonly number[] | undefined {
  const found = operands.map((o) => literalOf(o, rewriter));
  return found.every((l) => l !== undefined) ? found.map((l) => Number(l.data[0])) : undefined;
}

/** The static form of a dynamic slice at known places; starts are moved until the slice lies inside, as the specification says. */
function sliceAt(operand: ProgramValue, at: readonly number[], sizes: readonly number[], rewriter: Rewriter): readonly ProgramValue[] | null {
  const { shape } = typeOf(operand);
  if (!shape.every(isStatic)) return null;
  const startIndices = at.map((s, axis) => Math.max(0, Math.min(s, shape[axis] - sizes[axis])));
  return rewriter.emit(slice, [operand], { startIndices, limitIndices: startIndices.map((s, axis) => s + sizes[axis]), strides: sizes.map(() => 1) });
}

/** A slice of a slice as one, where the outer one takes neighbors. */
function composeSlices(outer: Operation, inner: Operation, rewriter: Rewriter): readonly ProgramValue[] | null {
  const all = ['startIndices', 'limitIndices', 'strides'].flatMap((key) => [...(outer.attributes[key] as Dim[]), ...(inner.attributes[key] as Dim[])]);
  if (!all.every(isStatic) || !isAll(numbers(outer, 'strides'), 1)) return null;
  const strides = numbers(inner, 'strides');
  const count = typeOf(outer.results[0]).shape as readonly number[];
  // Nothing is taken from anywhere: a start behind the end would not be valid.
  const first = numbers(outer, 'startIndices').map((s, axis) => (count[axis] === 0 ? 0 : numbers(inner, 'startIndices')[axis] + s * strides[axis]));
  const limitIndices = first.map((s, axis) => (count[axis] === 0 ? 0 : s + (count[axis] - 1) * strides[axis] + 1));
  return rewriter.emit(slice, [inner.operands[0]], { startIndices: first, limitIndices, strides });
}

export const shapeRules: readonly Rule[] = [
  {
    name: 'a move without data to the same type → its operand',
    where: (primitive) => primitive.traits.movesNoData === true,
    apply: ({ operands, results }) => (operands[0].type === results[0].type ? [operands[0]] : null),
  },
  {
    name: 'reshape(reshape(x)) → reshape(x)',
    on: [reshape],
    apply: ({ operands, attributes }, rewriter) => {
      const inner = madeBy(operands[0], reshape, rewriter);
      return inner ? rewriter.emit(reshape, inner.operands, attributes) : null;
    },
  },
  {
    name: 'transpose that keeps the order of the elements → x or reshape(x)',
    on: [transpose],
    apply: (operation, rewriter) => {
      const [x] = operation.operands;
      const permutation = numbers(operation, 'permutation');
      if (isIdentity(permutation)) return [x];
      const { shape } = typeOf(x);
      return movesNothing(permutation, shape) ? rewriter.emit(reshape, [x], { shape: permutation.map((p) => shape[p]) as never }) : null;
    },
  },
  {
    name: 'transpose(transpose(x)) → transpose(x)',
    on: [transpose],
    apply: (operation, rewriter) => {
      const inner = madeBy(operation.operands[0], transpose, rewriter);
      if (!inner) return null;
      const permutation = numbers(operation, 'permutation').map((p) => numbers(inner, 'permutation')[p]);
      return rewriter.emit(transpose, inner.operands, { permutation });
    },
  },
  {
    name: 'slice of everything → its operand',
    on: [slice],
    apply: (operation) => {
      const [x] = operation.operands;
      const { startIndices, limitIndices } = operation.attributes as Record<string, readonly Dim[]>;
      return isAll(startIndices, 0) && isAll(numbers(operation, 'strides'), 1) && same(limitIndices, typeOf(x).shape) ? [x] : null;
    },
  },
  {
    name: 'slice(slice(x)) → slice(x)',
    on: [slice],
    apply: (operation, rewriter) => {
      const inner = madeBy(operation.operands[0], slice, rewriter);
      return inner ? composeSlices(operation, inner, rewriter) : null;
    },
  },
  {
    name: 'dynamic_slice at constants → slice',
    on: [dynamicSlice],
    apply: (operation, rewriter) => {
      const [x, ...places] = operation.operands;
      const at = starts(places, rewriter);
      return at ? sliceAt(x, at, numbers(operation, 'sliceSizes'), rewriter) : null;
    },
  },
  {
    name: 'pad by nothing → its operand',
    on: [pad],
    apply: ({ operands, attributes }) =>
      ['edgePaddingLow', 'edgePaddingHigh', 'interiorPadding'].every((key) => isAll(attributes[key] as Dim[], 0)) ? [operands[0]] : null,
  },
  { name: 'concatenate(x) → x', on: [concatenate], apply: ({ operands }) => (operands.length === 1 ? [operands[0]] : null) },
  {
    name: 'reverse along axes of one element → its operand',
    on: [reverse],
    apply: (operation) => {
      const [x] = operation.operands;
      return numbers(operation, 'dimensions').every((d) => typeOf(x).shape[d] === 1) ? [x] : null;
    },
  },
  {
    name: 'bitcast_convert to the same type → its operand',
    on: [bitcastConvert],
    apply: ({ operands, results }) => (operands[0].type === results[0].type ? [operands[0]] : null),
  },
  {
    name: 'get_dimension_size of a known size → constant',
    on: [getDimensionSize],
    apply: ({ operands, attributes, results }, rewriter) => {
      const size = typeOf(operands[0]).shape[attributes.dimension as number];
      return isStatic(size) ? [rewriter.constant({ type: typeOf(results[0]), data: Int32Array.of(size) })] : null;
    },
  },
];
