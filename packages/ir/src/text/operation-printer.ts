/** Operations and regions as MLIR text. */

import type { AttributeSpec, AttributeValue } from '../primitive/attributes.ts';
import { arityOf } from '../primitive/constraints.ts';
import { sameAttribute } from '../primitive/same-attribute.ts';
import type { Operation, Program, ProgramRegion, ProgramValue } from '../program/program.ts';
import { type AssemblyPart, assemblyOf } from './assembly.ts';
import type { BlockPrinter, PrintedRegion } from './directive.ts';
import { directives } from './directives.ts';
import { quote } from './lexer.ts';
import { printLocation } from './locations.ts';
import { Names } from './names.ts';
import { printBareRecord, printDeclared, printedAttributes, printedForeign } from './print-attributes.ts';
import { printReal } from './print-literals.ts';
import { printFunctional, typeForms } from './type-forms.ts';

export interface PrintOptions {
  /** Print every operation in the generic form. Default false. */
  readonly generic?: boolean;
  /** Print `loc(...)` behind operations. Default false. */
  readonly locations?: boolean;
}

/** Prints the operations of one block. */
export class OperationPrinter implements BlockPrinter {
  readonly names: Names;
  readonly indent: string;
  readonly options: PrintOptions;
  constructor(names: Names, indent: string, options: PrintOptions) {
    this.names = names;
    this.indent = indent;
    this.options = options;
  }

  name(value: ProgramValue): string {
    return this.names.of(value);
  }

  /** A region of an operation of this block. `given`: names that its arguments must take. */
  region({ program, captures }: ProgramRegion, given?: readonly string[]): PrintedRegion {
    const names = new Names(this.names);
    captures.forEach((outer, i) => names.set(program.arguments[i], this.names.of(outer)));
    const own = program.arguments.slice(captures.length);
    const shown = own.map((argument, i) => `%${names.fresh(given?.[i]?.slice(1) ?? argument.name ?? `arg${i}`)}`);
    own.forEach((argument, i) => names.set(argument, shown[i]));
    const inner = new OperationPrinter(names, `${this.indent}  `, this.options);
    const operations = inner.operations(program, 'stablehlo.return');
    const header = own.length > 0 ? `${this.indent}^bb0(${own.map((a, i) => `${shown[i]}: ${a.type}`).join(', ')}):\n` : '';
    return { names: shown, body: `{\n${operations}${this.indent}}`, block: `{\n${header}${operations}${this.indent}}` };
  }

  /** The operations of a program and its terminator, a line each. */
  operations(program: Program, terminator: string): string {
    const lines = program.operations.map((operation) => `${this.indent}${this.operation(operation)}\n`);
    const values = program.results.map((r) => this.name(r));
    const types = program.results.map((r) => r.type);
    const operands = values.length > 0 ? ` ${values.join(', ')} : ${types.join(', ')}` : '';
    return `${lines.join('')}${this.indent}${terminator}${operands}\n`;
  }

  operation(operation: Operation): string {
    const { primitive, results, location } = operation;
    const assembly = this.options.generic ? undefined : assemblyOf(primitive);
    const name = results.length > 0 ? this.#defineResults(results) : '';
    const text = assembly ? this.#short(operation, assembly.parts, assembly.written) : this.#generic(operation);
    return `${name}${text}${this.options.locations ? ` ${printLocation(location)}` : ''}`;
  }

  #defineResults(results: readonly ProgramValue[]): string {
    const name = `%${this.names.fresh(results[0].name)}`;
    results.forEach((result, i) => this.names.set(result, results.length === 1 ? name : `${name}#${i}`));
    return results.length === 1 ? `${name} = ` : `${name}:${results.length} = `;
  }

  #generic(operation: Operation): string {
    const { primitive, operands, regions, foreign } = operation;
    const properties = printedAttributes(operation);
    const extra = printedForeign(foreign ?? {});
    return [
      `${quote(primitive.name)}(${operands.map((o) => this.name(o)).join(', ')})`,
      properties.length > 0 ? ` <{${properties.join(', ')}}>` : '',
      regions.length > 0 ? ` (${regions.map((r) => this.region(r).block).join(', ')})` : '',
      extra.length > 0 ? ` {${extra.join(', ')}}` : '',
      ` : ${printFunctional(operation)}`,
    ].join('');
  }

  #short(operation: Operation, parts: readonly AssemblyPart[], written: ReadonlySet<string>): string {
    const pieces = [operation.primitive.name];
    for (const part of parts) pieces.push(...this.#piece(operation, part, written));
    return join(pieces);
  }

  #piece(operation: Operation, part: AssemblyPart, written: ReadonlySet<string>): string[] {
    switch (part.kind) {
      case 'literal':
        return [part.text];
      case 'operands':
        return operation.operands.length > 0 ? [operation.operands.map((o) => this.name(o)).join(', ')] : [];
      case 'attributes':
        return this.#dictionary(operation, written);
      case 'types':
        return [':', typeForms[part.form]!.print(operation)];
      case 'custom':
        return [directives[part.name]!.print(operation, this)];
      case 'variable':
        return this.#variable(operation, part.name, part.each);
      case 'optional':
        return isDefault(operation, part.parts) ? [] : part.parts.flatMap((p) => this.#piece(operation, p, written));
    }
  }

  #dictionary(operation: Operation, written: ReadonlySet<string>): string[] {
    const entries = [...printedAttributes(operation, written), ...printedForeign(operation.foreign ?? {})];
    return entries.length > 0 ? [`{${entries.join(', ')}}`] : [];
  }

  #variable({ primitive, operands, attributes }: Operation, name: string, each: boolean): string[] {
    const of = primitive.attributes[name];
    if (of) return [printBare(attributes[name], of, primitive.dialect)];
    const shown = primitive.positions(operands.length)[name].map((i) => this.name(operands[i]));
    if (each) return shown.map((s) => `${s},`);
    return arityOf(primitive.operands[name]) === 'one' || shown.length > 0 ? [shown.join(', ')] : [];
  }
}

/** Whether every attribute of an optional group has its default. */
function isDefault({ primitive, attributes }: Operation, parts: readonly AssemblyPart[]): boolean {
  return parts.every((part) => {
    const of = part.kind === 'variable' ? primitive.attributes[part.name] : undefined;
    if (!of || part.kind !== 'variable') return true;
    return of.fallback !== undefined && sameAttribute(attributes[part.name], of.fallback.value as AttributeValue | undefined);
  });
}

/** An attribute as short forms write it. */
function printBare(value: AttributeValue | undefined, of: AttributeSpec, dialect: string): string {
  switch (of.kind) {
    case 'choice':
    case 'int':
      return String(value);
    case 'float':
      return printReal(value as number);
    case 'choices':
      return `[${(value as readonly string[]).join(', ')}]`;
    case 'ints':
      return of.list !== 'dense' ? `[${(value as readonly number[]).join(', ')}]` : printDeclared(value!, of, dialect);
    case 'record':
      return printBareRecord(value!, of);
    default:
      return printDeclared(value!, of, dialect);
  }
}

/** Words with spaces between, but none before a comma or inside parentheses. */
function join(pieces: readonly string[]): string {
  let text = pieces[0];
  for (let i = 1; i < pieces.length; i++) {
    const piece = pieces[i];
    const tight = /^[,)\]]/.test(piece) || /[([]$/.test(pieces[i - 1]) || (piece.startsWith('(') && (i === 1 || pieces[i - 1].startsWith('@')));
    text += tight ? piece : ` ${piece}`;
  }
  return text;
}
