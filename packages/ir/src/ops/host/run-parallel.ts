import { opaque } from '../../algebra/index.ts';
import { failure } from '../../errors/index.ts';
import { runGrid } from '../../evaluate/grid.ts';
import { anyType, attr, definePrimitive, type Primitive, variadic, withDefault } from '../../primitive/index.ts';

/**
 * Runs functions as a grid of processes, a list of replicas of lists of partitions. Operands are handed out in order, results are collected
 * in order; `infeed` names functions whose results the grid reads. Source: StableHLO's interpreter dialect.
 */
export const runParallel: Primitive = definePrimitive({
  name: 'interpreter.run_parallel',
  operands: { inputs: variadic(anyType) },
  attributes: { programs: attr.symbolRows(), infeed: withDefault(attr.symbols(), []), types: attr.resultTypes() },
  results: 'variadic',
  constraints: {
    c1: ({ programs }) =>
      (programs.length > 0 && programs[0].length > 0 && programs.every((row) => row.length === programs[0].length)) ||
      'programs must be rows of one length, at least one',
  },
  infer: ({ types }) => types,
  evaluate: ({ inputs, programs, infeed, types }, context) => {
    let next = 0;
    const operands = programs.map((row) => row.map((name) => inputs.slice(next, (next += context.signature(name).arguments.length))));
    if (next !== inputs.length) throw failure('evaluation', { op: 'run_parallel', message: `got ${inputs.length} operands for programs that take ${next}` });
    const { results } = runGrid({
      replicas: programs.length,
      partitions: programs[0].length,
      run: (as) => context.call(programs[as.process.replicaId][as.process.partitionId], operands[as.process.replicaId][as.process.partitionId], as),
      infeed: infeed.map((name) => context.call(name, [])),
      print: context.print,
    });
    const all = results.flat();
    if (all.length !== types.length)
      throw failure('evaluation', { op: 'run_parallel', message: `has ${types.length} results; the programs return ${all.length}` });
    return all;
  },
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('run_parallel'),
  traits: { sideEffect: true },
});
