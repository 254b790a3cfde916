import { opaque } from '../../algebra/index.ts';
import { boolean, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { elementAt } from '../../types/literal.ts';
import {
  batchBranches,
  branchCotangents,
  branchTangents,
  type Choose,
  forTaken,
  maskFor,
  refuseEffects,
  resultTypesOf,
  sameResults,
  spreadResults,
} from './branches.ts';
import { withMask } from './mask.ts';

/**
 * The results of `trueBranch` where `pred` holds, else those of `falseBranch`; only one of them runs. Under batching with a predicate for
 * each example both run, and results are selected. Source: StableHLO specification, if.
 */
export const ifElse: Primitive = definePrimitive({
  name: 'stablehlo.if',
  method: 'ifElse',
  operands: { pred: boolean.ofRank(0) },
  regions: { trueBranch: 'one', falseBranch: 'one' },
  results: 'variadic',
  constraints: { c2: ({ trueBranch, falseBranch }) => sameResults([trueBranch, falseBranch]) },
  infer: ({ trueBranch, falseBranch }) => resultTypesOf([trueBranch, falseBranch]),
  evaluate: ({ pred, trueBranch, falseBranch }) => (elementAt(pred, 0) ? trueBranch() : falseBranch()),
  derivative: {
    jvp: ({ pred, trueBranch, falseBranch }, b) => {
      const choose: Choose = ([yes, no]) => b.ifElse(pred, { trueBranch: yes, falseBranch: no });
      return branchTangents([trueBranch, falseBranch], choose, b);
    },
    vjp: ({ pred, trueBranch, falseBranch, cts, neededCaptures }, b) => {
      const choose: Choose = ([yes, no]) => b.ifElse(pred, { trueBranch: yes, falseBranch: no });
      return { captures: branchCotangents([trueBranch, falseBranch], cts, neededCaptures, choose, b) };
    },
  },
  batch: ({ pred, trueBranch, falseBranch, size }, b) => {
    const branches = [trueBranch, falseBranch];
    if (!pred.batched) {
      const { regions, batched } = batchBranches(branches, size, false, b);
      return spreadResults(b.ifElse(pred.value, { trueBranch: regions[0], falseBranch: regions[1] }), batched, size, b);
    }
    refuseEffects(
      'if',
      branches.map((r) => r.program),
    );
    const masks = [pred.value, b.not(pred.value)];
    const [yes, no] = branches.map((branch, i) =>
      withMask(masks[i], b, () => b.call(batchBranches([forTaken(branch, masks[i], size, b)], size, true, b).regions[0], [])),
    );
    return yes.map((y, i) => b.select(maskFor(pred.value, y, b), y, no[i]));
  },
  lower: () => opaque('if'),
});
