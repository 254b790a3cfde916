/** Puts called functions in the place of calls, so that transforms see one program. */
import { failure } from '../errors/index.ts';
import { functionNamed, type Module, type Operation, Program, type ProgramRegion, ProgramValue } from '../program/program.ts';
import type { Location } from '../types/location.ts';

interface Inliner {
  readonly module: Module;
  /** Functions being inlined, outermost first. */
  readonly stack: readonly string[];
  /** Bodies that are done; a function may be called often. */
  readonly done: Map<Program, Program>;
}

/**
 * The program of a function of the module, with the functions that it calls (also through `composite`) in place of the calls.
 * Throws NotFoundError for a missing function and UnimplementedError for recursion.
 */
export function inlineCalls(module: Module, name: string): Program {
  return inlineFunction({ module, stack: [], done: new Map() }, name);
}

function inlineFunction(inliner: Inliner, name: string): Program {
  const f = functionNamed(inliner.module, name);
  if (!f) throw failure('not-found', { op: 'inlineCalls', message: `there is no function @${name}` });
  if (inliner.stack.includes(name))
    throw failure('unimplemented', { op: 'inlineCalls', message: `@${[...inliner.stack, name].join(' calls @')}: recursion cannot be inlined` });
  return inlineProgram({ ...inliner, stack: [...inliner.stack, name] }, f.program);
}

/** Copies operations into `into`, replacing calls; `values` says what each value has become. */
function copyOperations(inliner: Inliner, program: Program, values: Map<ProgramValue, ProgramValue>, into: Operation[], caller?: Location): void {
  const now = (v: ProgramValue): ProgramValue => values.get(v) ?? v;
  for (const operation of program.operations) {
    const { primitive, attributes } = operation;
    const operands = operation.operands.map(now);
    const location: Location = caller ? { kind: 'callsite', callee: operation.location, caller } : operation.location;
    if (primitive.traits.calls !== undefined) {
      const callee = inlineFunction(inliner, attributes[primitive.traits.calls] as string);
      const inner = new Map(callee.arguments.map((a, i) => [a, operands[i]]));
      copyOperations(inliner, callee, inner, into, location);
      operation.results.forEach((r, i) => values.set(r, inner.get(callee.results[i]) ?? callee.results[i]));
      continue;
    }
    const regions = operation.regions.map((r): ProgramRegion => ({ program: inlineProgram(inliner, r.program), captures: r.captures.map(now) }));
    const results = operation.results.map((r) => new ProgramValue(r.type, r.name));
    operation.results.forEach((r, i) => values.set(r, results[i]));
    into.push({ ...operation, operands, regions, results, location });
  }
}

function inlineProgram(inliner: Inliner, program: Program): Program {
  let made = inliner.done.get(program);
  if (!made) {
    const values = new Map<ProgramValue, ProgramValue>();
    const operations: Operation[] = [];
    copyOperations(inliner, program, values, operations);
    made = new Program(
      program.arguments,
      operations,
      program.results.map((r) => values.get(r) ?? r),
      program.guards,
    );
    inliner.done.set(program, made);
  }
  return made;
}
