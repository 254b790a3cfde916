/**
 * A contraction takes the loop on its result, where there is a schedule for both together: bias, activation, residual and their like are computed on
 * sums that are still in registers.
 */
import { type Operation, Program, type ProgramRegion, ProgramValue, primitives, type Scalar, type Shape, type Type, tensorType } from '@millrace/ir';
import { hasSchedule } from '../../schedules/plan.ts';
import type { Pass } from '../pass.ts';
import { throughRegions, withOperations } from '../regions.ts';
import { typeOf } from '../rewrite/constants.ts';
import { fusionLimits } from './limits.ts';
import { keepsTypes, locationOf, loopOf } from './loop.ts';
import { memberOf, sameSizes } from './member.ts';
import { type Uses, usesOf } from './uses.ts';

const { fusedContract, reshape } = primitives;

const isPlain = (t: Type): boolean => t.kind === 'tensor' && t.element.kind !== 'quantized';

/** Whether an operation is a contraction by its form, with nothing on its result yet. */
function isContraction({ primitive, operands, attributes, regions, results }: Operation): boolean {
  if (operands.length !== 2 || results.length !== 1 || regions.length > 0) return false;
  const types = [...operands, ...results].map((v) => v.type);
  if (!types.every(isPlain)) return false;
  return primitive.lower(types.slice(0, 2), attributes, []).form === 'contract';
}

/** The operation alone, as a function of its two operands. */
function regionOf(operation: Operation): ProgramRegion {
  const args = operation.operands.map((o) => new ProgramValue(o.type));
  const results = operation.results.map((r) => new ProgramValue(r.type));
  return { program: new Program(args, [{ ...operation, operands: args, results }], results), captures: [] };
}

/** A contraction and the value of it that a loop reads: its result, or that under another shape. */
interface Product {
  readonly contraction: Operation;
  readonly value: ProgramValue;
  /** What gives the result its other shape; null where the loop reads the result itself. */
  readonly reshaped: Operation | null;
}

/** The contractions that a loop may take place on: of its operands those that nothing else reads, the last one made first. */
function productsOf(operation: Operation, uses: Uses, positions: ReadonlyMap<Operation, number>): Product[] {
  const at = ({ contraction }: Product): number => positions.get(contraction) as number;
  const made = [...new Set(operation.operands)].flatMap((value): Product[] => {
    const producer = uses.onlyReader(value) === operation ? uses.producer(value) : undefined;
    if (!producer) return [];
    if (isContraction(producer)) return [{ contraction: producer, value, reshaped: null }];
    const [inner] = producer.operands;
    const contraction = producer.primitive === reshape && uses.onlyReader(inner) === producer ? uses.producer(inner) : undefined;
    return contraction && isContraction(contraction) ? [{ contraction, value, reshaped: producer }] : [];
  });
  return made.sort((a, b) => at(b) - at(a));
}

/** The value under another shape. */
function reshapedTo(value: ProgramValue, shape: Shape, location: Operation['location']): Operation {
  const { element } = typeOf(value);
  return {
    primitive: reshape,
    operands: [value],
    attributes: { shape: shape as never },
    regions: [],
    results: [new ProgramValue(tensorType(element, shape))],
    location,
  };
}

/** What takes the place of a loop on a product, or null where there is no schedule for both together. */
function withEpilogue(operation: Operation, { contraction, value, reshaped }: Product, uses: Uses): readonly Operation[] | null {
  const member = memberOf(operation);
  const { shape } = typeOf(contraction.results[0]);
  if (!member || !sameSizes(typeOf(value).shape, member.shape) || member.shape.length === 0) return null;
  const loop = loopOf([member], uses.producer, [value]);
  // The sums of a contraction take registers that other loops have for operands.
  if (loop.inputs.length > fusionLimits.inputs || !keepsTypes(loop)) return null;
  const location = locationOf([contraction, operation]);
  const others = loop.inputs.slice(1);
  const before = reshaped ? others.flatMap((v) => (typeOf(v).rank > 0 ? [reshapedTo(v, shape, location)] : [])) : [];
  const results = reshaped ? operation.results.map((r) => new ProgramValue(tensorType(typeOf(r).element, shape))) : operation.results;
  const after = reshaped ? operation.results.map((r, k) => ({ ...reshapedTo(results[k], member.shape, location), results: [r] })) : [];
  const fused: Operation = {
    primitive: fusedContract,
    operands: [...contraction.operands, ...others.map((v) => before.find((o) => o.operands[0] === v)?.results[0] ?? v)],
    attributes: { expressions: operation.results.map((r) => loop.expressions.get(r) as Scalar) as never },
    regions: [regionOf(contraction)],
    results,
    location,
  };
  return hasSchedule(fused) ? [...before, fused, ...after] : null;
}

function fuse(program: Program): Program {
  const uses = usesOf(program);
  const positions = new Map(program.operations.map((o, i) => [o, i]));
  const taken = new Set<Operation>();
  const found = new Map<Operation, readonly Operation[]>();
  for (const operation of program.operations) {
    const [product] = productsOf(operation, uses, positions);
    const fused = product ? withEpilogue(operation, product, uses) : null;
    if (!fused) continue;
    found.set(operation, fused);
    taken.add(product.contraction);
    if (product.reshaped) taken.add(product.reshaped);
  }
  return withOperations(
    program,
    program.operations.flatMap((o) => (taken.has(o) ? [] : (found.get(o) ?? [o]))),
  );
}

export const fuseEpilogues: Pass = {
  name: 'fuse-epilogues',
  summary: 'matrix products and convolutions compute what becomes of their sums before they store them',
  run: throughRegions(fuse),
};
