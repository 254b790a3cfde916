/** Laws of arithmetic that hold for every element of the types they are used on. What rounds differently says so beside its rule. */
import type { Pass } from '../pass.ts';
import { rewritePass } from '../rewrite/rules.ts';
import { identityRules } from './identities.ts';
import { transposeRules } from './transposes.ts';

export const algebra: Pass = {
  ...rewritePass('algebra', 'neutral and absorbing constants, squares, divisions by powers of two, transposes into contractions and reductions', [
    ...identityRules,
    ...transposeRules,
  ]),
  inexact: "x * x is rounded correctly, a library's power of 2 may not be",
};
