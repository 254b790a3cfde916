/** Whether a module is well formed: types, dominance, signatures and symbols. */
import { failure, OpError } from '../errors/index.ts';
import type { AttributeValue } from '../primitive/attributes.ts';
import type { Primitive } from '../primitive/primitive.ts';
import { isCompatible } from '../types/compatible.ts';
import { type Location, unknownLocation } from '../types/location.ts';
import type { Type } from '../types/type.ts';
import { functionNamed, type Module, type ModuleFunction, type Operation, type Program, type ProgramRegion, type ProgramValue } from './program.ts';

/** The error of a defect at an operation or function. */
const defect = (
  op: string,
  message: string,
  location: Location,
  facts: { readonly label?: string; readonly valid?: string; readonly cause?: unknown } = {},
): Error => failure('verify', { op, message, location, ...facts });

/**
 * Checks every operation of every function: operands are defined before use, types are those that inference gives (a written type may
 * be more exact or leave sizes open), symbols exist, and calls fit their functions.
 * Throws InvalidArgumentError (`verify`) with the location of the first defect.
 */
export function verifyModule(module: Module): void {
  const names = new Set<string>();
  for (const f of module.functions) {
    if (names.has(f.name)) throw defect('func', `function @${f.name} is defined twice`, f.location);
    names.add(f.name);
    verifyFunction(f, module);
  }
}

function verifyFunction(f: ModuleFunction, module: Module): void {
  const { program } = f;
  const fits = f.argumentAttributes.length === program.arguments.length && f.resultAttributes.length === program.results.length;
  if (!fits) throw defect('func', `@${f.name} must have attributes for each argument and result`, f.location);
  verifyBody(program, module, f.location);
}

/** Checks a program that stands alone: a trace, the result of a transform. Symbols are not looked up. */
export const verifyProgram = (program: Program): void => verifyBody(program, undefined, unknownLocation);

function verifyBody(program: Program, module: Module | undefined, location: Location): void {
  const defined = new Set<ProgramValue>();
  const define = (op: string, value: ProgramValue, at: Location): void => {
    if (defined.has(value)) throw defect(op, 'a value is defined twice', at);
    defined.add(value);
  };
  const use = (op: string, value: ProgramValue, at: Location): void => {
    if (!defined.has(value)) throw defect(op, `a value of type ${value.type} is used before it is defined`, at);
  };
  for (const argument of program.arguments) define('func', argument, location);
  for (const operation of program.operations) {
    const { shortName } = operation.primitive;
    for (const operand of operation.operands) use(shortName, operand, operation.location);
    for (const region of operation.regions) {
      for (const capture of region.captures) use(shortName, capture, operation.location);
      verifyCaptures(operation, region);
      verifyBody(region.program, module, operation.location);
    }
    verifyTypes(operation);
    if (module) verifySymbols(operation, module);
    for (const result of operation.results) define(shortName, result, operation.location);
  }
  for (const result of program.results) use('return', result, location);
}

/** A captured value enters the region with its own type. */
function verifyCaptures({ primitive, location }: Operation, { program, captures }: ProgramRegion): void {
  if (program.arguments.length < captures.length) throw defect(primitive.shortName, 'a region has fewer arguments than captures', location);
  captures.forEach((c, i) => {
    const inner = program.arguments[i].type;
    if (c.type !== inner) throw defect(primitive.shortName, `a region captures a value of type ${c.type} as ${inner}`, location);
  });
}

function verifyTypes({ primitive, operands, attributes, regions, results, location }: Operation): void {
  const inferred = inferAt(primitive, location, () =>
    primitive.infer(
      operands.map((o) => o.type),
      primitive.complete(attributes),
      regions.map((r) => r.program),
    ),
  );
  const declared = results.map((r) => r.type);
  const fits = inferred.length === declared.length && declared.every((t, i) => isCompatible(t, inferred[i]));
  if (!fits) throw defect(primitive.shortName, `has result types (${declared.join(', ')}), but gives (${inferred.join(', ')})`, location);
}

/** Runs a primitive's own checks; what they throw becomes an error of this module, with its label. */
function inferAt(primitive: Primitive, location: Location, body: () => readonly Type[]): readonly Type[] {
  try {
    return body();
  } catch (cause) {
    if (cause instanceof OpError && cause.code !== 'internal') {
      const [first] = cause.message.split('\n');
      const message = first.replace(/^[^:]*: /, '').replace(/ \([ci]\d+\)| at \S+:\d+:\d+$/g, '');
      throw defect(primitive.shortName, message, location, { label: cause.label, valid: /^ {2}valid {2}(.*)$/m.exec(cause.message)?.[1], cause });
    }
    // Rules ask for sizes that a type leaves open.
    if (cause instanceof RangeError) throw defect(primitive.shortName, cause.message, location, { cause });
    throw cause;
  }
}

/** Names of functions in an attribute, by its kind. */
function symbolsIn(kind: string, value: AttributeValue | undefined): readonly string[] {
  if (value === undefined) return [];
  if (kind === 'symbol') return [value as string];
  return kind === 'symbols' || kind === 'symbolRows' ? ((value as readonly string[]).flat() as readonly string[]) : [];
}

function verifySymbols(operation: Operation, module: Module): void {
  const { primitive, attributes, location } = operation;
  for (const [key, of] of Object.entries(primitive.attributes)) {
    for (const name of symbolsIn(of.kind, attributes[key])) {
      if (!functionNamed(module, name))
        throw defect(primitive.shortName, `there is no function @${name}`, location, { valid: module.functions.map((f) => `@${f.name}`).join(', ') });
    }
  }
  if (primitive.traits.calls === undefined) return;
  const callee = functionNamed(module, attributes[primitive.traits.calls] as string)!;
  checkCall(operation, callee, 'operands', operation.operands, callee.program.arguments);
  checkCall(operation, callee, 'results', operation.results, callee.program.results);
}

function checkCall(
  { primitive, location }: Operation,
  callee: ModuleFunction,
  what: string,
  here: readonly ProgramValue[],
  there: readonly ProgramValue[],
): void {
  const fits = here.length === there.length && here.every((v, i) => isCompatible(v.type, there[i].type));
  const list = (values: readonly ProgramValue[]): string => `(${values.map((v) => v.type).join(', ')})`;
  if (!fits) throw defect(primitive.shortName, `${what} of the call of @${callee.name} are ${list(here)}, but its signature says ${list(there)}`, location);
}
