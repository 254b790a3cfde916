/** What the initializers named after their authors have in common: a seed is their only option. */
import { option } from '../options/basic.ts';
import type { OptionTable } from '../options/option-table.ts';

export interface SeededOptions {
  /** Equal seeds give equal values; null draws fresh ones. Default null. */
  seed?: number | null;
}

export const seededOptions: OptionTable<SeededOptions> = { seed: option.optional(option.integer()) };
