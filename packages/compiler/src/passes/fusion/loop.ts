/** The code of a loop: what its members compute, over the values that they read. */
import { type ElementType, type Location, type Operation, type ProgramValue, type Scalar, ScalarTypes, scalarInput } from '@millrace/ir';
import { typeOf } from '../rewrite/constants.ts';
import { type Argument, applyExpression } from './expression.ts';
import { type Member, sourceOf } from './member.ts';

/** The expressions of a loop over the values that it reads. */
export interface Loop {
  readonly inputs: readonly ProgramValue[];
  readonly expressions: ReadonlyMap<ProgramValue, Scalar>;
  /** Operations that the loop takes the place of, broadcasts of scalars and constants among them. */
  readonly taken: number;
}

/** `given` are values that have a place before others: the product of a contraction. */
export function loopOf(members: readonly Member[], producer: (v: ProgramValue) => Operation | undefined, given: readonly ProgramValue[] = []): Loop {
  const inputs: ProgramValue[] = [...given];
  const expressions = new Map<ProgramValue, Scalar>();
  const seenThrough = new Set<ProgramValue>();
  function argumentOf(operand: ProgramValue): Argument {
    const own = expressions.get(operand);
    if (own) return own;
    const source = sourceOf(operand, producer);
    if (!('value' in source)) {
      seenThrough.add(operand);
      return source;
    }
    if (source.value !== operand) seenThrough.add(operand);
    let place = inputs.indexOf(source.value);
    if (place < 0) place = inputs.push(source.value) - 1;
    return scalarInput(place);
  }
  for (const { operation, expressions: own } of members) {
    const args = operation.operands.map(argumentOf);
    const elements = operation.operands.map((o) => typeOf(o).element);
    operation.results.forEach((r, k) => {
      expressions.set(r, applyExpression(own[k], args, elements));
    });
  }
  return { inputs, expressions, taken: members.length + seenThrough.size };
}

/** Whether every result of a loop has by its expression alone the type that it must have. */
export function keepsTypes({ inputs, expressions }: Loop): boolean {
  const types = new ScalarTypes(inputs.map((v): ElementType => typeOf(v).element));
  return [...expressions].every(([value, e]) => types.natural(e) === typeOf(value).element);
}

/** The place of a fused operation: those of its parts. */
export function locationOf(operations: readonly Operation[]): Location {
  const places = [...new Set(operations.map((o) => o.location))].filter((l) => l.kind !== 'unknown');
  if (places.length === 0) return operations[0].location;
  return places.length === 1 ? places[0] : { kind: 'fused', locations: places };
}
