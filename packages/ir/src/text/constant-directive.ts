/** `{attributes} dense<...> : type`; a quantized constant states its stored values: `() <{value = dense<1> : tensor<i8>}> : () -> tensor<!quant...>`. */
import type { Literal } from '../types/literal.ts';
import type { Directive } from './directive.ts';
import { parseOperationAttributes } from './operation-reader.ts';
import { parseDeclared } from './parse-attributes.ts';
import { printDeclared, printedForeign } from './print-attributes.ts';
import { parseFunctional, printFunctional } from './type-forms.ts';

export const constantDirective: Directive = {
  parse(reader, pending) {
    const { lexer } = reader;
    if (lexer.accept('(')) {
      lexer.expect(')');
      if (lexer.accept('<')) {
        parseOperationAttributes(reader, pending);
        lexer.expect('>', 'after the properties');
      }
      if (lexer.at('{')) parseOperationAttributes(reader, pending);
      lexer.expect(':', 'before the types');
      parseFunctional(reader, pending);
      return;
    }
    if (lexer.at('{')) parseOperationAttributes(reader, pending);
    pending.attributes.value = parseDeclared(reader, pending.primitive.attributes.value);
  },
  print(operation) {
    const { primitive, attributes, foreign } = operation;
    const value = attributes.value as Literal;
    const shown = printDeclared(value, primitive.attributes.value, primitive.dialect);
    const entries = printedForeign(foreign ?? {});
    const extra = entries.length > 0 ? `{${entries.join(', ')}} ` : '';
    return value.type.element.quantization ? `() <{value = ${shown}}> ${extra}: ${printFunctional(operation)}` : `${extra}${shown}`;
  },
};
