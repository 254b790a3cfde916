/** Regions that only transforms look at go into the program around them. Composites with kernels of their own keep their names. */
import { primitives } from '@millrace/ir';
import type { Pass } from './pass.ts';
import { rewritePass } from './rewrite/rules.ts';

const { customGradient } = primitives;

export const inlineRegions: Pass = rewritePass('inline-regions', 'bodies of functions with their own gradient, whose rule has done its work', [
  {
    name: 'custom_gradient(x) → body(x)',
    on: [customGradient],
    apply: ({ operands, regions: [body] }, rewriter) => rewriter.inline(body.program, [...body.captures, ...operands]),
  },
]);
