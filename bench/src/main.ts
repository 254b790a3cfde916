/** `npm run bench -- [--device js|wasm] [--threads N] [--only NAME,…] [--rounds N] [--json FILE]`: measures against peers in the same run, interleaved. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Measurement, measure, startPeer } from './harness.ts';
import { markdown, rowOf } from './report.ts';
import { workloads } from './workloads.ts';

const { values } = parseArgs({
  options: {
    device: { type: 'string', default: 'wasm' },
    threads: { type: 'string', default: '1' },
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
});

const peerNames = ['tfjs-wasm', 'tfjs-cpu'];

/** Installs the peers' packages when they are missing. */
function installPeers(): void {
  const folder = fileURLToPath(new URL('../peers/', import.meta.url));
  if (existsSync(`${folder}node_modules`)) return;
  console.error('Installing peers (bench/peers)…');
  const result = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (result.status !== 0) throw new Error('the peers could not be installed');
}

async function main(): Promise<void> {
  if (values.threads !== '1') throw new Error('only one thread yet: threads come with the compiler (issue 3)');
  const wanted = values.only?.split(',');
  const chosen = workloads.filter((w) => !wanted || wanted.includes(w.name));
  if (chosen.length === 0) throw new Error(`no workload among ${values.only}; there are ${workloads.map((w) => w.name).join(', ')}`);
  installPeers();
  const peers = [await startPeer('ours', { MILLRACE_DEVICE: values.device }), ...(await Promise.all(peerNames.map((p) => startPeer(p))))];
  const measurements: Measurement[] = [];
  try {
    for (const workload of chosen) {
      console.error(`${workload.name}: ${workload.description}`);
      measurements.push(await measure(workload, peers, Number(values.rounds)));
    }
  } finally {
    for (const p of peers) p.stop();
  }
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim()}, Node ${process.version}, one thread, medians; ratio = peer ÷ ours, above 1 is ahead\n`,
  );
  console.log(markdown(measurements, values.device, peerNames));
  if (values.json)
    writeFileSync(
      values.json,
      `${JSON.stringify(
        measurements.map((m) => rowOf(m, values.device, peerNames)),
        null,
        2,
      )}\n`,
    );
}

if (values.help) console.log('npm run bench -- [--device js|wasm] [--threads 1] [--only NAME,…] [--rounds N] [--json FILE]');
else await main();
