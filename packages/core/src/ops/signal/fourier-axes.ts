/** Fourier transforms over any axes, and the order of frequencies. */
import { checkOptions, failure } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { type Axis, checkChoice, checkIntegers, resolveAxes, resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { roll } from '../array/reverse.ts';
import { permute } from '../array/transpose.ts';
import { complexSignal, inverseRealTransform, realSignal, realTransform, transform } from './fourier.ts';
import { knownSize, resizeAxis, scaleBy } from './operands.ts';

type ComplexName = 'complex64' | 'complex128';
type RealName = 'float32' | 'float64';

export interface TransformAxesOptions {
  /** The length along each axis: shorter signals are filled up with zeros, longer ones cut. Default: their sizes. */
  readonly fftLength?: number | readonly number[];
  /** The axes to transform, in order. Default: all, or the last ones where `fftLength` is given. */
  readonly axes?: Axis;
  /** Where 1/n stands: in the inverse, as a root in both, or in the forward transform. Default 'backward'. */
  readonly norm?: 'backward' | 'ortho' | 'forward';
}

const norms = ['backward', 'ortho', 'forward'] as const;

interface Plan {
  readonly axes: readonly number[];
  readonly lengths: readonly number[] | undefined;
  /** What the result is multiplied with, for a transform of `count` elements. */
  readonly factor: (count: number) => number;
}

function planOf(op: string, x: Tensor, options: TransformAxesOptions, inverse: boolean): Plan {
  checkOptions(op, options, ['fftLength', 'axes', 'norm']);
  const norm = checkChoice(op, 'norm', options.norm ?? 'backward', norms);
  const lengths = options.fftLength === undefined ? undefined : checkIntegers(op, 'fftLength', options.fftLength, { min: 1 });
  const count = lengths?.length ?? x.rank;
  if (count > x.rank) throw failure('value', { op, message: `fftLength has ${count} entries for a tensor of rank ${x.rank}` });
  const axes =
    options.axes === undefined
      ? Array.from({ length: count }, (_, i) => x.rank - count + i)
      : checkIntegers(op, 'axes', options.axes).map((a) => resolveAxis(op, a, x.rank, 'axes'));
  if (axes.length === 0 || new Set(axes).size !== axes.length || (lengths && lengths.length !== axes.length))
    throw failure('value', {
      op,
      message: `axes [${axes.join(', ')}] for fftLength of ${lengths?.length ?? 'no'} entries`,
      valid: 'different axes, one for each length',
    });
  const exponent = { backward: 0, ortho: 0.5, forward: 1 }[norm];
  return { axes, lengths, factor: (n) => n ** (inverse ? exponent : -exponent) };
}

/** Runs `body` with an axis last. */
function withLast(x: Tensor, axis: number, body: (moved: Tensor) => Tensor): Tensor {
  const order = Array.from({ length: x.rank }, (_, i) => i).filter((i) => i !== axis);
  order.push(axis);
  const back = order.map((_, i) => order.indexOf(i));
  return permute(body(permute(x, order)), back);
}

/** Complex transforms along axes, one after another. */
const alongAxes = (op: string, x: Tensor, axes: readonly number[], inverse: boolean): Tensor =>
  axes.reduce((y, axis) => withLast(y, axis, (moved) => transform(op, moved, 1, inverse)), x);

const productOf = (sizes: readonly number[]): number => sizes.reduce((n, d) => n * d, 1);

function complexAxes(op: string, given: TensorLike, options: TransformAxesOptions, inverse: boolean): Tensor {
  const operand = complexSignal(op, given);
  const { axes, lengths, factor } = planOf(op, operand, options, inverse);
  const x = axes.reduce((y, axis, i) => (lengths ? resizeAxis(op, y, axis, lengths[i]) : y), operand);
  return scaleBy(alongAxes(op, x, axes, inverse), factor(productOf(axes.map((axis) => knownSize(op, x, axis)))));
}

/** The complex transform over any axes. TensorFlow: `tf.signal.fftnd`. */
export const fftnd = <D extends ComplexName>(x: TensorLike<D>, options: TransformAxesOptions = {}): Tensor<D> =>
  complexAxes('fftnd', x, options, false) as Tensor<D>;

/** The inverse of `fftnd`. TensorFlow: `tf.signal.ifftnd`. */
export const ifftnd = <D extends ComplexName>(x: TensorLike<D>, options: TransformAxesOptions = {}): Tensor<D> =>
  complexAxes('ifftnd', x, options, true) as Tensor<D>;

/** The transform of real signals over any axes; the last of them keeps n/2 + 1 elements. TensorFlow: `tf.signal.rfftnd`. */
export function rfftnd(x: TensorLike<RealName>, options: TransformAxesOptions = {}): Tensor<ComplexName> {
  const operand = realSignal('rfftnd', x);
  const { axes, lengths, factor } = planOf('rfftnd', operand, options, false);
  const sizes = lengths ?? axes.map((axis) => knownSize('rfftnd', operand, axis));
  const fitted = axes.reduce((y, axis, i) => resizeAxis('rfftnd', y, axis, sizes[i]), operand);
  const last = axes.length - 1;
  const half = withLast(fitted, axes[last], (moved) => realTransform('rfftnd', moved, [sizes[last]]));
  return scaleBy(alongAxes('rfftnd', half, axes.slice(0, -1), false), factor(productOf(sizes))) as Tensor<ComplexName>;
}

/** The inverse of `rfftnd`; by default the last of the axes gets 2 (m - 1) elements. TensorFlow: `tf.signal.irfftnd`. */
export function irfftnd(x: TensorLike<ComplexName>, options: TransformAxesOptions = {}): Tensor<RealName> {
  const operand = complexSignal('irfftnd', x);
  const { axes, lengths, factor } = planOf('irfftnd', operand, options, true);
  const last = axes.length - 1;
  const sizes =
    lengths ?? axes.map((axis, i) => (i === last ? Math.max(0, 2 * (knownSize('irfftnd', operand, axis) - 1)) : knownSize('irfftnd', operand, axis)));
  const others = axes.slice(0, -1);
  const fitted = others.reduce((y, axis, i) => resizeAxis('irfftnd', y, axis, sizes[i]), operand);
  const partly = alongAxes('irfftnd', fitted, others, true);
  const whole = withLast(partly, axes[last], (moved) => inverseRealTransform('irfftnd', moved, [sizes[last]]));
  return scaleBy(whole, factor(productOf(sizes))) as Tensor<RealName>;
}

export interface ShiftOptions {
  /** Default: all. */
  readonly axes?: Axis | null;
}

function shift(op: string, x: TensorLike, options: ShiftOptions, by: (size: number) => number): Tensor {
  checkOptions(op, options, ['axes']);
  const operand = toTensor(op, x);
  const axes = [...resolveAxes(op, options.axes, operand.rank)];
  if (axes.length === 0) return operand;
  return roll(
    operand,
    axes.map((axis) => by(knownSize(op, operand, axis))),
    axes,
  );
}

/** Moves the element of frequency 0 to the middle: element 0 to n/2. TensorFlow: `tf.signal.fftshift`. */
export const fftshift = <D extends DTypeName>(x: TensorLike<D>, options: ShiftOptions = {}): Tensor<D> =>
  shift('fftshift', x, options, (n) => Math.floor(n / 2)) as Tensor<D>;

/** The inverse of `fftshift`. TensorFlow: `tf.signal.ifftshift`. */
export const ifftshift = <D extends DTypeName>(x: TensorLike<D>, options: ShiftOptions = {}): Tensor<D> =>
  shift('ifftshift', x, options, (n) => -Math.floor(n / 2)) as Tensor<D>;
