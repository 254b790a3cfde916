/** Measurements as Markdown and as JSON rows. Ratios are peer ÷ ours: above 1 we are ahead. */
import type { Measurement, Setting, Timing } from './harness.ts';

export interface Row {
  readonly workload: string;
  readonly device: string;
  readonly threads: number;
  readonly ms: number | null;
  readonly peers: Readonly<Record<string, number | null>>;
}

const timingOf = (m: Measurement, name: string): Timing | null => {
  const result = m.results[name];
  return result && 'ms' in result ? result : null;
};
const timeOf = (m: Measurement, name: string): number | null => timingOf(m, name)?.ms ?? null;

/** The rows of a measurement: ours, then `name+function` where it also ran in a function. */
const linesOf = (m: Measurement): readonly { readonly name: string; readonly ours: string }[] => [
  { name: m.workload.name, ours: 'ours' },
  ...('function' in m.results ? [{ name: `${m.workload.name}+function`, ours: 'function' }] : []),
];

export const rowsOf = (m: Measurement, { device, threads }: Setting, peers: readonly string[]): readonly Row[] =>
  linesOf(m).map(({ name, ours }) => ({
    workload: name,
    device,
    threads,
    ms: timeOf(m, ours),
    peers: Object.fromEntries(peers.map((p) => [p, timeOf(m, p)])),
  }));

const format = (ms: number | null): string => (ms === null ? '–' : ms < 10 ? ms.toFixed(3) : ms.toFixed(1));
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function cellsOf(m: Measurement, name: string, ours: string, peers: readonly string[]): readonly string[] {
  const own = timingOf(m, ours);
  const rate = (work: number | undefined): string => (work && own ? (work / own.ms / 1e6).toFixed(1) : '');
  const compared = peers.flatMap((p) => {
    const theirs = timeOf(m, p);
    return [format(theirs), theirs !== null && own ? (theirs / own.ms).toFixed(2) : ''];
  });
  return [name, format(own?.ms ?? null), format(own?.spread ?? null), rate(m.workload.flops), rate(m.workload.bytes), ...compared];
}

const agree = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance * Math.max(Math.abs(b), 1e-2);

/** What peers computed differently, for workloads with equal inputs. The tolerance allows other orders of summation and float32 accumulation. */
export function disagreements(m: Measurement, tolerance = 1e-3): readonly string[] {
  const own = timingOf(m, 'ours')?.value;
  if (!m.workload.checked || own === undefined) return [];
  return Object.keys(m.results).flatMap((name) => {
    const value = timingOf(m, name)?.value;
    if (value === undefined || agree(value, own, tolerance)) return [];
    return [`${m.workload.name}: ${name} gives ${value} where ours gives ${own}`];
  });
}

/** A table: our time with its spread and rate, and for each peer its time and the ratio; under it, what did not run and what does not agree. */
export function markdown(measurements: readonly Measurement[], { device }: Setting, peers: readonly string[]): string {
  const head = ['workload', `ours (${device}) ms`, '± ms', 'GFLOP/s', 'GB/s', ...peers.flatMap((p) => [`${p} ms`, 'ratio'])];
  const rows = measurements.flatMap((m) => linesOf(m).map(({ name, ours }) => cellsOf(m, name, ours, peers)));
  const missing = measurements.flatMap((m) =>
    Object.entries(m.results).flatMap(([p, r]) => ('unsupported' in r ? [`${m.workload.name} on ${p}: ${r.unsupported}`] : [])),
  );
  const differing = measurements.flatMap((m) => disagreements(m)).map((text) => `does not agree: ${text}`);
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ...[...differing, ...missing].map((text) => `\n${text}`)].join('\n');
}
