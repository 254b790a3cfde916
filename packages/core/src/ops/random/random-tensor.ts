/** Tensors of random numbers: shape, dtype and parameters around a draw. */
import {
  buildLiteral,
  currentBase,
  type Dim,
  type Distribution,
  drawIntegers,
  drawNumbers,
  type ElementType,
  f64,
  failure,
  type IntegerRange,
  isStatic,
  methods,
  type PhiloxState,
  readElement,
  type Scalar,
  scalarInput,
  type TypedArray,
  tensorType,
  ui32,
  ui64,
  type Value,
  writeElement,
} from '@millrace/ir';
import { asTensor } from '../../function/as-tensor.ts';
import { openBatches } from '../../function/batch-context.ts';
import { allocateChecked } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import { asDtype, type DTypeLike } from '../../tensor/dtypes.ts';
import { checkShape, type ShapeArgument } from '../../tensor/shape-argument.ts';
import { eager, type Tensor } from '../../tensor/tensor.ts';
import { pointwise } from '../pointwise.ts';
import type { Source } from './seed.ts';

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

/** A draw in both its forms; they give the same numbers. */
export interface Drawing {
  readonly element: ElementType;
  /** On data: fills `out`. */
  readonly fill: (out: TypedArray, stream: PhiloxState) => void;
  /** In a trace: the tensor of this shape out of a state. */
  readonly emit: (state: Value, shape: readonly Dim[]) => Tensor;
}

/** A draw straight from a distribution. */
export const plainDrawing = (element: ElementType, distribution: Distribution, rate: number = 0): Drawing => ({
  element,
  fill: (out, stream) => drawNumbers(distribution, element, out, stream, rate),
  emit: (state, shape) => methods.draw(state, { distribution, rate, shape, element }) as Tensor,
});

/**
 * Random numbers of a shape. Inside vectorizedMap every example gets numbers of its own; `shared` makes one draw for all of them.
 * @throws UnimplementedError inside a trace that threads no state, where the source carries on a stream
 */
export function randomTensor(op: string, shape: readonly Dim[], drawing: Drawing, source: Source, sharing: 'own' | 'shared' = 'own'): Tensor {
  const batches = sharing === 'own' ? openBatches() : [];
  const whole = [...batches.map((b) => b.size), ...shape];
  const { element } = drawing;
  const { stream } = source;
  const value = currentBase() === eager && stream !== null ? onData(op, whole, drawing, stream) : drawing.emit(source.state(whole, element), whole);
  return batches.reduce((rows, batch) => asTensor(batch.lift(rows)), value);
}

function onData(op: string, shape: readonly Dim[], { element, fill }: Drawing, stream: NonNullable<Source['stream']>): Tensor {
  if (!shape.every(isStatic)) throw failure('not-batchable', { op, message: 'needs a batch size that is known' });
  const type = tensorType(element, shape);
  const data = allocateChecked(op, element, type.size);
  fill(data, stream(data.length, element));
  return eager.fromData(type, data, true) as Tensor;
}

/** Uniform numbers or integers; the bounds follow TensorFlow: floats are `unit * (maxval - minval) + minval`, integers are a remainder. */
export function uniformTensor(op: string, shape: ShapeArgument, options: UniformOptions, source: Source, sharing?: 'own' | 'shared'): Tensor {
  const { element } = asDtype(options.dtype ?? 'float32');
  const sizes = checkShape(op, shape);
  if (element.kind === 'float') {
    const low = Number(options.minval ?? 0);
    const high = Number(options.maxval ?? 1);
    return randomTensor(op, sizes, scaledDrawing(element, 'uniform', roundTo(element, high - low), low), source, sharing);
  }
  if (element.bits < 32 || element.lanes === 2)
    throw failure('operand-type', { op, message: `dtype is ${String(options.dtype)}`, valid: 'a floating dtype, or int32, int64, uint32, uint64' });
  return randomTensor(op, sizes, integerDrawing(element, integerRange(op, options)), source, sharing);
}

/** Integers over the whole range of the dtype. */
export function fullRangeTensor(op: string, shape: ShapeArgument, element: ElementType, source: Source, sharing?: 'own' | 'shared'): Tensor {
  return randomTensor(op, checkShape(op, shape), plainDrawing(element, 'integers'), source, sharing);
}

/** Integers in a range. */
const integerDrawing = (element: ElementType, range: IntegerRange): Drawing => ({
  element,
  fill: (out, stream) => drawIntegers(element, out, stream, range),
  emit: (state, shape) => {
    const word = element.bits === 64 ? ui64 : ui32;
    const bits = methods.draw(state, { distribution: 'integers', shape, element: word });
    const span = range.high - range.low;
    const constant = (of: ElementType, x: bigint): Value => {
      const held = of.bits === 64 ? x : Number(x);
      return methods.broadcast(methods.constant(buildLiteral(tensorType(of, []), () => held)), shape, []);
    };
    // A span of 2^bits leaves the word as it is.
    const rest = span >> BigInt(word.bits) > 0n ? bits : methods.remainder(bits, constant(word, span));
    const offset = methods.bitcastConvert(rest, { element });
    return (range.low === 0n ? offset : methods.add(offset, constant(element, range.low))) as Tensor;
  },
});

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
  return gaussian(op, shape, options, 'normal', source, sharing);
}

/** Normal numbers within two standard deviations of the mean. */
export function truncatedNormalTensor(op: string, shape: ShapeArgument, options: NormalOptions, source: Source, sharing?: 'own' | 'shared'): Tensor {
  return gaussian(op, shape, options, 'truncatedNormal', source, sharing);
}

function gaussian(
  op: string,
  shape: ShapeArgument,
  { mean = 0, stddev = 1, dtype = 'float32' }: NormalOptions,
  distribution: Distribution,
  source: Source,
  sharing?: 'own' | 'shared',
): Tensor {
  const { element } = asDtype(dtype);
  if (element.kind !== 'float') throw failure('operand-type', { op, message: `dtype is ${String(dtype)}`, valid: 'a floating dtype' });
  return randomTensor(op, checkShape(op, shape), scaledDrawing(element, distribution, stddev, mean), source, sharing);
}

/** Numbers times `factor` plus `offset`. */
function scaledDrawing(element: ElementType, distribution: Distribution, factor: number, offset: number): Drawing {
  const plain = plainDrawing(element, distribution);
  if (factor === 1 && offset === 0) return plain;
  return {
    element,
    fill: (out, stream) => {
      plain.fill(out, stream);
      scale(element, out, factor, offset);
    },
    emit: (state, shape) => pointwise(scaled(element, roundTo(element, factor), roundTo(element, offset)), [plain.emit(state, shape)]),
  };
}

/** The scalar expression of `scale`: narrow floats are rounded after each step, parameters are not narrowed. */
function scaled(element: ElementType, factor: number, offset: number): Scalar {
  const x = scalarInput(0);
  if (!element.format) return x.mul(factor).add(offset);
  return x.convert(f64).mul(factor).convert(element).convert(f64).add(offset).convert(element);
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
