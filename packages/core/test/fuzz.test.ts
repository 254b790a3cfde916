/** 60 malformed calls of every function; see fuzz-calls.ts. */
import { describe, test } from 'vitest';
import { fuzz, fuzzedOperations } from './fuzz-calls.ts';

describe('malformed calls', () => {
  for (const [name, call] of fuzzedOperations) test(name, () => fuzz(name, call, 60));
});
