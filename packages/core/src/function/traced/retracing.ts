/** Warns where a function is traced again and again. The rule is TensorFlow's: 5 traces within the last calls, of which 10 are remembered. */
import { failure } from '@millrace/ir';
import { showArgument, signatureOf } from './arguments.ts';

const remembered = 10;
const threshold = 5;

/** A trace beyond the first of a function. */
export interface Retrace {
  /** The function's name. */
  readonly name: string;
  /** How many traces the function has now. */
  readonly tracingCount: number;
  /** The arguments that differ from those of the trace before, by position. */
  readonly differences: readonly { readonly argument: number; readonly before: string; readonly now: string }[];
}

let listeners: readonly ((retrace: Retrace) => void)[] = [];

/** Calls `listener` at every trace of a `tf.function` but its first. Returns a function that ends that. */
export function onRetrace(listener: (retrace: Retrace) => void): () => void {
  if (typeof listener !== 'function') throw failure('wrong-kind', { op: 'config.onRetrace', message: 'the listener is no function' });
  listeners = [...listeners, listener];
  return () => {
    listeners = listeners.filter((l) => l !== listener);
  };
}

interface Seen {
  readonly signatures: readonly string[];
  readonly texts: readonly string[];
}

/** Counts the calls of one function. */
export class RetracingMonitor {
  readonly #name: string;
  #calls: number = 0;
  /** Calls since each remembered trace, the trace included; the oldest first. */
  #perTrace: number[] = [];
  #last: Seen | null = null;
  #warned: boolean = false;
  constructor(name: string) {
    this.#name = name;
  }

  called(): void {
    this.#calls++;
    if (this.#perTrace.length === 0) this.#perTrace.push(0);
    this.#perTrace[this.#perTrace.length - 1]++;
  }

  traced(args: readonly unknown[], tracingCount: number): void {
    const now: Seen = { signatures: args.map((x) => signatureOf(x, 'type')), texts: args.map(showArgument) };
    const before = this.#last;
    this.#last = now;
    this.#calls++;
    this.#perTrace.push(1);
    while (this.#calls - this.#perTrace[0] > remembered) this.#calls -= this.#perTrace.shift() as number;
    if (before === null) return;
    const differences = now.signatures.flatMap((s, i) =>
      s === before.signatures[i] ? [] : [{ argument: i, before: before.texts[i] ?? 'missing', now: now.texts[i] }],
    );
    for (const listener of listeners) listener({ name: this.#name, tracingCount, differences });
    if (this.#warned || this.#perTrace.length < threshold) return;
    this.#warned = true;
    console.warn(this.#text(differences));
  }

  #text(differences: Retrace['differences']): string {
    const why = differences.map(({ argument, before, now }) => `argument ${argument} was ${before} and is now ${now}`);
    return [
      `tf.function '${this.#name}': ${this.#perTrace.length} of the last ${this.#calls} calls traced it again, which is slow; ${why.join('; ') || 'a variable has changed its type'}.`,
      '  try    numbers that change from call to call as tensors (tf.constant); open sizes by inputSignature with null or by reduceRetracing: true;',
      '         objects made once and passed again, as they count by identity',
    ].join('\n');
  }
}
