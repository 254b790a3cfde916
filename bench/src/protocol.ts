/** What the harness and its peer processes say to each other: one JSON object a line. */

export interface Request {
  readonly workload: string;
  /** Size argument of the workload, where it has one. */
  readonly size?: number;
  /** Untimed runs before the timed ones. */
  readonly warm: number;
  readonly repeat: number;
}

export type Answer = { readonly ms: readonly number[] } | { readonly unsupported: string };

/** A set of workloads by name: each prepares its inputs and gives one run. */
export type Workloads = Readonly<Record<string, (size?: number) => (() => unknown) | Promise<() => unknown>>>;
