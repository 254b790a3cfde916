/** Progress of downloads on standard error: a bar on a terminal, a line each tenth elsewhere. */
import type { Progress } from './providers/provider.ts';

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** A reporter for one download; `end` closes the bar. */
export async function showProgress(label: string, verbose: boolean): Promise<Progress & { end(): void }> {
  if (!verbose || typeof process === 'undefined') return Object.assign(() => {}, { end: () => {} });
  return process.stderr.isTTY ? bar(label) : lines(label);
}

async function bar(label: string): Promise<Progress & { end(): void }> {
  const { default: cliProgress } = await import('cli-progress');
  const made = new cliProgress.SingleBar({
    format: `${label} {bar} {percentage}% {value}/{total} MB`,
    stream: process.stderr,
    clearOnComplete: false,
    hideCursor: true,
  });
  let started = false;
  const report = (received: number, total: number): void => {
    if (total === 0) return;
    if (!started) made.start(Number(megabytes(total)), 0);
    started = true;
    made.update(Number(megabytes(received)));
  };
  return Object.assign(report, { end: () => (started ? made.stop() : undefined) });
}

function lines(label: string): Progress & { end(): void } {
  let next = 0;
  const report = (received: number, total: number): void => {
    if (total === 0 || received < next * total) return;
    next = Math.floor((received / total) * 10 + 1) / 10;
    process.stderr.write(`${label}: ${megabytes(received)} of ${megabytes(total)} MB\n`);
  };
  return Object.assign(report, { end: () => {} });
}
