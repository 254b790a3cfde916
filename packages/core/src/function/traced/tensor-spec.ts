/** Types of tensors that do not exist yet: what functions are traced for. Source: `tf.TensorSpec`. */
import { checkOptions, type Dim, failure, symbol, type TensorType, tensorType } from '@millrace/ir';
import { describe } from '../../tensor/describe.ts';
import { asDtype, type DType, type DTypeLike, dtypeOf } from '../../tensor/dtypes.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import { type Shape, Tensor } from '../../tensor/tensor.ts';

export interface TensorSpecOptions {
  /** Sizes; null for one that is open, or a name: open sizes with one name are equal, in all specs of a function. */
  readonly shape: readonly (number | string | null)[];
  /** Default float32. */
  readonly dtype?: DTypeLike;
  /** For messages. */
  readonly name?: string;
}

const optionKeys: readonly string[] = ['shape', 'dtype', 'name'];

/**
 * The dtype and the sizes of a tensor.
 *
 * @example
 * const step = tf.function((x) => tf.reduceSum(x), { inputSignature: [new tf.TensorSpec({ shape: [null, 784] })] });
 */
export class TensorSpec {
  readonly sizes: readonly (number | string | null)[];
  readonly dtype: DType;
  readonly name: string | undefined;

  /** @throws TypeError or ValueError for what is no list of sizes, or no dtype */
  constructor(options: TensorSpecOptions) {
    checkOptions('TensorSpec', options, optionKeys);
    const { shape, dtype = 'float32', name } = options;
    if (!Array.isArray(shape))
      throw failure('wrong-kind', { op: 'TensorSpec', message: `shape is ${describe(shape)}`, valid: 'a list of sizes, null or names' });
    this.sizes = Object.freeze(
      shape.map((d: unknown, i) => (d === null || typeof d === 'string' ? d : checkInteger('TensorSpec', `shape[${i}]`, d, { min: 0 }))),
    );
    this.dtype = asDtype(dtype);
    this.name = name;
  }

  static fromTensor(tensor: Tensor, name?: string): TensorSpec {
    return new TensorSpec({ shape: tensor.shape, dtype: tensor.dtype, ...(name === undefined ? {} : { name }) });
  }

  /** Sizes; null where open. */
  get shape(): Shape {
    return this.sizes.map((d) => (typeof d === 'number' ? d : null));
  }
  get rank(): number {
    return this.sizes.length;
  }

  /** Whether a tensor, or every tensor of another spec, has this dtype and these sizes. */
  isCompatibleWith(other: Tensor | TensorSpec): boolean {
    const { shape } = other;
    return other.dtype === this.dtype && shape.length === this.rank && this.sizes.every((d, i) => typeof d !== 'number' || d === shape[i]);
  }

  toString(): string {
    return `TensorSpec(shape=(${this.sizes.map((d) => d ?? 'None').join(', ')}${this.rank === 1 ? ',' : ''}), dtype=${this.dtype})`;
  }
}

/** A spec, or the options of one. */
export type TensorSpecLike = TensorSpec | TensorSpecOptions;

/** Whether a value is a spec or reads as one. */
export const isSpecLike = (x: unknown): x is TensorSpecLike =>
  x instanceof TensorSpec ||
  (typeof x === 'object' &&
    x !== null &&
    !(x instanceof Tensor) &&
    Object.getPrototypeOf(x) === Object.prototype &&
    Array.isArray((x as { shape?: unknown }).shape) &&
    Object.keys(x).every((key) => optionKeys.includes(key)));

export const asSpec = (x: TensorSpecLike): TensorSpec => (x instanceof TensorSpec ? x : new TensorSpec(x));

/** The type of tensors of a spec; an open size becomes a symbol, with a name made of `prefix` and the axis where it has none. */
export const typeOfSpec = (spec: TensorSpec, prefix: string): TensorType =>
  tensorType(
    spec.dtype.element,
    spec.sizes.map((d, axis): Dim => (typeof d === 'number' ? d : symbol(d ?? `${prefix}_${axis}`))),
  );

/** The spec of tensors of a type. */
export const specOfType = (type: TensorType, name?: string): TensorSpec =>
  new TensorSpec({
    shape: type.shape.map((d) => (typeof d === 'number' ? d : null)),
    dtype: dtypeOf(type.element),
    ...(name === undefined ? {} : { name }),
  });
