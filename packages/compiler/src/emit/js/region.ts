/** Regions on single elements (comparators, combiners, updates) as JavaScript statements, so that kernels have them in their inner loops. */
import { type ElementType, type ElementValue, elementAt, type Literal, type Operation, type Program, type ProgramValue, type TensorType } from '@millrace/ir';
import { type Code, codeKind, numberCode } from './element-code.ts';
import { emitScalars, NoCode } from './scalar-code.ts';

/**
 * Emits the statements of a program on scalars and returns the code of its results. `args` stand for all arguments, captures first. Names begin
 * with `prefix`. Throws NoCode where an operation is not pointwise on scalars.
 */
export function emitRegion(program: Program, args: readonly Code[], lines: string[], prefix: string): readonly Code[] {
  const codes = new Map<ProgramValue, Code>();
  program.arguments.forEach((place, i) => codes.set(place, args[i]));
  program.operations.forEach((operation, i) => {
    const results = emitOperation(operation, codes, lines, `${prefix}${i}_`);
    operation.results.forEach((place, k) => codes.set(place, results[k]));
  });
  return program.results.map((place) => codes.get(place) ?? missing());
}

function missing(): never {
  throw new NoCode('a region uses a value before it is defined');
}

const scalarType = (value: ProgramValue): ElementType => {
  const type = value.type as TensorType;
  if (type.kind !== 'tensor' || type.rank !== 0) throw new NoCode(`${type} is not a scalar`);
  return type.element;
};

function emitOperation(
  { primitive, operands, attributes, regions, results }: Operation,
  codes: Map<ProgramValue, Code>,
  lines: string[],
  prefix: string,
): readonly Code[] {
  if (regions.length > 0) throw new NoCode(`${primitive.name} has regions`);
  const elements = operands.map(scalarType);
  const targets = results.map(scalarType);
  const args = operands.map((o) => codes.get(o) ?? missing());
  const lowered = primitive.lower(
    operands.map((o) => o.type),
    attributes,
    [],
  );
  if (lowered.form === 'pointwise') return emitScalars(lowered.results, targets, { elements, codes: args }, lines, prefix);
  if (lowered.form === 'opaque' && primitive.traits.constantLike) return [literalCode(attributes.value as unknown as Literal)];
  // Between scalars a reshape or a move without fill changes nothing.
  if (primitive.traits.movesNoData || (lowered.form === 'move' && operands.length === 1)) return [args[0]];
  throw new NoCode(`${primitive.name} is not pointwise`);
}

/** A scalar literal. */
function literalCode(literal: Literal): Code {
  const value: ElementValue = elementAt(literal, 0);
  if (typeof value === 'object') return [numberCode(value.re), numberCode(value.im)];
  if (typeof value === 'boolean') return [value ? '1' : '0'];
  return [codeKind(literal.type.element) === 'big' ? `${value}n` : numberCode(value as number)];
}
