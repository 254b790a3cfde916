/** What the harness and its peer processes say to each other: one JSON object a line. */

export interface Request {
  readonly workload: string;
  /** Size argument of the workload, where it has one. */
  readonly size?: number;
  /** Whether the work is wrapped in `tf.function`; only asked of Millrace. */
  readonly inFunction?: boolean;
  /** Milliseconds of untimed runs before the timed ones, two runs at least: code is optimized and memory has been touched by then. */
  readonly warmMs: number;
  readonly repeat: number;
  /** Runs once, without warming up: the first step of a fresh process. */
  readonly once?: boolean;
}

/** Times, and the number the run gave: the first element of the result, to compare between peers. */
export type Answer = { readonly ms: readonly number[]; readonly value?: number } | { readonly unsupported: string };

/** What a process says first; `about` tells which build of a library runs. */
export interface Ready {
  readonly ready: boolean;
  readonly about?: string;
  /** Why the peer cannot run, with how to get it. */
  readonly missing?: string;
}

/** A set of workloads by name: each prepares its inputs and gives one run. */
export type Workloads = Readonly<Record<string, (size?: number, inFunction?: boolean) => (() => unknown) | Promise<() => unknown>>>;
