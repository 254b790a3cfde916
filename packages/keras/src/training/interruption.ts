/** Ending a loop early: AbortSignal, Ctrl-C, and giving way to the event loop so that both can arrive. */

/** How long a loop may run without giving way, in milliseconds. */
const turnBudget = 12;

/** setImmediate where there is one: setTimeout would wait at least a millisecond. */
const nextTurn = (): Promise<void> => new Promise((resolve) => (typeof setImmediate === 'function' ? setImmediate(resolve) : setTimeout(resolve, 0)));

export class Interruption {
  readonly #signal: AbortSignal | null;
  #lastTurn = performance.now();
  #interrupted = false;
  readonly #onSignal = (): void => {
    // A second Ctrl-C ends the process at once, as the first does without us.
    if (this.#interrupted) process.exit(130);
    this.#interrupted = true;
  };
  #listening = false;

  constructor(signal: AbortSignal | null) {
    this.#signal = signal;
  }

  /** Takes Ctrl-C from here until `stop`. */
  listen(): void {
    if (typeof process === 'undefined' || typeof process.on !== 'function' || this.#listening) return;
    this.#listening = true;
    process.on('SIGINT', this.#onSignal);
  }
  stop(): void {
    if (this.#listening) process.removeListener('SIGINT', this.#onSignal);
    this.#listening = false;
  }

  /** Whether Ctrl-C was pressed. */
  get byUser(): boolean {
    return this.#interrupted;
  }
  /** Whether the loop shall end. */
  get requested(): boolean {
    return this.#interrupted || (this.#signal?.aborted ?? false);
  }

  /** Gives way to the event loop when the turn has lasted long enough. */
  async breathe(): Promise<void> {
    const now = performance.now();
    if (now - this.#lastTurn < turnBudget) return;
    await nextTurn();
    this.#lastTurn = performance.now();
  }
}
