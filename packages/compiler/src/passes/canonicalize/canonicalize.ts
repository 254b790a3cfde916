/** One way to write what can be written in several: the form that later passes look for. Every rewrite is exact, bit for bit. */
import type { Pass } from '../pass.ts';
import { rewritePass } from '../rewrite/rules.ts';
import { broadcastRules } from './broadcast.ts';
import { controlRules } from './control.ts';
import { orderRules } from './order.ts';
import { pointwiseRules } from './pointwise.ts';
import { shapeRules } from './shape.ts';

export const canonicalize: Pass = rewritePass('canonicalize', 'one form for equal things: order of operands, chains of moves, conversions, known branches', [
  ...orderRules,
  ...shapeRules,
  ...broadcastRules,
  ...pointwiseRules,
  ...controlRules,
]);
