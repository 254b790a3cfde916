/** Measurements as Markdown and as JSON rows. Ratios are peer ÷ ours: above 1 we are ahead. */
import type { Measurement } from './harness.ts';

export interface Row {
  readonly workload: string;
  readonly device: string;
  readonly threads: number;
  readonly ms: number | null;
  readonly peers: Readonly<Record<string, number | null>>;
}

const timeOf = (m: Measurement, peer: string): number | null => {
  const result = m.results[peer];
  return result && 'ms' in result ? result.ms : null;
};

export const rowOf = (m: Measurement, device: string, peers: readonly string[]): Row => ({
  workload: m.workload.name,
  device,
  threads: 1,
  ms: timeOf(m, 'ours'),
  peers: Object.fromEntries(peers.map((p) => [p, timeOf(m, p)])),
});

const format = (ms: number | null): string => (ms === null ? '–' : ms < 10 ? ms.toFixed(3) : ms.toFixed(1));

/** A table: our time with its spread and rate, and for each peer its time and the ratio. */
export function markdown(measurements: readonly Measurement[], device: string, peers: readonly string[]): string {
  const head = ['workload', `ours (${device}) ms`, '± ms', 'GFLOP/s', 'GB/s', ...peers.flatMap((p) => [`${p} ms`, 'ratio'])];
  const rows = measurements.map((m) => {
    const ours = timeOf(m, 'ours');
    const result = m.results.ours;
    const spread = result && 'spread' in result ? result.spread : null;
    const rate = (work: number | undefined): string => (work && ours ? (work / ours / 1e6).toFixed(1) : '');
    const cells = peers.flatMap((p) => {
      const theirs = timeOf(m, p);
      return [format(theirs), theirs !== null && ours !== null ? (theirs / ours).toFixed(2) : ''];
    });
    return [m.workload.name, format(ours), format(spread), rate(m.workload.flops), rate(m.workload.bytes), ...cells];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const missing = measurements.flatMap((m) =>
    Object.entries(m.results).flatMap(([p, r]) => ('unsupported' in r ? [`${m.workload.name} on ${p}: ${r.unsupported}`] : [])),
  );
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ...missing.map((t) => `\n${t}`)].join('\n');
}
