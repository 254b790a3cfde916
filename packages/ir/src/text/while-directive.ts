/** `(%i = %init, %x = %y) : types  cond { ... } do { ... }`: the loop variables are the arguments of both regions. */
import type { Directive } from './directive.ts';
import { checkOperandType, parseOperand, parseOperationAttributes, type RegionArgument } from './operation-reader.ts';
import { parseType } from './parse-types.ts';
import { printedAttributes, printedForeign } from './print-attributes.ts';

export const whileDirective: Directive = {
  parse(reader, pending) {
    const { lexer } = reader;
    const variables = lexer.list('(', ')', () => {
      const token = lexer.expectKind('value', 'a loop variable');
      lexer.expect('=', 'before the initial value');
      return { token, value: parseOperand(reader) };
    });
    pending.allOperands = variables.map((v) => v.value);
    if (lexer.at('{')) parseOperationAttributes(reader, pending);
    if (variables.length > 0) lexer.expect(':', 'before the types of the loop variables');
    const types = variables.map(({ value }, i) => {
      if (i > 0) lexer.expect(',', 'between the types of the loop variables');
      const { start } = lexer.peek();
      checkOperandType(lexer, value, parseType(lexer), start);
      return value.type;
    });
    pending.resultTypes = types;
    if (lexer.accept('attributes')) parseOperationAttributes(reader, pending);
    const args = variables.map(({ token }, i): RegionArgument => ({ token, type: types[i] }));
    lexer.expect('cond', 'before the condition');
    pending.regions.push(reader.region(reader, args));
    lexer.expect('do', 'before the body');
    pending.regions.push(reader.region(reader, args));
  },
  print(operation, printer) {
    const [condition, body] = operation.regions;
    const first = printer.region(condition);
    const second = printer.region(body, first.names);
    const variables = operation.operands.map((o, i) => `${first.names[i]} = ${printer.name(o)}`);
    const entries = [...printedAttributes(operation), ...printedForeign(operation.foreign ?? {})];
    const types = operation.operands.length > 0 ? ` : ${operation.operands.map((o) => o.type).join(', ')}` : '';
    const attributes = entries.length > 0 ? ` attributes {${entries.join(', ')}}` : '';
    return `(${variables.join(', ')})${types}${attributes}\n${printer.indent}cond ${first.body} do ${second.body}`;
  },
};
