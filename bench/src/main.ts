/** `npm run bench`: measures against peers in the same run, interleaved. Options: `usage` in arguments.ts. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type BenchArguments, readArguments, usage } from './arguments.ts';
import { askedFor, type Measurement, measure, type Peer, startPeer } from './harness.ts';
import { markdown, rowsOf } from './report.ts';

/** Installs the peers' packages when one is missing. Without them the bench goes on: each peer then says that it is not installed. */
function installPeers(): void {
  const folder = fileURLToPath(new URL('../peers/', import.meta.url));
  if (['@tensorflow/tfjs', '@jax-js/jax', 'onnxruntime-node'].every((p) => existsSync(`${folder}node_modules/${p}`))) return;
  console.error('Installing peers (bench/peers)…');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  if (spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) console.error('Some peers could not be installed.');
}

/** Starts Millrace and the peers that are there; tells about each. */
async function startAll({ peers, ...setting }: BenchArguments): Promise<readonly Peer[]> {
  const started = await Promise.all(['ours', ...peers].map(async (name) => ({ name, peer: await startPeer(name, setting) })));
  for (const { name, peer } of started) {
    if ('missing' in peer) console.error(`${name}: not installed: ${peer.missing}`);
    else if (peer.about) console.error(`${name}: ${peer.about}`);
  }
  return started.flatMap(({ peer }) => ('missing' in peer ? [] : [peer]));
}

async function main(args: BenchArguments): Promise<void> {
  installPeers();
  const peers = await startAll(args);
  const measurements: Measurement[] = [];
  try {
    for (const workload of args.workloads) {
      console.error(`${workload.name}: ${workload.description}`);
      measurements.push(await measure(workload, askedFor(workload, peers, args), args.rounds));
    }
  } finally {
    for (const p of peers) p.stop();
  }
  const threads = args.threads === 1 ? 'one thread' : `${args.threads} threads`;
  const machine = `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim()}, Node ${process.version}`;
  console.log(`${machine}, ${threads}, medians; ratio = peer ÷ ours, above 1 is ahead`);
  for (const { name, about } of peers) if (about) console.log(`${name}: ${about}`);
  console.log(`\n${markdown(measurements, args, args.peers)}`);
  const rows = measurements.flatMap((m) => rowsOf(m, args, args.peers));
  if (args.json) writeFileSync(args.json, `${JSON.stringify(rows, null, 2)}\n`);
}

const args = readArguments(process.argv.slice(2), cpus().length);
if (args.help) console.log(usage);
else await main(args);
