/** The passes in order, and the function that runs them. */
import { failure, type Program } from '@millrace/ir';
import { algebra } from './algebra/algebra.ts';
import { canonicalize } from './canonicalize/canonicalize.ts';
import { commonSubexpressions } from './common-subexpressions.ts';
import { constantFolding } from './constant-folding.ts';
import { deadCode } from './dead-code.ts';
import { expandComposites } from './expand-composites.ts';
import { fuseEpilogues } from './fusion/fuse-epilogues.ts';
import { fusePointwise } from './fusion/fuse-pointwise.ts';
import { fuseReductions } from './fusion/fuse-reductions.ts';
import { inlineRegions } from './inline-regions.ts';
import type { Pass } from './pass.ts';
import { widenNarrowFloats } from './widen-narrow-floats.ts';

const simplifying: readonly Pass[] = [
  inlineRegions,
  expandComposites,
  widenNarrowFloats,
  canonicalize,
  constantFolding,
  algebra,
  canonicalize,
  constantFolding,
  commonSubexpressions,
  deadCode,
];

/** In order; docs/life-of/optimized-program.md tells why. A pass that stands twice meets what passes between have made. */
export const passes: readonly Pass[] = [...simplifying, fusePointwise, fuseReductions, deadCode];
/** With contractions that compute on their sums, for targets whose schedules do. */
const passesWithEpilogues: readonly Pass[] = [...simplifying, fusePointwise, fuseEpilogues, fuseReductions, deadCode];

export interface OptimizeOptions {
  /** Names of passes to leave out, to find the one that breaks a program. */
  readonly without?: readonly string[];
  /** Contractions take the loops on their results: for targets whose schedules know `epilogue`. Default false. */
  readonly epilogues?: boolean;
  /** Is told each pass that has run and the program it has made. */
  readonly onPass?: (pass: Pass, program: Program) => void;
}

/** The passes that run with these options. Throws ValueError for names that no pass has. */
export function passesFor(options: OptimizeOptions = {}): readonly Pass[] {
  const { without = [], epilogues = false } = options;
  const valid = [...new Set(passesWithEpilogues.map((p) => p.name))];
  const unknown = without.find((name) => !valid.includes(name));
  if (unknown !== undefined) throw failure('value', { op: 'optimize', message: `there is no pass ${unknown}`, valid: valid.join(', ') });
  return (epilogues ? passesWithEpilogues : passes).filter((p) => !without.includes(p.name));
}

/**
 * The program after all passes: the same results from the same arguments. Bits are kept too, but for passes that say why not (`inexact`).
 * Throws ValueError for unknown names in `without`.
 */
export function optimize(program: Program, options: OptimizeOptions = {}): Program {
  let current = program;
  for (const pass of passesFor(options)) {
    current = pass.run(current);
    options.onPass?.(pass, current);
  }
  return current;
}
