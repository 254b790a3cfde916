/** Structural equality of programs and modules: names of values and locations do not count. */
import type { Attributes } from '../primitive/attributes.ts';
import { sameAttribute } from '../primitive/same-attribute.ts';
import type { Module, ModuleFunction, Operation, Program, ProgramValue } from './program.ts';

type Pairs = Map<ProgramValue, ProgramValue>;

/** Whether two modules have the same functions with the same operations, types and attributes. */
export function sameModule(a: Module, b: Module): boolean {
  if (a.name !== b.name || !sameAttributes(a.attributes, b.attributes) || a.functions.length !== b.functions.length) return false;
  return a.functions.every((f, i) => sameFunction(f, b.functions[i]));
}

const sameAttributes = (a: Attributes | undefined, b: Attributes | undefined): boolean => sameAttribute((a ?? {}) as never, (b ?? {}) as never);

function sameFunction(a: ModuleFunction, b: ModuleFunction): boolean {
  return (
    a.name === b.name &&
    a.visibility === b.visibility &&
    sameAttributes(a.attributes, b.attributes) &&
    sameLists(a.argumentAttributes, b.argumentAttributes, sameAttributes) &&
    sameLists(a.resultAttributes, b.resultAttributes, sameAttributes) &&
    sameProgram(a.program, b.program)
  );
}

const sameLists = <T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): boolean => a.length === b.length && a.every((x, i) => same(x, b[i]));

/** Whether two programs do the same to their arguments, operation by operation. */
export function sameProgram(a: Program, b: Program): boolean {
  return sameLists(a.arguments, b.arguments, sameType) && sameBody(a, b, new Map());
}

// Symbolic sizes read as `?`, so types are compared as text.
const sameType = (a: ProgramValue, b: ProgramValue): boolean => a.type === b.type || String(a.type) === String(b.type);

function sameBody(a: Program, b: Program, pairs: Pairs): boolean {
  a.arguments.forEach((x, i) => pairs.set(x, b.arguments[i]));
  const same = (x: ProgramValue, y: ProgramValue): boolean => pairs.get(x) === y;
  return sameLists(a.operations, b.operations, (x, y) => sameOperation(x, y, pairs, same)) && sameLists(a.results, b.results, same);
}

function sameOperation(a: Operation, b: Operation, pairs: Pairs, same: (x: ProgramValue, y: ProgramValue) => boolean): boolean {
  const equal =
    a.primitive === b.primitive &&
    sameLists(a.operands, b.operands, same) &&
    sameAttributes(writtenAttributes(a), writtenAttributes(b)) &&
    sameAttributes(a.foreign, b.foreign) &&
    sameLists(a.results, b.results, sameType) &&
    sameLists(
      a.regions,
      b.regions,
      (x, y) =>
        sameLists(x.captures, y.captures, same) && sameLists(x.program.arguments, y.program.arguments, sameType) && sameBody(x.program, y.program, pairs),
    );
  a.results.forEach((x, i) => pairs.set(x, b.results[i]));
  return equal;
}

/** Attributes without those that the result types say, which are compared as types. */
const writtenAttributes = ({ primitive, attributes }: Operation): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([key]) => !primitive.attributes[key].kind.startsWith('result')));
