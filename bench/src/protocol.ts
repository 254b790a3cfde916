/** What the harness and its peer processes say to each other: one JSON object a line. */

export interface Request {
  readonly workload: string;
  /** Size argument of the workload, where it has one. */
  readonly size?: number;
  /** Milliseconds of untimed runs before the timed ones, two runs at least: code is optimized and memory has been touched by then. */
  readonly warmMs: number;
  readonly repeat: number;
}

export type Answer = { readonly ms: readonly number[] } | { readonly unsupported: string };

/** A set of workloads by name: each prepares its inputs and gives one run. */
export type Workloads = Readonly<Record<string, (size?: number) => (() => unknown) | Promise<() => unknown>>>;
