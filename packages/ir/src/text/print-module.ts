/** Modules as MLIR text that parses back to an equal module. */
import type { Attributes } from '../primitive/attributes.ts';
import { type Module, type ModuleFunction, moduleOf, type Program } from '../program/program.ts';
import { showSymbol } from './lexer.ts';
import { printLocation } from './locations.ts';
import { Names } from './names.ts';
import { OperationPrinter, type PrintOptions } from './operation-printer.ts';
import { printedForeign } from './print-attributes.ts';

/** The text of a module. */
export function printModule(module: Module, options: PrintOptions = {}): string {
  const name = module.name === undefined ? '' : ` ${showSymbol(module.name)}`;
  const attributes = printedForeign(module.attributes);
  const head = `module${name}${attributes.length > 0 ? ` attributes {${attributes.join(', ')}}` : ''} {\n`;
  return `${head}${module.functions.map((f) => printFunction(f, options)).join('')}}\n`;
}

/** The text of a program as the function `@main` of a module. */
export const printProgram = (program: Program, options: PrintOptions = {}): string => printModule(moduleOf('main', program), options);

const braces = (attributes: Attributes | undefined): string => {
  const entries = printedForeign(attributes ?? {});
  return entries.length > 0 ? ` {${entries.join(', ')}}` : '';
};

function printFunction(f: ModuleFunction, options: PrintOptions): string {
  const names = new Names();
  const { program } = f;
  const args = program.arguments.map((a, i) => {
    const name = `%${names.fresh(a.name ?? `arg${i}`)}`;
    names.set(a, name);
    return `${name}: ${a.type}${braces(f.argumentAttributes[i])}`;
  });
  const results = program.results.map((r, i) => `${r.type}${braces(f.resultAttributes[i])}`);
  const plain = results.length === 1 && braces(f.resultAttributes[0]) === '';
  const arrow = results.length === 0 ? '' : ` -> ${plain ? results[0] : `(${results.join(', ')})`}`;
  const attributes = braces(f.attributes);
  const visibility = f.visibility === 'private' ? 'private ' : '';
  const head = `  func.func ${visibility}${showSymbol(f.name)}(${args.join(', ')})${arrow}${attributes && ` attributes${attributes}`} {\n`;
  const body = new OperationPrinter(names, '    ', options).operations(program, 'return');
  return `${head}${body}  }${options.locations ? ` ${printLocation(f.location)}` : ''}\n`;
}
