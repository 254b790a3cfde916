/** Programs as data: what a trace makes, MLIR text prints, and transforms and the compiler read. */
import type { Attributes } from '../primitive/attributes.ts';
import type { Primitive } from '../primitive/primitive.ts';
import type { Guard } from '../types/dim.ts';
import { type Location, unknownLocation } from '../types/location.ts';
import type { Type } from '../types/type.ts';

/** A value inside a program: an argument, or a result of an operation. Compared by identity. */
export class ProgramValue {
  readonly type: Type;
  /** The name in the source text, without `%`; printing makes one where absent. */
  readonly name?: string;
  constructor(type: Type, name?: string) {
    this.type = type;
    this.name = name;
  }
}

/** A nested program with the outer values it uses: `program.arguments` are the captures, in order, then the region's own arguments. */
export interface ProgramRegion {
  readonly program: Program;
  readonly captures: readonly ProgramValue[];
}

export interface Operation {
  readonly primitive: Primitive;
  readonly operands: readonly ProgramValue[];
  readonly attributes: Attributes;
  readonly regions: readonly ProgramRegion[];
  readonly results: readonly ProgramValue[];
  readonly location: Location;
  /** Attributes of other dialects, kept for the text: `mhlo.sharding`. */
  readonly foreign?: Attributes;
}

/** Operations in order, over arguments, with results. The body of a function or of a region. */
export class Program {
  readonly arguments: readonly ProgramValue[];
  readonly operations: readonly Operation[];
  readonly results: readonly ProgramValue[];
  /** Conditions on symbolic sizes that hold for every input of the program; checked before anything runs. */
  readonly guards: readonly Guard[];
  constructor(args: readonly ProgramValue[], operations: readonly Operation[], results: readonly ProgramValue[], guards: readonly Guard[] = []) {
    this.arguments = args;
    this.operations = operations;
    this.results = results;
    this.guards = guards;
  }
}

export interface ModuleFunction {
  /** Without `@`. */
  readonly name: string;
  readonly visibility: 'public' | 'private';
  readonly program: Program;
  /** Attributes of each argument and result, e.g. `jax.result_info`; empty objects where there are none. */
  readonly argumentAttributes: readonly Attributes[];
  readonly resultAttributes: readonly Attributes[];
  readonly attributes: Attributes;
  readonly location: Location;
}

export interface Module {
  readonly name?: string;
  readonly attributes: Attributes;
  /** In order of the text. Names are unique. */
  readonly functions: readonly ModuleFunction[];
}

export const functionNamed = (module: Module, name: string): ModuleFunction | undefined => module.functions.find((f) => f.name === name);

/** A module of one public function. */
export function moduleOf(name: string, program: Program): Module {
  const none = (values: readonly unknown[]): Attributes[] => values.map(() => ({}));
  return {
    attributes: {},
    functions: [
      {
        name,
        visibility: 'public',
        program,
        argumentAttributes: none(program.arguments),
        resultAttributes: none(program.results),
        attributes: {},
        location: unknownLocation,
      },
    ],
  };
}
