/** Watching one logged value: which direction is better, and whether it improved. */
import type { Logs } from './callback.ts';

export type MonitorMode = 'auto' | 'min' | 'max';

/** Metrics of which more is better; of all others less is. */
const moreIsBetter = /acc|auc|precision|recall|f1|fbeta|f_beta|iou|r2|similarity|true_/i;

export class Monitor {
  readonly name: string;
  readonly #sign: 1 | -1;
  readonly #minDelta: number;
  best: number;
  #warned = false;
  constructor(name: string, mode: MonitorMode, minDelta: number) {
    this.name = name;
    this.#sign = mode === 'max' || (mode === 'auto' && moreIsBetter.test(name)) ? 1 : -1;
    this.#minDelta = Math.abs(minDelta);
    this.best = this.worst;
  }
  /** The value that everything improves on. */
  get worst(): number {
    return this.#sign === 1 ? -Infinity : Infinity;
  }
  /** Whether `value` is better than `reference` by more than minDelta. */
  improves(value: number, reference: number): boolean {
    return this.#sign * (value - reference) > this.#minDelta;
  }
  /** The value in the logs; null with one warning where it is missing. */
  read(logs: Logs, callback: string): number | null {
    const value = logs[this.name];
    if (value !== undefined) return value;
    if (!this.#warned) console.warn(`${callback}: '${this.name}' is not logged, so nothing is done. Logged are: ${Object.keys(logs).join(', ') || 'nothing'}`);
    this.#warned = true;
    return null;
  }
}
