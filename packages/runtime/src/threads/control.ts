/** The block of shared memory through which the main thread and its workers speak: words of 32 bits (notes N8). */

/** The most threads that a team has. */
export const mostThreads: number = 16;

type ControlField = 'sequence' | 'done' | 'participants' | 'kernel' | 'parts' | 'trapped' | 'stop' | 'code' | 'ready' | 'descriptors' | 'timed' | 'times';

/** Places in the block. */
export const control: Readonly<Record<ControlField, number>> = {
  /** Grows with each call; workers wait for it. */
  sequence: 0,
  /** Grows with each worker that has finished its share of a call. */
  done: 1,
  /** Threads that take part in the call, the main thread included. */
  participants: 2,
  /** Number of the kernel, in the order in which kernels were compiled. */
  kernel: 3,
  parts: 4,
  /** Not 0 once a kernel has trapped in a worker. */
  trapped: 5,
  /** Not 0 when workers are to end. */
  stop: 6,
  /** Address of the first block of code; each begins with the address of the next one, its length in bytes and its number of kernels. */
  code: 7,
  /** One word a worker: 1 when it listens. */
  ready: 8,
  /** Addresses of the descriptors of the parts. */
  descriptors: 8 + mostThreads,
  /** Not 0 while workers are to note when they begin and end their shares. */
  timed: 8 + 2 * mostThreads,
  /** Two doubles a thread, at an even word: milliseconds since 1970. */
  times: 10 + 2 * mostThreads,
};

export const controlWords: number = control.times + 4 * mostThreads;
/** Words in front of a block of code. */
export const codeHeader: number = 3;
