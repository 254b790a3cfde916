import { opaque } from '../../algebra/index.ts';
import { definePrimitive, type Primitive, signedInteger } from '../../primitive/index.ts';
import { i32 } from '../../types/element.ts';
import { elementAt } from '../../types/literal.ts';
import { tensorTypeOf } from '../values.ts';
import { batchBranches, branchCotangents, branchTangents, forTaken, maskFor, refuseEffects, resultTypesOf, sameResults, spreadResults } from './branches.ts';
import { withMask } from './mask.ts';

/**
 * The results of `branches[index]`, or of the last branch where there is no such; only one runs. Under batching with an index for each
 * example all run, and results are selected. Source: StableHLO specification, case.
 */
export const caseOf: Primitive = definePrimitive({
  name: 'stablehlo.case',
  method: 'caseOf',
  operands: { index: signedInteger.ofRank(0) },
  regions: { branches: 'variadic' },
  results: 'variadic',
  constraints: {
    i1: ({ index }) => index.element === i32 || `index must be an i32; got ${index.element.name}`,
    c1: ({ branches }) => branches.length > 0 || 'at least one branch is needed',
    c3: ({ branches }) => sameResults(branches),
  },
  infer: ({ branches }) => resultTypesOf(branches),
  evaluate: ({ index, branches }) => {
    const k = elementAt(index, 0) as number;
    return branches[k >= 0 && k < branches.length ? k : branches.length - 1]();
  },
  derivative: {
    jvp: ({ index, branches }, b) => branchTangents(branches, (others) => b.caseOf(index, { branches: others }), b),
    vjp: ({ index, branches, cts, neededCaptures }, b) => ({
      captures: branchCotangents(branches, cts, neededCaptures, (others) => b.caseOf(index, { branches: others }), b),
    }),
  },
  batch: ({ index, branches, size }, b) => {
    if (!index.batched) {
      const { regions, batched } = batchBranches(branches, size, false, b);
      return spreadResults(b.caseOf(index.value, { branches: regions }), batched, size, b);
    }
    refuseEffects(
      'case',
      branches.map((r) => r.program),
    );
    const type = tensorTypeOf(index.value);
    const equals = branches.map((_, k) => b.compare(index.value, b.full(type, k), { comparisonDirection: 'EQ' }));
    // The last branch takes every index that is no other branch's.
    const masks = branches.map((_, k) =>
      k < branches.length - 1 ? equals[k] : b.not(equals.slice(0, -1).reduce((p, q) => b.or(p, q), b.full(tensorTypeOf(equals[0]), 0))),
    );
    const results = branches.map((branch, k) =>
      withMask(masks[k], b, () => b.call(batchBranches([forTaken(branch, masks[k], size, b)], size, true, b).regions[0], [])),
    );
    return results.reduceRight((rest, own, k) => own.map((y, i) => b.select(maskFor(masks[k], y, b), y, rest[i])));
  },
  lower: () => opaque('case'),
});
