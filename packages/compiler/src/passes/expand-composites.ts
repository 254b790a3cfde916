/** Composites for which no target has a kernel become what they mean, so that the passes after this one see inside. Others keep their names. */
import { methods, type Operation, type Primitive, type ProgramValue, plainHost, primitives, trace, unreachable, type Value } from '@millrace/ir';
import type { Pass } from './pass.ts';
import type { Rewriter } from './rewrite/rewriter.ts';
import { rewritePass } from './rewrite/rules.ts';

const { batchNormInference, batchNormTraining, batchNormGrad, map } = primitives;

/** Softmax, layer normalization, cross-entropy and their gradients are not here: they have kernels by name. */
const withoutKernels: readonly Primitive[] = [batchNormInference, batchNormTraining, batchNormGrad, map];

function expand({ primitive, operands, attributes, regions, location }: Operation, rewriter: Rewriter): readonly ProgramValue[] {
  const body = primitive.body ?? unreachable(`${primitive.name} has no body`);
  const args = [...operands, ...regions.flatMap((r) => r.captures)];
  const traced = trace(
    args.map((a) => a.type),
    (...values) => {
      let next = operands.length;
      const inner = regions.map((r) => ({ program: r.program, captures: r.captures.map((): Value => values[next++]) }));
      return body(values.slice(0, operands.length), attributes, inner, methods);
    },
    plainHost,
    () => location,
  );
  return rewriter.inline(traced.program, args);
}

export const expandComposites: Pass = {
  ...rewritePass('expand-composites', 'batch normalizations and maps, for which no target has a kernel, become other operations', [
    { name: 'f(x) → body of f', on: withoutKernels, apply: expand },
  ]),
  inexact: "the reference evaluator computes a batch normalization in f64; every device computes its body in the operands' type",
};
