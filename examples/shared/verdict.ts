/** Whether what a case measured reaches its bars, and the line that says so. */

/** A measured figure. */
export interface Outcome {
  readonly metric: string;
  readonly value: number;
}

/** What a figure must reach. Bars are in the case's expected.json. */
export interface Bar {
  /** Held by the mean of several seeds. */
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Held by every single seed, and so by a plain run. Default: what the mean is held to. */
  readonly each?: number;
  /** Instead of `atLeast` with --quick. */
  readonly quick?: number;
  /** Whether this is a limit on time: judged where a case is measured, printed elsewhere. */
  readonly isTime?: boolean;
  /** Where the figure comes from: measured by a prototype, published, or estimated. */
  readonly from?: string;
}
export type Bars = Readonly<Record<string, Bar>>;

export interface Verdict {
  readonly passed: boolean;
  /** `PASS name metric=value bar=>=value`, or `FAIL …`. */
  readonly line: string;
  readonly outcomes: readonly { readonly metric: string; readonly value: number; readonly all: readonly number[] }[];
}

/** How a case was run. */
export interface RunKind {
  readonly quick: boolean;
  /** Whether limits on time hold: not with --quick, which shares its machine with other tests, nor for `npm start`, whose machine may be any. */
  readonly timed: boolean;
}

/** Judges the outcomes of each seed (all name the same metrics). A metric without a bar, or one that is no number, fails. */
export function judge(name: string, bars: Bars, runs: readonly (readonly Outcome[])[], { quick, timed }: RunKind): Verdict {
  const outcomes = runs[0].map(({ metric }, i) => {
    const all = runs.map((r) => r[i].value);
    return { metric, all, value: all.reduce((sum, v) => sum + v, 0) / all.length };
  });
  const parts = outcomes.map(({ metric, value, all }) => {
    const bar = bars[metric] ?? {};
    const shown = `${metric}=${value.toFixed(4)}${all.length > 1 ? ` (${all.map((v) => v.toFixed(4)).join(', ')})` : ''}`;
    if (!timed && bar.isTime) return { passed: Number.isFinite(value), text: shown };
    const least = quick && bar.quick !== undefined ? bar.quick : all.length === 1 ? (bar.each ?? bar.atLeast) : bar.atLeast;
    const eachHolds = quick || bar.each === undefined || all.every((v) => v >= bar.each!);
    const passed = least !== undefined ? value >= least && eachHolds : bar.atMost !== undefined && value <= bar.atMost;
    return { passed, text: `${shown} bar=${least !== undefined ? `>=${least}` : bar.atMost !== undefined ? `<=${bar.atMost}` : 'none'}` };
  });
  const passed = parts.every((p) => p.passed);
  return { passed, line: `${passed ? 'PASS' : 'FAIL'} ${name} ${parts.map((p) => p.text).join(' ')}`, outcomes };
}
