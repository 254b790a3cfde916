import { Callback, type Logs } from './callback.ts';
import { type Progress, plainLine, progressLine } from './progress-line.ts';

/** What is used of cli-progress's SingleBar. */
interface Bar {
  start(total: number, value: number, payload: object): void;
  update(value: number, payload: object): void;
  stop(): void;
}
interface BarLibrary {
  readonly SingleBar: new (options: object) => Bar;
}

const green = (text: string): string => `\u001b[32m${text}\u001b[0m`;
const gray = (text: string): string => `\u001b[37m${text}\u001b[0m`;

const paint = (text: string, filled: boolean): string => (filled ? green(text) : gray(text));

const inTerminal = (): boolean => typeof process !== 'undefined' && process.stdout?.isTTY === true;

/** A whole line; `console.log` where there is no process. */
function print(line: string): void {
  if (typeof process !== 'undefined' && process.stdout) process.stdout.write(`${line}\n`);
  else console.log(line);
}

/** cli-progress, loaded at first use in a terminal. */
async function loadBars(): Promise<BarLibrary> {
  const name = 'cli-progress';
  const loaded = (await import(name)) as BarLibrary & { default?: BarLibrary };
  return loaded.default ?? loaded;
}

/**
 * Shows progress as Keras does: in a terminal a bar that moves, otherwise one line an epoch. `fit` adds it unless verbose is 0.
 */
export class ProgbarLogger extends Callback {
  #bar: Bar | null = null;
  #began = 0;
  #step = 0;
  #logs: Logs = {};
  /** Whether an evaluation belongs to `fit`, which prints its results itself. */
  #training = false;

  override onTrainBegin(): void {
    this.#training = true;
  }
  override async onEpochBegin(epoch: number): Promise<void> {
    print(`Epoch ${epoch + 1}/${this.params.epochs}`);
    await this.#start();
  }
  override onTrainBatchEnd(batch: number, logs: Logs): void {
    this.#advance(batch, logs);
  }
  override onEpochEnd(_epoch: number, logs: Logs): void {
    this.#end(logs);
  }
  override onTrainEnd(): void {
    this.release();
  }
  override release(): void {
    this.#bar?.stop();
    this.#bar = null;
    this.#training = false;
  }
  override async onTestBegin(): Promise<void> {
    if (!this.#training) await this.#start();
  }
  override onTestBatchEnd(batch: number, logs: Logs): void {
    if (!this.#training) this.#advance(batch, logs);
  }
  override onTestEnd(logs: Logs): void {
    if (!this.#training) this.#end(logs);
  }
  override onPredictBegin(): Promise<void> {
    return this.#start();
  }
  override onPredictBatchEnd(batch: number, logs: Logs): void {
    this.#advance(batch, logs);
  }
  override onPredictEnd(): void {
    this.#end({});
  }

  #progress(done: boolean): Progress {
    return {
      step: this.#step,
      steps: done && this.params.steps === null ? this.#step : this.params.steps,
      elapsed: (performance.now() - this.#began) / 1000,
      logs: this.#logs,
      done,
    };
  }

  async #start(): Promise<void> {
    this.#began = performance.now();
    this.#step = 0;
    this.#logs = {};
    if (this.params.verbose !== 1 || !inTerminal()) return;
    const { SingleBar } = await loadBars();
    const format = (_options: object, _params: object, payload: { progress?: Progress }): string =>
      progressLine(payload.progress ?? this.#progress(false), paint);
    this.#bar = new SingleBar({ format, stream: process.stdout, hideCursor: true, fps: 10, barsize: 20, linewrap: false, clearOnComplete: true });
    this.#bar.start(this.params.steps ?? 0, 0, { progress: this.#progress(false) });
    this.#began = performance.now();
  }

  #advance(batch: number, logs: Logs): void {
    this.#step = batch + 1;
    this.#logs = logs;
    this.#bar?.update(this.#step, { progress: this.#progress(false) });
  }

  #end(logs: Logs): void {
    this.#logs = logs;
    const progress = this.#progress(true);
    if (this.#bar === null) {
      print(this.params.verbose === 2 ? plainLine(progress) : progressLine(progress));
      return;
    }
    // The bar's own line is cut at the terminal's width; the last one stays, so it is printed whole.
    this.#bar.stop();
    this.#bar = null;
    print(progressLine(progress, paint));
  }
}
export const progbarLogger = (): ProgbarLogger => new ProgbarLogger();
