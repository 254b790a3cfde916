/** What a host has for threads. */
import { environment } from '../config.ts';
import { nodeModule } from '../node-module.ts';
import { mostThreads } from './control.ts';
import { nodeWorkerSource, type WorkerStart, webWorkerSource } from './worker-source.ts';

/** A running worker. */
export interface WorkerHandle {
  /** Ends it at once. */
  stop(): void;
}

interface NodeWorker {
  unref(): void;
  terminate(): unknown;
  on(event: 'error', listener: (error: Error) => void): void;
}
interface NodeThreads {
  readonly Worker: new (source: string, options: object) => NodeWorker;
}
interface NodeSystem {
  availableParallelism(): number;
}
/** Whether this thread may sleep until another one wakes it: not the main thread of a browser. */
export const maySleep: boolean = nodeModule('node:worker_threads') !== null;

/** Whether the host can share a WebAssembly memory with workers: Node, or a page that is isolated from other origins. */
export function canShareMemory(): boolean {
  if (typeof SharedArrayBuffer !== 'function' || typeof Atomics !== 'object') return false;
  return maySleep || ((globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true && typeof Worker === 'function');
}

/** Threads that programs use: `MILLRACE_THREADS`, else all processors; 1 where memory cannot be shared. Throws for a number below 1. */
export function threadCount(): number {
  if (!canShareMemory()) return 1;
  const configured = environment('MILLRACE_THREADS');
  if (configured !== undefined) return checkThreads(Number(configured));
  const system = nodeModule<NodeSystem>('node:os');
  const processors = system
    ? system.availableParallelism()
    : ((globalThis as { navigator?: { hardwareConcurrency?: number } }).navigator?.hardwareConcurrency ?? 1);
  return Math.min(processors, mostThreads);
}

function checkThreads(count: number): number {
  if (Number.isInteger(count) && count >= 1) return Math.min(count, mostThreads);
  throw new RangeError(`MILLRACE_THREADS must be a whole number of at least 1; got ${environment('MILLRACE_THREADS')}`);
}

/** Starts a worker; it listens some milliseconds later. It does not keep the process alive. */
export function startWorker(start: WorkerStart): WorkerHandle {
  const threads = nodeModule<NodeThreads>('node:worker_threads');
  if (threads) {
    // without the loaders of the main thread: the worker's code is plain JavaScript
    const worker = new threads.Worker(nodeWorkerSource, { eval: true, workerData: start, execArgv: [], name: `millrace ${start.index}` });
    worker.unref();
    return { stop: () => void worker.terminate() };
  }
  const url = URL.createObjectURL(new Blob([webWorkerSource], { type: 'text/javascript' }));
  const worker = new Worker(url, { name: `millrace ${start.index}` });
  worker.postMessage(start);
  return {
    stop: () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
