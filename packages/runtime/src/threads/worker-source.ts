/**
 * What a worker runs. It is text, so that one bundle serves Node and browsers and a worker starts without a file of its own: a worker that waits in
 * shared memory cannot receive messages (notes N8), so code reaches it as bytes in that memory.
 */
import { codeHeader, control } from './control.ts';

/** What a worker is given when it starts. */
export interface WorkerStart {
  readonly memory: WebAssembly.Memory;
  /** Address of the control block. */
  readonly address: number;
  /** 1 for the first worker. */
  readonly index: number;
  /** Milliseconds to look for work before sleeping. */
  readonly spin: number;
  readonly module: string;
  readonly name: string;
}

const body = `
function work({ memory, address, index, spin, module, name }) {
  const c = ${JSON.stringify(control)};
  const base = address / 4;
  const kernels = [];
  // made anew when the memory may have grown
  let words = new Int32Array(memory.buffer);
  // the word that holds the address of the next block of code
  let link = base + c.code;
  const times = new Float64Array(memory.buffer, address + 4 * c.times + 16 * index, 2);
  const now = () => performance.timeOrigin + performance.now();
  const get = (field) => Atomics.load(words, base + field);
  function loadCode() {
    for (let block = Atomics.load(words, link); block !== 0; block = Atomics.load(words, link)) {
      words = new Int32Array(memory.buffer);
      link = block / 4;
      const [length, count] = [words[link + 1], words[link + 2]];
      const start = block + ${4 * codeHeader};
      const bytes = new Uint8Array(memory.buffer).slice(start, start + length);
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { [module]: { [name]: memory } });
      for (let k = 0; k < count; k++) kernels.push(exports['k' + k]);
    }
  }
  let seen = get(c.sequence);
  Atomics.store(words, base + c.ready + index, 1);
  for (;;) {
    const until = performance.now() + spin;
    while (get(c.sequence) === seen && performance.now() < until);
    // again after a late call of a sequence that was seen while spinning: it would run the last call once more
    while (get(c.sequence) === seen) Atomics.wait(words, base + c.sequence, seen);
    seen = get(c.sequence);
    if (get(c.stop) !== 0) return;
    const participants = get(c.participants);
    if (index >= participants) continue;
    const timed = get(c.timed) !== 0;
    try {
      loadCode();
      if (timed) times[0] = now();
      const run = kernels[get(c.kernel)];
      const parts = get(c.parts);
      for (let part = index; part < parts; part += participants) run(get(c.descriptors + part), part);
    } catch {
      Atomics.store(words, base + c.trapped, 1);
    }
    if (timed) times[1] = now();
    Atomics.add(words, base + c.done, 1);
    Atomics.notify(words, base + c.done);
  }
}
`;

/** For Node's worker_threads, which hand the start over as workerData. */
export const nodeWorkerSource: string = `${body}\nwork(require('node:worker_threads').workerData);`;
/** For Web Workers, which get it as their first message. */
export const webWorkerSource: string = `${body}\nonmessage = (event) => work(event.data);`;
