/** Programs with symbolic sizes at given sizes (notes N2): symbols are replaced in types and attributes, guards are decided. */
import { failure } from '../errors/index.ts';
import type { Attributes, AttributeValue } from '../primitive/attributes.ts';
import { type Operation, Program, type ProgramRegion, ProgramValue } from '../program/program.ts';
import { atLeastDim, type Dim, DimExpr, equalDims, type Guard, modDims, sameDim, substituteDim, symbolName } from '../types/dim.ts';
import { FutureType, futureType, TensorType, TupleType, type Type, tensorType, tupleType } from '../types/type.ts';

/** Values of symbols by name: numbers, or sizes of the program that this one becomes a part of. */
export type Sizes = ReadonlyMap<string, Dim>;

/**
 * The values that symbols take when arguments of types `parameters` get values of types `given`; null where a rank, an element type or a size
 * does not fit, or a symbol would need two numbers. Open questions about sizes that are symbolic on both sides become guards.
 */
export function bindSizes(parameters: readonly Type[], given: readonly Type[]): Map<string, Dim> | null {
  const sizes = new Map<string, Dim>();
  const fits = parameters.every((parameter, i) => {
    const type = given[i];
    if (parameter === type) return parameter.kind !== 'tensor' || parameter.isStatic || bindShape(parameter, type as TensorType, sizes);
    if (parameter.kind !== 'tensor' || type.kind !== 'tensor' || parameter.element !== type.element || parameter.rank !== type.rank) return false;
    return bindShape(parameter, type, sizes);
  });
  return fits ? sizes : null;
}

function bindShape(parameter: TensorType, given: TensorType, sizes: Map<string, Dim>): boolean {
  return parameter.shape.every((dim, axis) => {
    const size = given.shape[axis];
    const name = symbolName(dim);
    if (name === undefined) return sameDim(dim, size);
    const before = sizes.get(name);
    if (before === undefined) sizes.set(name, size);
    return before === undefined || sameDim(before, size);
  });
}

/** Whether a guard holds at these sizes; 'unknown' while symbols are left in it. */
function decide({ left, relation, right }: Guard): boolean | 'unknown' {
  if (relation === 'equal') return equalDims(left, right);
  if (relation === 'atLeast') return atLeastDim(left, right);
  const rest = modDims(right, left);
  return typeof rest === 'number' ? rest === 0 : 'unknown';
}

const relations: Readonly<Record<Guard['relation'], string>> = { equal: 'must equal', atLeast: 'must be at least', divides: 'must divide' };

/** The guards of a program and of its regions at these sizes that are still open. Throws InvalidArgumentError for one that does not hold. */
function openGuards(program: Program, sizes: Sizes): Guard[] {
  const open: Guard[] = [];
  for (const guard of program.guards) {
    const now: Guard = { left: substituteDim(guard.left, sizes), relation: guard.relation, right: substituteDim(guard.right, sizes) };
    const holds = decide(now);
    if (holds === 'unknown') open.push(now);
    if (holds !== false) continue;
    const message = `size ${guard.left} ${relations[guard.relation]} ${guard.right}; they are ${now.left} and ${now.right}`;
    throw failure('shape-mismatch', { op: 'program', message });
  }
  return open;
}

/**
 * The program at these sizes. Guards are checked first, those of regions included; guards about symbols without a value stay. A program without
 * symbols comes back as it is.
 * @throws InvalidArgumentError (`shape-mismatch`) when a guard does not hold
 */
export function instantiateProgram(program: Program, sizes: Sizes): Program {
  if (sizes.size === 0) return program;
  return new Instantiation(sizes).program(program);
}

class Instantiation {
  readonly #sizes: Sizes;
  readonly #types = new Map<Type, Type>();
  /** Regions may be shared: interned combiners are. */
  readonly #programs = new Map<Program, Program>();
  constructor(sizes: Sizes) {
    this.#sizes = sizes;
  }

  program(program: Program): Program {
    let made = this.#programs.get(program);
    if (!made) this.#programs.set(program, (made = this.#build(program)));
    return made;
  }

  #build(program: Program): Program {
    const guards = openGuards(program, this.#sizes);
    const values = new Map<ProgramValue, ProgramValue>();
    let changed = guards.length !== program.guards.length;
    const define = (value: ProgramValue): ProgramValue => {
      const type = this.type(value.type);
      if (type !== value.type) changed = true;
      const now = new ProgramValue(type, value.name);
      values.set(value, now);
      return now;
    };
    const read = (value: ProgramValue): ProgramValue => values.get(value) as ProgramValue;
    const args = program.arguments.map(define);
    const operations = program.operations.map((o): Operation => {
      const attributes = this.attributes(o.attributes);
      const regions = o.regions.map((r): ProgramRegion => ({ program: this.program(r.program), captures: r.captures.map(read) }));
      if (attributes !== o.attributes || regions.some((r, i) => r.program !== o.regions[i].program)) changed = true;
      return { ...o, operands: o.operands.map(read), attributes, regions, results: o.results.map(define) };
    });
    return changed ? new Program(args, operations, program.results.map(read), guards) : program;
  }

  type(type: Type): Type {
    let made = this.#types.get(type);
    if (!made) this.#types.set(type, (made = this.#typeNow(type)));
    return made;
  }

  #typeNow(type: Type): Type {
    if (type.kind === 'token') return type;
    if (type.kind === 'tensor')
      return type.isStatic
        ? type
        : tensorType(
            type.element,
            type.shape.map((d) => substituteDim(d, this.#sizes)),
          );
    const elements = type.elements.map((t) => this.type(t));
    return type.kind === 'tuple' ? tupleType(elements) : futureType(elements);
  }

  /** The same object where nothing changes, so that caches keyed by attributes still hit. */
  attributes(attributes: Attributes): Attributes {
    let changed = false;
    const now: Record<string, AttributeValue | undefined> = {};
    for (const [key, value] of Object.entries(attributes)) {
      now[key] = value === undefined ? undefined : this.#value(value);
      if (now[key] !== value) changed = true;
    }
    return changed ? now : attributes;
  }

  #value(value: AttributeValue): AttributeValue {
    if (typeof value !== 'object') return value;
    if (value instanceof DimExpr) return substituteDim(value, this.#sizes);
    if (value instanceof TensorType || value instanceof TupleType || value instanceof FutureType) return this.type(value);
    if (Array.isArray(value)) {
      const list = value.map((v: AttributeValue) => this.#value(v));
      return list.some((v, i) => v !== (value as readonly AttributeValue[])[i]) ? list : value;
    }
    // Other classes (element types, typed numbers, tokens) and literals hold no sizes that are open.
    const isRecord = Object.getPrototypeOf(value) === Object.prototype && !('data' in value && 'type' in value);
    return isRecord ? (this.attributes(value as Attributes) as AttributeValue) : value;
  }
}
