/** Programs as graphs of TensorFlow's form: a node for each argument, operation and result, in scopes by where they were traced. */
import { scopeOf } from '@millrace/core';
import type { AttributeInit, NodeInit } from '@millrace/formats';
import { type Location, type Operation, type Program, type ProgramRegion, type ProgramValue, showLocation, type TensorType, type Type } from '@millrace/ir';

/** What is known of a program besides its operations. */
export interface ProgramFacts {
  /** Before all names: '' or `name/`. */
  readonly prefix: string;
  /** Of variables, in the order of the first arguments. */
  readonly variables: readonly string[];
  /** How many arguments behind those are values from outside. */
  readonly captures: number;
  readonly device?: string;
  /** Attributes of an operation as text: `axis = 0`. */
  readonly attributesOf: (operation: Operation) => readonly string[];
}

/** Literals larger than this are not written out. */
const maxLiteral = 32;
const dtypeNames: Readonly<Record<string, string>> = {
  f16: 'float16',
  bf16: 'bfloat16',
  f32: 'float32',
  f64: 'float64',
  i1: 'bool',
  i8: 'int8',
  i16: 'int16',
  i32: 'int32',
  i64: 'int64',
  ui8: 'uint8',
  ui16: 'uint16',
  ui32: 'uint32',
  ui64: 'uint64',
  'complex<f32>': 'complex64',
  'complex<f64>': 'complex128',
};
const isTensor = (type: Type): type is TensorType => 'element' in type && 'shape' in type;

/** Names as TensorFlow takes them. */
const clean = (name: string): string => name.replace(/[^A-Za-z0-9_.\\/>-]/g, '_').replace(/^(?![A-Za-z0-9.])/, '_');

function typeAttributes(types: readonly Type[]): Record<string, AttributeInit> {
  const tensors = types.filter(isTensor);
  if (tensors.length === 0) return {};
  const dtype = dtypeNames[tensors[0].element.name];
  const shapes = tensors.map((t) => t.shape.map((d) => (typeof d === 'number' ? d : -1)));
  return { _output_shapes: { shapes }, ...(dtype === undefined ? {} : { T: { dtype } }) };
}

/** Files below the working directory by their path from there. */
function sourceText(location: Location): string {
  if (location.kind === 'fused') return location.locations.map(sourceText).find((s) => s !== '') ?? '';
  if (location.kind !== 'file') return location.kind === 'unknown' ? '' : showLocation(location);
  const root = `${globalThis.process?.cwd?.() ?? ''}/`;
  const path = location.file.startsWith(root) ? location.file.slice(root.length) : location.file;
  return `${path}:${location.line}:${location.column}`;
}

const hasLargeLiteral = ({ primitive, attributes, results }: Operation): boolean =>
  Object.entries(primitive.attributes).some(([key, of]) => of.kind === 'literal' && attributes[key] !== undefined) &&
  results.some(({ type }) => isTensor(type) && !(type.size <= maxLiteral));

/** Bodies of loops and branches are shown; the small ones that say how to combine two numbers are part of their operation. */
const isShown = ({ program }: ProgramRegion): boolean => program.operations.length > 1;

class GraphMaker {
  readonly nodes: NodeInit[] = [];
  readonly #facts: ProgramFacts;
  readonly #counts = new Map<string, number>();
  readonly #places = new Map<ProgramValue, string>();
  constructor(facts: ProgramFacts) {
    this.#facts = facts;
  }
  /** A name that no node has: `add`, `add_1`, … */
  #unique(name: string): string {
    const base = clean(name);
    const count = this.#counts.get(base) ?? 0;
    this.#counts.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  }
  /** Adds a node and says where its results are found. */
  #add(node: NodeInit, results: readonly ProgramValue[]): void {
    this.nodes.push({ device: this.#facts.device, ...node });
    results.forEach((r, i) => this.#places.set(r, i === 0 ? node.name : `${node.name}:${i}`));
  }
  #place(value: ProgramValue): string {
    return this.#places.get(value) ?? '';
  }
  argument(value: ProgramValue, name: string, op: string): void {
    this.#add({ name: this.#unique(this.#facts.prefix + name), op, inputs: [], attributes: typeAttributes([value.type]) }, [value]);
  }
  result(value: ProgramValue, name: string, op: string): void {
    this.#add({ name: this.#unique(this.#facts.prefix + name), op, inputs: [this.#place(value)], attributes: typeAttributes([value.type]) }, []);
  }
  body(program: Program, prefix: string): void {
    for (const operation of program.operations) this.#operation(operation, prefix);
  }
  #operation(operation: Operation, prefix: string): void {
    const { primitive, operands, regions, results, location } = operation;
    const scope = scopeOf(location);
    const base = this.#unique(`${prefix}${scope === '' || prefix !== this.#facts.prefix ? '' : `${scope}/`}${primitive.shortName}`);
    const bodies = regions.filter(isShown);
    const inner = bodies.flatMap((region, i) => this.#region(region, `${base}/body${bodies.length > 1 ? i : ''}/`));
    const name = bodies.length > 0 ? `${base}/${primitive.shortName}` : base;
    const written = hasLargeLiteral(operation) ? [] : this.#facts.attributesOf(operation);
    const attributes: Record<string, AttributeInit> = typeAttributes(results.map((r) => r.type));
    for (const entry of written) {
      const at = entry.indexOf(' = ');
      attributes[at < 0 ? entry : entry.slice(0, at)] = { text: at < 0 ? 'true' : entry.slice(at + 3) };
    }
    const source = sourceText(location);
    if (source !== '') attributes._source = { text: source };
    const inputs = [...operands.map((o) => this.#place(o)), ...inner].filter((i) => i !== '');
    this.#add({ name, op: primitive.shortName, inputs, attributes }, results);
  }
  /** The nodes of a region; gives the places of its results. */
  #region({ program, captures }: ProgramRegion, prefix: string): string[] {
    program.arguments.forEach((value, i) => {
      if (i < captures.length) this.#places.set(value, this.#place(captures[i]));
      else
        this.#add({ name: this.#unique(`${prefix}arg${i - captures.length}`), op: 'Placeholder', inputs: [], attributes: typeAttributes([value.type]) }, [
          value,
        ]);
    });
    this.body(program, prefix);
    return program.results.map((r) => this.#place(r));
  }
}

/** The nodes of a program, each behind those that it takes its inputs from. */
export function graphOfProgram(program: Program, facts: ProgramFacts, writes: readonly number[] = []): readonly NodeInit[] {
  const maker = new GraphMaker(facts);
  const { variables, captures, prefix } = facts;
  program.arguments.forEach((value, i) => {
    if (i < variables.length) maker.argument(value, variables[i], 'VarHandleOp');
    else if (i < variables.length + captures) maker.argument(value, `capture${i - variables.length}`, 'Const');
    else maker.argument(value, `arg${i - variables.length - captures}`, 'Placeholder');
  });
  maker.body(program, prefix);
  program.results.forEach((value, i) => {
    if (i < writes.length) maker.result(value, `${variables[writes[i]]}/assign`, 'AssignVariableOp');
    else maker.result(value, `output${i - writes.length}`, 'Identity');
  });
  return maker.nodes;
}
