/** `millrace doctor`: what was found on this machine, what was chosen, why not the next better, and what to do. */
import { cpus, totalmem } from 'node:os';
import { describeDevices } from '@millrace/runtime';
import { type CommandDef, defineCommand } from 'citty';

/** One line of the report. */
export interface Finding {
  readonly topic: string;
  readonly found: string;
  /** What the user can do about it. */
  readonly advice?: string;
}

/** Which device was chosen, and why not the next better. */
function devices(): Finding[] {
  const { device, chain, fallbacks } = describeDevices();
  const simd = chain.includes('wasm');
  const why = simd ? 'WebAssembly with SIMD; one thread' : 'plain JavaScript: WebAssembly with SIMD is not available, or MILLRACE_DEVICE says js';
  return [
    { topic: 'device', found: `${device.padEnd(9)} (${why})` },
    { topic: '', found: 'threads   not chosen: they come with the compiler (issue 3)' },
    { topic: '', found: 'native    not chosen: it comes with a later issue' },
    ...Object.entries(fallbacks).map(
      ([operation, count]): Finding => ({ topic: '', found: `evaluator ran ${operation} ${count} times`, advice: 'this is slow; please report it' }),
    ),
  ];
}

async function findings(): Promise<Finding[]> {
  const { cacheFolder } = await import('@millrace/datasets');
  const { existsSync } = await import('node:fs');
  const [processor] = cpus();
  const folder = await cacheFolder();
  return [
    { topic: 'node', found: `${process.version} on ${process.platform} ${process.arch}` },
    { topic: 'processor', found: `${processor?.model ?? 'unknown'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(1)} GiB` },
    ...devices(),
    { topic: 'data sets', found: `${folder}${existsSync(folder) ? '' : ' (empty)'}` },
  ];
}

export const doctor: CommandDef = defineCommand({
  meta: { name: 'doctor', description: 'Explain what Millrace found on this machine and what it chose' },
  async run() {
    for (const { topic, found, advice } of await findings()) console.log(`${topic.padEnd(10)}${found}${advice ? `  -> ${advice}` : ''}`);
  },
});
