/**
 * A series of scalars in bounded memory. Every stretch of steps keeps its first point, its smallest and largest value and its first value that
 * is not finite, so that spikes and the onset of NaN stay visible however long the series; the latest points are all there.
 */

/** Columns of equal length, in the order in which the points came. */
export interface ScalarColumns {
  readonly steps: Float64Array;
  readonly wallTimes: Float64Array;
  readonly values: Float64Array;
}

/** Fewer points than this cannot hold the extremes of several stretches. */
const leastPoints = 32;
const picksPerStretch = 4;

export class ScalarSeries {
  /** Points that came, kept or not. */
  seen = 0;
  /** Points that are kept. */
  length = 0;
  readonly #limit: number;
  #numbers = new Uint32Array(16);
  #steps = new Float64Array(16);
  #wallTimes = new Float64Array(16);
  #values = new Float64Array(16);
  /** Points since the last thinning. */
  #fresh = 0;
  #last = Number.NEGATIVE_INFINITY;

  /** @param limit  points that are kept at most (at least 32); 0 keeps all */
  constructor(limit: number) {
    this.#limit = limit === 0 ? Number.POSITIVE_INFINITY : Math.max(leastPoints, limit);
  }
  /** Step of the last point; -Infinity before the first. */
  get lastStep(): number {
    return this.#last;
  }
  add(step: number, wallTime: number, value: number): void {
    // When to thin depends on counts only, so that series of equal length are cut into the same stretches.
    if (this.seen >= this.#limit && this.#fresh >= this.#half) this.#thin();
    if (this.length === this.#steps.length) this.#grow();
    const i = this.length++;
    this.#numbers[i] = this.seen++;
    this.#steps[i] = step;
    this.#wallTimes[i] = wallTime;
    this.#values[i] = value;
    this.#last = step;
    this.#fresh++;
  }
  /** Drops the points at `step` and later. Returns how many of the kept ones. */
  dropFrom(step: number): number {
    const before = this.length;
    this.#keepWhere((i) => this.#steps[i] < step);
    this.#last = this.length === 0 ? Number.NEGATIVE_INFINITY : this.#steps[this.length - 1];
    return before - this.length;
  }
  /** Copies of the kept points. */
  columns(): ScalarColumns {
    const n = this.length;
    return { steps: this.#steps.slice(0, n), wallTimes: this.#wallTimes.slice(0, n), values: this.#values.slice(0, n) };
  }

  get #half(): number {
    return Math.floor((this.#limit - 1) / 2);
  }
  #grow(): void {
    const size = Math.min(this.#limit, this.#steps.length * 2);
    const larger = <T extends Float64Array | Uint32Array>(old: T, made: T): T => {
      made.set(old);
      return made;
    };
    this.#numbers = larger(this.#numbers, new Uint32Array(size));
    this.#steps = larger(this.#steps, new Float64Array(size));
    this.#wallTimes = larger(this.#wallTimes, new Float64Array(size));
    this.#values = larger(this.#values, new Float64Array(size));
  }
  #thin(): void {
    this.#fresh = 0;
    let span = 1;
    while (Math.ceil(this.seen / span) * picksPerStretch > this.#half) span *= 2;
    const keep = new Uint8Array(this.length);
    keep[this.length - 1] = 1;
    for (let from = 0; from < this.length; ) {
      const stretch = Math.floor(this.#numbers[from] / span);
      let to = from;
      let [min, max, odd] = [-1, -1, -1];
      for (; to < this.length && Math.floor(this.#numbers[to] / span) === stretch; to++) {
        const value = this.#values[to];
        if (!Number.isFinite(value)) {
          if (odd < 0) odd = to;
        } else {
          if (min < 0 || value < this.#values[min]) min = to;
          if (max < 0 || value > this.#values[max]) max = to;
        }
      }
      for (const i of [from, min, max, odd]) if (i >= 0) keep[i] = 1;
      from = to;
    }
    this.#keepWhere((i) => keep[i] === 1);
  }
  #keepWhere(keeps: (i: number) => boolean): void {
    let to = 0;
    for (let i = 0; i < this.length; i++) {
      if (!keeps(i)) continue;
      this.#numbers[to] = this.#numbers[i];
      this.#steps[to] = this.#steps[i];
      this.#wallTimes[to] = this.#wallTimes[i];
      this.#values[to++] = this.#values[i];
    }
    this.length = to;
  }
}
