/** Batches in the groups that one call of a step takes. */
import type { Batch } from './batch-source.ts';

/** The batches of one call. */
export interface Execution {
  /** Number of the first batch, counted from 0. */
  readonly first: number;
  readonly last: number;
  readonly batches: readonly Batch[];
}

/** Groups of `size` batches; the last one may be smaller. */
export class Executions {
  readonly #pass: AsyncIterator<Batch> | Iterator<Batch>;
  readonly #size: number;
  /** Batches to take at most; null for all. */
  readonly #steps: number | null;
  /** Batches taken so far. */
  taken: number = 0;
  /** Whether the pass has ended. */
  ended: boolean = false;

  constructor(pass: AsyncIterator<Batch> | Iterator<Batch>, size: number, steps: number | null) {
    this.#pass = pass;
    this.#size = size;
    this.#steps = steps;
  }

  /** The next group; null behind the last. Waits only for data that is asynchronous. */
  next(): Execution | null | Promise<Execution | null> {
    const batches: Batch[] = [];
    while (this.#isOpen(batches)) {
      const next = this.#pass.next();
      if (next instanceof Promise) return this.#continue(batches, next);
      this.#add(batches, next);
    }
    return this.#group(batches);
  }

  async #continue(batches: Batch[], pending: Promise<IteratorResult<Batch>>): Promise<Execution | null> {
    this.#add(batches, await pending);
    while (this.#isOpen(batches)) this.#add(batches, await this.#pass.next());
    return this.#group(batches);
  }

  #isOpen(batches: readonly Batch[]): boolean {
    return !this.ended && batches.length < this.#size && (this.#steps === null || this.taken < this.#steps);
  }
  #add(batches: Batch[], { done, value }: IteratorResult<Batch>): void {
    if (done) this.ended = true;
    else {
      batches.push(value);
      this.taken++;
    }
  }
  #group(batches: readonly Batch[]): Execution | null {
    return batches.length === 0 ? null : { first: this.taken - batches.length, last: this.taken - 1, batches };
  }
}
