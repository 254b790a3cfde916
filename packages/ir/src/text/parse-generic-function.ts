/** Functions and modules in the generic form: `"func.func"() <{function_type = () -> (), sym_name = "f"}> ({ ... }) : () -> ()`. */
import type { Attributes, AttributeValue } from '../primitive/attributes.ts';
import type { ModuleFunction } from '../program/program.ts';
import type { AttributeReader } from './attribute-reader.ts';
import { parseLocation } from './locations.ts';
import type { OperationReader } from './operation-reader.ts';
import { parseDictionary, parseEntry, parseFree } from './parse-free-attributes.ts';
import { checkReturned, parseBlock, parseBlockHeader, parseRegion } from './parse-region.ts';
import { type FunctionType, parseFunctionType } from './parse-types.ts';
import { Scope } from './scope.ts';

/** What the properties of a function or module say. */
interface Properties {
  name?: string;
  visibility?: string;
  type?: FunctionType;
  argumentAttributes?: readonly Attributes[];
  resultAttributes?: readonly Attributes[];
  readonly attributes: Record<string, AttributeValue>;
}

/** How the properties that have a meaning of their own are read. */
const known: Readonly<Record<string, (reader: AttributeReader, into: Properties) => void>> = {
  sym_name: ({ lexer }, into) => {
    into.name = lexer.expectKind('string', 'a name in quotes').text;
  },
  sym_visibility: ({ lexer }, into) => {
    const token = lexer.expectKind('string', '"private" or "public"');
    if (token.text !== 'private' && token.text !== 'public') throw lexer.expected('"private" or "public"', token);
    into.visibility = token.text;
  },
  function_type: ({ lexer }, into) => {
    into.type = parseFunctionType(lexer);
  },
  arg_attrs: (reader, into) => {
    into.argumentAttributes = reader.lexer.list('[', ']', () => parseDictionary(reader));
  },
  res_attrs: (reader, into) => {
    into.resultAttributes = reader.lexer.list('[', ']', () => parseDictionary(reader));
  },
};

function parseProperties(reader: AttributeReader, into: Properties): void {
  const { lexer } = reader;
  lexer.list('{', '}', () => {
    const before = lexer.peek();
    const { value } = parseEntry<AttributeValue | undefined>(
      reader,
      (name) => {
        if (!Object.hasOwn(known, name.text)) return parseFree(reader);
        known[name.text](reader, into);
        return undefined;
      },
      true,
    );
    if (value !== undefined) into.attributes[before.text] = value;
  });
}

/** `"name"() <{properties}> (`, up to the brace of the region. */
function parseHead(reader: AttributeReader): Properties {
  const { lexer } = reader;
  const properties: Properties = { attributes: {} };
  lexer.next();
  lexer.expect('(');
  lexer.expect(')');
  if (lexer.accept('<')) {
    parseProperties(reader, properties);
    lexer.expect('>', 'after the properties');
  }
  lexer.expect('(', 'before the region');
  lexer.expect('{', 'at the beginning of the region');
  return properties;
}

/** The head of a module in generic form. */
export function parseGenericModuleHead(reader: AttributeReader): { readonly name?: string; readonly attributes: Attributes } {
  const head = parseHead(reader);
  if (reader.lexer.atKind('block')) {
    reader.lexer.next();
    reader.lexer.expect(':');
  }
  return head;
}

/** A function in generic form. */
export function parseGenericFunction(reader: AttributeReader): ModuleFunction {
  const { lexer } = reader;
  const { start } = lexer.peek();
  const properties = parseHead(reader);
  const scope = new Scope();
  const operations: OperationReader = { ...reader, scope, region: parseRegion };
  const { start: bodyStart } = lexer.peek();
  const args = lexer.atKind('block') ? parseBlockHeader(operations) : [];
  const values = lexer.nested(() => parseBlock(operations));
  lexer.expect(')', 'after the region');
  if (lexer.at('{')) parseProperties(reader, properties);
  lexer.expect(':', 'before the type of the operation');
  parseFunctionType(lexer);
  const location = parseLocation(reader) ?? lexer.locate(start);
  const { name, type, visibility, argumentAttributes, resultAttributes, attributes } = properties;
  if (name === undefined || !type) throw lexer.error('a function needs sym_name and function_type', start);
  checkReturned(lexer, name, values, type.results, bodyStart);
  const fits = args.length === type.inputs.length && args.every((a, i) => String(a.type) === String(type.inputs[i]));
  if (!fits) throw lexer.error(`@${name} has arguments (${args.map((a) => a.type).join(', ')}), but its type says (${type.inputs.join(', ')})`, bodyStart);
  return {
    name,
    visibility: visibility === 'private' ? 'private' : 'public',
    program: scope.close(values).program,
    argumentAttributes: perValue(argumentAttributes, args.length, () => lexer.error(`arg_attrs must have ${args.length} entries`, start)),
    resultAttributes: perValue(resultAttributes, values.length, () => lexer.error(`res_attrs must have ${values.length} entries`, start)),
    attributes,
    location,
  };
}

function perValue(given: readonly Attributes[] | undefined, count: number, error: () => Error): readonly Attributes[] {
  if (!given) return Array.from({ length: count }, () => ({}));
  if (given.length !== count) throw error();
  return given;
}
