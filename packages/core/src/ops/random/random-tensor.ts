/** Tensors of random numbers: shape, dtype and parameters around a draw. */
import { currentBase, type ElementType, failure, type PhiloxState, readElement, type TypedArray, tensorType, writeElement } from '@millrace/ir';
import { openBatches } from '../../function/batch-context.ts';
import { allocateChecked } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import { asDtype, type DTypeLike } from '../../tensor/dtypes.ts';
import { checkShape, type ShapeArgument } from '../../tensor/shape-argument.ts';
import { eager, type Tensor } from '../../tensor/tensor.ts';
import { drawIntegers, drawNormal, drawTruncatedNormal, drawUniform, type IntegerRange } from './draw.ts';

/** Where the numbers come from: the state of a stream for a number of elements of a dtype. */
export type Source = (count: number, element: ElementType) => PhiloxState;

export interface UniformOptions {
  /** Lower bound, included. Default 0. */
  readonly minval?: number | bigint;
  /** Upper bound, excluded. Default 1 for floating dtypes; integers need it. */
  readonly maxval?: number | bigint;
  /** Default float32. */
  readonly dtype?: DTypeLike;
}
export interface NormalOptions {
  /** Default 0. */
  readonly mean?: number;
  /** Default 1. */
  readonly stddev?: number;
  /** A floating dtype; default float32. */
  readonly dtype?: DTypeLike;
}

/**
 * A tensor that `draw` fills. Inside vectorizedMap every example gets numbers of its own; `shared` makes one draw for all of them.
 * @throws UnimplementedError inside a trace
 */
export function randomTensor(
  op: string,
  shape: readonly number[],
  element: ElementType,
  draw: (out: TypedArray) => void,
  sharing: 'own' | 'shared' = 'own',
): Tensor {
  if (currentBase() !== eager)
    throw failure('unimplemented', { op, message: 'random draws inside a traced function come with tf.function', hint: 'draw outside and pass the tensor in' });
  const batches = sharing === 'own' ? openBatches() : [];
  const sizes = batches.map((b) => b.size);
  if (!sizes.every((d) => typeof d === 'number')) throw failure('not-batchable', { op, message: 'needs a batch size that is known' });
  const type = tensorType(element, [...sizes, ...shape]);
  const data = allocateChecked(op, element, type.size);
  draw(data);
  return batches.reduce((value, batch) => batch.lift(value) as Tensor, eager.fromData(type, data, true) as Tensor);
}

/** Uniform numbers or integers; the bounds follow TensorFlow: floats are `unit * (maxval - minval) + minval`, integers are a remainder. */
export function uniformTensor(op: string, shape: ShapeArgument, options: UniformOptions, source: Source, sharing?: 'own' | 'shared'): Tensor {
  const { element } = asDtype(options.dtype ?? 'float32');
  const sizes = checkShape(op, shape);
  if (element.kind === 'float') {
    const low = Number(options.minval ?? 0);
    const high = Number(options.maxval ?? 1);
    return randomTensor(
      op,
      sizes,
      element,
      (out) => {
        drawUniform(element, out, source(out.length, element));
        if (low !== 0 || high !== 1) scale(element, out, roundTo(element, high - low), low);
      },
      sharing,
    );
  }
  if (element.bits < 32 || element.lanes === 2)
    throw failure('operand-type', { op, message: `dtype is ${String(options.dtype)}`, valid: 'a floating dtype, or int32, int64, uint32, uint64' });
  const range = integerRange(op, options);
  return randomTensor(op, sizes, element, (out) => drawIntegers(element, out, source(out.length, element), range), sharing);
}

/** Integers over the whole range of the dtype. */
export function fullRangeTensor(op: string, shape: ShapeArgument, element: ElementType, source: Source): Tensor {
  return randomTensor(op, checkShape(op, shape), element, (out) => drawIntegers(element, out, source(out.length, element), null));
}

function integerRange(op: string, { minval = 0, maxval }: UniformOptions): IntegerRange {
  if (maxval === undefined) throw failure('value', { op, message: 'integers need maxval' });
  for (const bound of [minval, maxval]) {
    if (typeof bound !== 'number' && typeof bound !== 'bigint')
      throw failure('wrong-kind', { op, message: `minval and maxval are ${describe(minval)} and ${describe(maxval)}`, valid: 'integers' });
    if (typeof bound === 'number' && !Number.isSafeInteger(bound))
      throw failure('value', { op, message: `minval and maxval are ${minval} and ${maxval}`, valid: 'integers' });
  }
  const [low, high] = [BigInt(minval), BigInt(maxval)];
  if (low >= high) throw failure('invalid-value', { op, message: `minval ${minval} must be less than maxval ${maxval}` });
  return { low, high };
}

/** Normal numbers: `standard * stddev + mean`. */
export function normalTensor(op: string, shape: ShapeArgument, options: NormalOptions, source: Source, sharing?: 'own' | 'shared'): Tensor {
  return gaussian(op, shape, options, source, drawNormal, sharing);
}

/** Normal numbers within two standard deviations of the mean. */
export function truncatedNormalTensor(op: string, shape: ShapeArgument, options: NormalOptions, source: Source, sharing?: 'own' | 'shared'): Tensor {
  return gaussian(op, shape, options, source, drawTruncatedNormal, sharing);
}

function gaussian(
  op: string,
  shape: ShapeArgument,
  { mean = 0, stddev = 1, dtype = 'float32' }: NormalOptions,
  source: Source,
  draw: (element: ElementType, out: TypedArray, state: PhiloxState) => void,
  sharing?: 'own' | 'shared',
): Tensor {
  const { element } = asDtype(dtype);
  if (element.kind !== 'float') throw failure('operand-type', { op, message: `dtype is ${String(dtype)}`, valid: 'a floating dtype' });
  return randomTensor(
    op,
    checkShape(op, shape),
    element,
    (out) => {
      draw(element, out, source(out.length, element));
      if (mean !== 0 || stddev !== 1) scale(element, out, stddev, mean);
    },
    sharing,
  );
}

const single = new Float32Array(1);

/** A parameter as the dtype holds it. */
function roundTo(element: ElementType, value: number): number {
  if (element.bits === 64) return value;
  single[0] = value;
  return single[0];
}

/** x * factor + offset, rounded after each step as the tensor operations would. */
function scale(element: ElementType, out: TypedArray, factor: number, offset: number): void {
  const [f, o] = [roundTo(element, factor), roundTo(element, offset)];
  if (element.format) {
    for (let i = 0; i < out.length; i++) {
      writeElement(element, out, i, (readElement(element, out, i) as number) * f);
      writeElement(element, out, i, (readElement(element, out, i) as number) + o);
    }
  } else if (element.bits === 64) {
    const numbers = out as Float64Array;
    for (let i = 0; i < numbers.length; i++) numbers[i] = numbers[i] * f + o;
  } else {
    const numbers = out as Float32Array;
    for (let i = 0; i < numbers.length; i++) numbers[i] = Math.fround(numbers[i] * f) + o;
  }
}
