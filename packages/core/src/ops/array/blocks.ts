/** Moving blocks between space, depth and batch. */
import { checkOptions, type Dim, failure, floorDivDims, isStatic, multiplyDims, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkChoice, checkInteger, checkIntegers } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { sliceRanges } from '../indexing/slice.ts';
import { pad } from './pad.ts';
import { reshapeTensor } from './reshape.ts';
import { permute } from './transpose.ts';

export interface BlockOptions {
  /** Default NHWC. */
  readonly dataFormat?: 'NHWC' | 'NCHW';
}

/** The operand with channels last, and the way back. */
function channelsLast(op: string, x: TensorLike, options: BlockOptions): { operand: Tensor; back: (t: Tensor) => Tensor } {
  checkOptions(op, options, ['dataFormat']);
  const given = toTensor(op, x);
  if (given.rank !== 4) throw failure('rank', { op, message: `x has shape ${showShape(given.type.shape)}`, valid: 'rank 4' });
  const format = checkChoice(op, 'dataFormat', options.dataFormat ?? 'NHWC', ['NHWC', 'NCHW']);
  if (format === 'NHWC') return { operand: given, back: (t) => t };
  return { operand: permute(given, [0, 2, 3, 1]), back: (t) => permute(t, [0, 3, 1, 2]) };
}

function requireMultiple(op: string, size: Dim, block: number, what: string): void {
  if (isStatic(size) && size % block !== 0) throw failure('invalid-value', { op, message: `${what} is ${size}, which ${block} does not divide` });
}

/**
 * Blocks of `blockSize` x `blockSize` pixels become channels.
 *
 * - x: [batch, h, w, c]. Output: [batch, h / b, w / b, b * b * c]. Throws InvalidArgumentError for sizes that do not divide. TensorFlow: `tf.nn.space_to_depth`.
 */
export function spaceToDepth<D extends DTypeName>(x: TensorLike<D>, blockSize: number, options: BlockOptions = {}): Tensor<D> {
  const { operand, back } = channelsLast('spaceToDepth', x, options);
  const b = checkInteger('spaceToDepth', 'blockSize', blockSize, { min: 1 });
  const [n, h, w, c] = operand.type.shape;
  requireMultiple('spaceToDepth', h, b, 'the height');
  requireMultiple('spaceToDepth', w, b, 'the width');
  const [rows, columns] = [floorDivDims(h, b), floorDivDims(w, b)];
  const split = permute(reshapeTensor(operand, [n, rows, b, columns, b, c]), [0, 1, 3, 2, 4, 5]);
  return back(reshapeTensor(split, [n, rows, columns, multiplyDims(c, b * b)])) as Tensor<D>;
}

/**
 * Channels become blocks of pixels: the inverse of `spaceToDepth`.
 *
 * - x: [batch, h, w, b * b * c]. Output: [batch, h * b, w * b, c]. TensorFlow: `tf.nn.depth_to_space`.
 */
export function depthToSpace<D extends DTypeName>(x: TensorLike<D>, blockSize: number, options: BlockOptions = {}): Tensor<D> {
  const { operand, back } = channelsLast('depthToSpace', x, options);
  const b = checkInteger('depthToSpace', 'blockSize', blockSize, { min: 1 });
  const [n, h, w, c] = operand.type.shape;
  requireMultiple('depthToSpace', c, b * b, 'the number of channels');
  const channels = floorDivDims(c, b * b);
  const split = permute(reshapeTensor(operand, [n, h, w, b, b, channels]), [0, 1, 3, 2, 4, 5]);
  return back(reshapeTensor(split, [n, multiplyDims(h, b), multiplyDims(w, b), channels])) as Tensor<D>;
}

function checkBlocks(op: string, x: Tensor, blockShape: readonly number[], pairs: readonly (readonly number[])[], name: string): number[] {
  const blocks = checkIntegers(op, 'blockShape', blockShape, { min: 1 });
  if (x.rank < blocks.length + 1) throw failure('rank', { op, message: `x has rank ${x.rank} for ${blocks.length} block sizes` });
  if (!Array.isArray(pairs) || pairs.length !== blocks.length || !pairs.every((p) => Array.isArray(p) && p.length === 2))
    throw failure('invalid-value', { op, message: `${name} needs ${blocks.length} pairs` });
  for (const p of pairs) checkIntegers(op, name, p as number[], { min: 0 });
  return blocks;
}

/**
 * Blocks of the axes after the first move into the batch axis, after padding.
 *
 * - Output: [batch * Π blocks, padded sizes / blocks, rest]. TensorFlow: `tf.space_to_batch`.
 */
export function spaceToBatch<D extends DTypeName>(
  x: TensorLike<D>,
  blockShape: readonly number[],
  paddings: readonly (readonly [number, number])[],
): Tensor<D> {
  const given = toTensor('spaceToBatch', x);
  const blocks = checkBlocks('spaceToBatch', given, blockShape, paddings, 'paddings');
  const rest = given.rank - 1 - blocks.length;
  const operand = pad(given, [[0, 0], ...paddings, ...Array.from({ length: rest }, () => [0, 0])]);
  const { shape } = operand.type;
  for (let i = 0; i < blocks.length; i++) requireMultiple('spaceToBatch', shape[i + 1], blocks[i], `the padded size of axis ${i + 1}`);
  const counts = blocks.map((b, i) => floorDivDims(shape[i + 1], b));
  const split = reshapeTensor(operand, [shape[0], ...blocks.flatMap((b, i) => [counts[i], b]), ...shape.slice(blocks.length + 1)]);
  const m = blocks.length;
  const order = [...blocks.map((_, i) => 2 * i + 2), 0, ...blocks.map((_, i) => 2 * i + 1), ...Array.from({ length: rest }, (_, i) => 2 * m + 1 + i)];
  return reshapeTensor(permute(split, order), [blocks.reduce<Dim>(multiplyDims, shape[0]), ...counts, ...shape.slice(m + 1)]) as Tensor<D>;
}

/**
 * The inverse of `spaceToBatch`; `crops` are cut off afterwards.
 *
 * - Output: [batch / Π blocks, sizes * blocks - crops, rest]. TensorFlow: `tf.batch_to_space`.
 */
export function batchToSpace<D extends DTypeName>(x: TensorLike<D>, blockShape: readonly number[], crops: readonly (readonly [number, number])[]): Tensor<D> {
  const operand = toTensor('batchToSpace', x);
  const blocks = checkBlocks('batchToSpace', operand, blockShape, crops, 'crops');
  const { shape } = operand.type;
  const m = blocks.length;
  const product = blocks.reduce((a, b) => a * b, 1);
  requireMultiple('batchToSpace', shape[0], product, 'the batch size');
  const batch = floorDivDims(shape[0], product);
  const rest = shape.slice(m + 1);
  const split = reshapeTensor(operand, [...blocks, batch, ...shape.slice(1)]);
  const order = [m, ...blocks.flatMap((_, i) => [m + 1 + i, i]), ...rest.map((_, i) => 2 * m + 1 + i)];
  const joined = reshapeTensor(permute(split, order), [batch, ...blocks.map((b, i) => multiplyDims(shape[i + 1], b)), ...rest]);
  const ranges = joined.type.shape.map((d, i) => {
    const [low, high] = i >= 1 && i <= m ? crops[i - 1] : [0, 0];
    if (low === 0 && high === 0) return { start: 0, limit: d, stride: 1 };
    if (!isStatic(d)) throw failure('unimplemented', { op: 'batchToSpace', message: 'a size is not known' });
    if (low + high > d) throw failure('invalid-value', { op: 'batchToSpace', message: `crops [${low}, ${high}] of size ${d}` });
    return { start: low, limit: d - high, stride: 1 };
  });
  return sliceRanges(joined, ranges) as Tensor<D>;
}
