/** Builds errors from data: inside Millrace an error is a code with its facts; the text is made here, at the edge. */
import { ambientLocation } from '../types/ambient-location.ts';
import { type Location, showLocation } from '../types/location.ts';
import type { ArgumentTypeError, OpError, ValueError } from './classes.ts';
import { type ErrorCode, errorTable } from './table.ts';
import { currentUserFrames } from './user-frames.ts';

/** The facts of an error. */
export interface ErrorFacts {
  /** The operation as users call it. */
  readonly op: string;
  /** What happened, with the values that arrived: `inner dimensions differ: [32, 784] x [512, 10] (784 ≠ 512)`. */
  readonly message: string;
  /** What would have been valid. */
  readonly valid?: string;
  /** What to do. */
  readonly hint?: string;
  readonly label?: string;
  readonly operands?: Readonly<Record<string, string>>;
  /** Where the failing operation was written, when it was traced or parsed before. Default: the user's current line. */
  readonly location?: Location;
  readonly cause?: unknown;
}

export interface ErrorData {
  readonly code: string;
  readonly op: string;
  readonly text: string;
  readonly operands: Readonly<Record<string, string>>;
  readonly label?: string;
  readonly userFrames: readonly string[];
}

/**
 * The error with this code. The caller throws it, so that control flow stays visible: `throw failure('shape-mismatch', {...})`.
 * The text is `op: message at file:line:column`, followed by what is valid, what to do and the code.
 */
export function failure(code: ErrorCode, facts: ErrorFacts): OpError | ValueError | ArgumentTypeError {
  const entry = errorTable[code];
  const userFrames = currentUserFrames();
  const location = facts.location && facts.location.kind !== 'unknown' ? facts.location : ambientLocation();
  const place = location ? showLocation(location) : userFrames[0];
  const label = facts.label ? ` (${facts.label})` : '';
  const lines = [`${facts.op}: ${facts.message}${label}${place ? ` at ${place}` : ''}`];
  if (facts.valid) lines.push(`  valid  ${facts.valid}`);
  if (facts.hint) lines.push(`  try    ${facts.hint}`);
  lines.push(`  code   ${code} (docs/errors.md)`);
  const data: ErrorData = { code, op: facts.op, text: lines.join('\n'), operands: facts.operands ?? {}, label: facts.label, userFrames };
  const error = new entry.type(data);
  if (facts.cause !== undefined) error.cause = facts.cause;
  return error;
}

/** For what only a defect of ours can reach. */
export function unreachable(why: string): never {
  throw failure('internal', { op: 'millrace', message: `${why}. This is a bug in Millrace; please report it with the output of \`millrace doctor\`` });
}

/** The entry of `valid` nearest to `given` (edit distance at most 1 + a third of its length), for "did you mean". */
export function nearest(given: string, valid: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = 2 + Math.floor(given.length / 3);
  for (const candidate of valid) {
    const distance = editDistance(given.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbors. */
function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...new Array<number>(b.length).fill(0)]);
  for (let j = 0; j <= b.length; j++) rows[0][j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.length][b.length];
}

/** `unknown 'rleu'; did you mean 'relu'? One of: elu, gelu, …` */
export function unknownChoice(given: string, valid: readonly string[]): string {
  const near = nearest(given, valid);
  return `unknown '${given}'${near ? `; did you mean '${near}'?` : '.'} One of: ${[...valid].sort().join(', ')}`;
}

/**
 * Checks that an options object holds known keys only. Throws TypeError naming the nearest valid key.
 */
export function checkOptions(op: string, options: object | undefined, valid: readonly string[]): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null)
    throw failure('wrong-kind', { op, message: 'the options are no object', valid: `an object with ${valid.join(', ')}` });
  for (const key of Object.keys(options)) {
    if (!valid.includes(key)) throw failure('unknown-option', { op, message: `option ${unknownChoice(key, valid)}` });
  }
}
