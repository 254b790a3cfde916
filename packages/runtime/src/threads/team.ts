/**
 * A team of threads on one shared memory. A call with several parts is announced in the control block; the main thread does its share and waits for
 * the others. Workers join when they are ready; until then the main thread does everything, with the same results.
 */
import { failure } from '@millrace/ir';
import { codeHeader, control, controlWords, mostThreads } from './control.ts';
import { maySleep, startWorker, type WorkerHandle } from './host.ts';

/** Milliseconds that a thread looks for work before it sleeps: waking takes some 40 µs, a spinning thread takes a processor. */
const spin = 0.05;
/** A worker that takes longer than this for its share is given up. */
const patience = 30_000;

/** What a team needs of its memory. */
export interface TeamMemory {
  readonly memory: WebAssembly.Memory;
  /** 32-bit words of all of it, current ones. */
  readonly words: () => Int32Array;
  readonly allocate: (bytes: number, what: string) => number;
  /** How kernels import the memory. */
  readonly module: string;
  readonly name: string;
}

/** Is told what part of a call a worker has done, in milliseconds of `performance.now()`. */
export type ShareListener = (thread: number, start: number, end: number) => void;

type Kernel = (descriptor: number, thread: number) => void;

export class ThreadTeam {
  readonly threads: number;
  readonly #memory: TeamMemory;
  #base: number = 0;
  #address: number = 0;
  /** Word that holds the address of the next block of code. */
  #link: number;
  #workers: WorkerHandle[] = [];
  /** Shares that workers have finished since the team was made. */
  #finished: number = 0;
  #onShare: ShareListener | null = null;
  /** Whether workers may still hear of the control block, which ends them: the next ones get another. */
  #isRetired: boolean = false;

  constructor(memory: TeamMemory, threads: number) {
    this.#memory = memory;
    this.threads = Math.min(threads, mostThreads);
    this.#link = 0;
    this.#newBlock(0);
  }

  /** A control block of its own for the next workers. `code`: address of the first block of code. */
  #newBlock(code: number): void {
    const isUnlinked = code === 0;
    this.#address = this.#memory.allocate(4 * controlWords, 'the control block of threads');
    this.#base = this.#address / 4;
    const words = this.#memory.words();
    words.fill(0, this.#base, this.#base + controlWords);
    words[this.#base + control.code] = code;
    if (isUnlinked) this.#link = this.#base + control.code;
    this.#finished = 0;
    this.#isRetired = false;
    this.listen(this.#onShare);
  }

  /** Tells `listener` of the shares of workers in later calls; null ends that. */
  listen(listener: ShareListener | null): void {
    this.#onShare = listener;
    Atomics.store(this.#memory.words(), this.#base + control.timed, listener ? 1 : 0);
  }

  /** Hands the code of new kernels to the workers, in the order in which kernels are numbered. */
  addCode(bytes: Uint8Array, kernels: number): void {
    const block = this.#memory.allocate(bytes.length + 4 * codeHeader, 'the code of kernels');
    const words = this.#memory.words();
    words.set([0, bytes.length, kernels], block / 4);
    new Uint8Array(words.buffer).set(bytes, block + 4 * codeHeader);
    Atomics.store(words, this.#link, block);
    this.#link = block / 4;
  }

  /** Runs every part of a call; `kernel` is number `index`. Throws InternalError where a worker failed. */
  run(index: number, kernel: Kernel, descriptors: readonly number[]): void {
    this.#start();
    const words = this.#memory.words();
    const base = this.#base;
    const participants = Math.min(this.#listening(words), descriptors.length);
    if (participants > 1) {
      words[base + control.participants] = participants;
      words[base + control.kernel] = index;
      words[base + control.parts] = descriptors.length;
      for (let part = 0; part < descriptors.length; part++) words[base + control.descriptors + part] = descriptors[part];
      Atomics.add(words, base + control.sequence, 1);
      Atomics.notify(words, base + control.sequence);
    }
    for (let part = 0; part < descriptors.length; part += participants) kernel(descriptors[part], part);
    if (participants > 1) this.#join(words, participants - 1);
  }

  /** The main thread and the workers from the first on that listen. */
  #listening(words: Int32Array): number {
    let count = 1;
    if (this.#isRetired) return count;
    while (count < this.threads && Atomics.load(words, this.#base + control.ready + count) === 1) count++;
    return count;
  }

  #join(words: Int32Array, shares: number): void {
    this.#finished = (this.#finished + shares) | 0;
    const place = this.#base + control.done;
    const start = performance.now();
    for (let now = Atomics.load(words, place); now !== this.#finished; now = Atomics.load(words, place)) {
      const waited = performance.now() - start;
      if (waited > patience) throw this.#giveUp(`a worker did not finish its share of a kernel within ${patience / 1000} s`);
      if (maySleep && waited > spin) Atomics.wait(words, place, now, 100);
    }
    if (Atomics.load(words, this.#base + control.trapped) !== 0) throw this.#giveUp('a kernel trapped in a worker');
    if (this.#onShare) this.#report(this.#onShare, words, shares);
  }

  #report(listener: ShareListener, words: Int32Array, shares: number): void {
    const times = new Float64Array(words.buffer, this.#address + 4 * control.times, 2 * mostThreads);
    for (let thread = 1; thread <= shares; thread++)
      listener(thread, times[2 * thread] - performance.timeOrigin, times[2 * thread + 1] - performance.timeOrigin);
  }

  /** Workers of unknown state are ended; the next call starts new ones. */
  #giveUp(message: string): Error {
    this.stop();
    return failure('internal', { op: 'run', message });
  }

  #start(): void {
    if (this.#workers.length > 0) return;
    if (this.#isRetired) this.#newBlock(Atomics.load(this.#memory.words(), this.#base + control.code));
    const { memory, module, name } = this.#memory;
    for (let index = 1; index < this.threads; index++) this.#workers.push(startWorker({ memory, address: this.#address, index, spin, module, name }));
  }

  /** Ends all workers. The word that says so stays: one that is slow to hear of it must not take the next team's calls for its own. */
  stop(): void {
    const words = this.#memory.words();
    Atomics.store(words, this.#base + control.stop, 1);
    Atomics.add(words, this.#base + control.sequence, 1);
    Atomics.notify(words, this.#base + control.sequence);
    for (const worker of this.#workers) worker.stop();
    this.#workers = [];
    this.#isRetired = true;
  }

  /** How many threads take part in a call now. */
  get listening(): number {
    return this.#listening(this.#memory.words());
  }
}
