/** Questions to the graph's worker. */
import type { Answer, GraphRequests, Question } from './worker.ts';

type Ask = <N extends keyof GraphRequests>(name: N, ...args: Parameters<GraphRequests[N]>) => ReturnType<GraphRequests[N]>;

export interface GraphClient {
  readonly ask: Ask;
  /** Ends the worker; questions that are open stay so. */
  close(): void;
}

export function graphClient(): GraphClient {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const open = new Map<number, { done(value: unknown): void; failed(error: Error): void }>();
  let number = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const question = open.get(data.number);
    open.delete(data.number);
    if ('error' in data) question?.failed(new Error(data.error));
    else question?.done(data.value);
  });
  const ask = (name: Question['name'], ...args: readonly unknown[]): Promise<unknown> =>
    new Promise((done, failed) => {
      open.set(++number, { done, failed });
      worker.postMessage({ number, name, args } satisfies Question);
    });
  return { ask: ask as unknown as Ask, close: () => worker.terminate() };
}
