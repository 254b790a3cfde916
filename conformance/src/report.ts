/** What a suite reports, and how it is printed. */

export interface CaseResult {
  /** Where the case is from, as the reader finds it again: `interpret/add.mlir:14 @add_op_test_ui8`. */
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  readonly reason?: string;
}

export interface SuiteOptions {
  /** Which executor runs the programs; default the reference evaluator. */
  readonly device?: string;
  /** Only cases whose name contains this. */
  readonly filter?: string;
}

/** A suite: finds its cases in a folder and runs them one by one. */
export type Suite = (folder: string, options: SuiteOptions) => Iterable<CaseResult> | AsyncIterable<CaseResult>;

/** What the file of a suite exports. */
export interface SuiteModule {
  readonly suite: Suite;
  /** Lines for the end of the report. */
  readonly notes?: (options: SuiteOptions) => readonly string[] | Promise<readonly string[]>;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Counts by outcome. */
export function countResults(results: readonly CaseResult[]): Counts {
  const count = (outcome: CaseResult['outcome']): number => results.filter((r) => r.outcome === outcome).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

/** One line a case. */
export const showResult = (r: CaseResult): string =>
  `${r.outcome.padEnd(7)} ${r.name}${r.reason ? `\n        ${r.reason.split('\n').join('\n        ')}` : ''}`;

/** The skipped cases with their reasons, then the closing line. */
export function showSummary(results: readonly CaseResult[]): string {
  const { passed, failed, skipped } = countResults(results);
  const listed = results.filter((r) => r.outcome !== 'passed').map((r) => `  ${r.outcome}: ${r.name}: ${r.reason?.split('\n')[0] ?? ''}`);
  return [...listed, `${passed} passed, ${failed} failed, ${skipped} skipped`].join('\n');
}
