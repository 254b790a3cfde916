/**
 * Compiles the corpus of tools/replay.ts and prints, as JSON, hashes of all code that each case made. It watches the two doors through which code
 * enters the engine (`Function` and `WebAssembly.Module`), so it needs no interface of the compiler and works on old commits, too.
 */
import { createHash } from 'node:crypto';
import { instancesOf, loadTables } from '../packages/testing/src/index.ts';
import { deviceNamed, executeOn } from './ops-devices.ts';

const made: string[] = [];
const note = (kind: string, content: string | Uint8Array): void => void made.push(`${kind}:${createHash('sha256').update(content).digest('hex').slice(0, 16)}`);

const OriginalFunction = globalThis.Function;
globalThis.Function = new Proxy(OriginalFunction, {
  construct(target, args: string[]) {
    note('js', args.join('\n'));
    return Reflect.construct(target, args) as object;
  },
});
const OriginalModule = WebAssembly.Module;
WebAssembly.Module = new Proxy(OriginalModule, {
  construct(target, args: [Uint8Array]) {
    note('wasm', args[0]);
    return Reflect.construct(target, args) as object;
  },
});

const corpus: Record<string, string[]> = {};
for (const { table } of await loadTables()) {
  for (const instance of instancesOf(table)) {
    for (const name of ['js', 'wasm']) {
      made.length = 0;
      executeOn(deviceNamed(name), instance);
      // A kernel is compiled once, at its first case; cases that reuse one make nothing.
      if (made.length > 0) corpus[`${name} ${instance.name}`] = [...made];
    }
  }
}
console.log(JSON.stringify(corpus));
