/** Shapes as values: static shapes that may have unknown sizes or an unknown rank. TensorFlow: `tf.TensorShape`. */
import { failure } from '@millrace/ir';
import { describe } from './describe.ts';
import { checkInteger } from './shape-argument.ts';
import type { Shape } from './tensor.ts';

/** What stands for a static shape: a list of sizes with null for unknown ones, or null for an unknown rank. */
export type TensorShapeLike = TensorShape | Shape | null;

/** A static shape. Sizes that are unknown are null; an unknown rank makes the whole shape unknown. */
export class TensorShape {
  readonly #dims: Shape | null;
  /** Throws ValueError for sizes that are negative or no integers. */
  constructor(dims: TensorShapeLike) {
    if (dims instanceof TensorShape) this.#dims = dims.#dims;
    else if (dims === null) this.#dims = null;
    else if (!Array.isArray(dims))
      throw failure('wrong-kind', { op: 'TensorShape', message: `dims is ${describe(dims)}`, valid: 'a list of sizes and nulls, or null' });
    else this.#dims = Object.freeze(dims.map((d: unknown, i) => (d === null ? null : checkInteger('TensorShape', `dims[${i}]`, d, { min: 0 }))));
  }
  /** Sizes by axis, or null where the rank is unknown. */
  get dims(): Shape | null {
    return this.#dims;
  }
  /** Null where unknown. */
  get rank(): number | null {
    return this.#dims?.length ?? null;
  }
  /** The sizes. Throws ValueError where the rank is unknown. */
  asList(): (number | null)[] {
    if (this.#dims === null) throw failure('value', { op: 'asList', message: 'the rank is unknown' });
    return [...this.#dims];
  }
  /** Number of elements; null where a size is unknown. */
  numElements(): number | null {
    return this.isFullyDefined() ? (this.#dims as readonly number[]).reduce((a, b) => a * b, 1) : null;
  }
  isFullyDefined(): boolean {
    return this.#dims?.every((d) => d !== null) ?? false;
  }
  /** Whether some shape fits both: known sizes that meet are equal. */
  isCompatibleWith(other: TensorShapeLike): boolean {
    const [a, b] = [this.#dims, new TensorShape(other).#dims];
    return a === null || b === null || (a.length === b.length && a.every((d, i) => d === null || b[i] === null || d === b[i]));
  }
  /** Whether every shape that fits `other` fits this one. */
  isSubtypeOf(other: TensorShapeLike): boolean {
    const [a, b] = [this.#dims, new TensorShape(other).#dims];
    return b === null || (a !== null && a.length === b.length && b.every((d, i) => d === null || d === a[i]));
  }
  /** The shape that holds what both know. Throws ValueError where they are not compatible. */
  mergeWith(other: TensorShapeLike): TensorShape {
    const that = new TensorShape(other);
    if (!this.isCompatibleWith(that)) throw failure('value', { op: 'mergeWith', message: `shapes ${this} and ${that} are not compatible` });
    if (this.#dims === null) return that;
    return new TensorShape(this.#dims.map((d, i) => d ?? that.#dims?.[i] ?? null));
  }
  /** Most specific shape that both fit, as for retracing: sizes that differ become unknown. */
  mostSpecificCommonSupertype(other: TensorShapeLike): TensorShape {
    const that = new TensorShape(other).#dims;
    if (this.#dims === null || that === null || this.#dims.length !== that.length) return new TensorShape(null);
    return new TensorShape(this.#dims.map((d, i) => (d === that[i] ? d : null)));
  }
  /** This shape, then another. */
  concatenate(other: TensorShapeLike): TensorShape {
    const that = new TensorShape(other).#dims;
    return new TensorShape(this.#dims === null || that === null ? null : [...this.#dims, ...that]);
  }
  /** Throws ValueError unless the rank is `rank` or unknown. */
  assertHasRank(rank: number): void {
    if (this.rank !== null && this.rank !== rank)
      throw failure('value', { op: 'assertHasRank', message: `shape ${this} has rank ${this.rank}`, valid: `rank ${rank}` });
  }
  equals(other: TensorShapeLike): boolean {
    return this.toString() === new TensorShape(other).toString();
  }
  toString(): string {
    if (this.#dims === null) return '<unknown>';
    return this.#dims.length === 1 ? `(${this.#dims[0] ?? 'None'},)` : `(${this.#dims.map((d) => d ?? 'None').join(', ')})`;
  }
}
