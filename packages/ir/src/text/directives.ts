/** Syntaxes that the assembly language cannot say; named in `custom(...)` of an assembly. */
import type { AttributeValue } from '../primitive/attributes.ts';
import { constantDirective } from './constant-directive.ts';
import type { Directive } from './directive.ts';
import { showSymbol } from './lexer.ts';
import type { OperationReader } from './operation-reader.ts';
import { parseInteger } from './parse-numbers.ts';
import { reduceDirective } from './reduce-directive.ts';
import { whileDirective } from './while-directive.ts';

const integers = (value: AttributeValue | undefined): readonly number[] => value as readonly number[];
const rows = (value: AttributeValue | undefined): readonly (readonly number[])[] => value as unknown as readonly (readonly number[])[];
const bracketed = (items: readonly unknown[]): string => `[${items.join(', ')}]`;

/** `[0:4, 1:10:2]`: start, limit and, unless 1, stride of each axis. */
const sliceRanges: Directive = {
  parse({ lexer }, { attributes }) {
    const ranges = lexer.list('[', ']', () => {
      const start = parseInteger(lexer, 'a start index');
      lexer.expect(':', 'between start and limit');
      const limit = parseInteger(lexer, 'a limit index');
      return [start, limit, lexer.accept(':') ? parseInteger(lexer, 'a stride') : 1];
    });
    attributes.startIndices = ranges.map((r) => r[0]);
    attributes.limitIndices = ranges.map((r) => r[1]);
    attributes.strides = ranges.map((r) => r[2]);
  },
  print: ({ attributes: { startIndices, limitIndices, strides } }) =>
    bracketed(integers(startIndices).map((s, i) => `${s}:${integers(limitIndices)[i]}${integers(strides)[i] === 1 ? '' : `:${integers(strides)[i]}`}`)),
};

interface WindowField {
  readonly key: string;
  readonly parse: (reader: OperationReader) => AttributeValue;
  readonly print: (value: AttributeValue) => string;
}

const integerList: Pick<WindowField, 'parse' | 'print'> = {
  parse: ({ lexer }) => lexer.list('[', ']', () => parseInteger(lexer)),
  print: (value) => bracketed(integers(value)),
};

const windowFields: Readonly<Record<string, WindowField>> = {
  stride: { key: 'windowStrides', ...integerList },
  pad: {
    key: 'padding',
    parse: ({ lexer }) => lexer.list('[', ']', () => lexer.list('[', ']', () => parseInteger(lexer))),
    print: (value) => bracketed(rows(value).map(bracketed)),
  },
  lhs_dilate: { key: 'lhsDilation', ...integerList },
  rhs_dilate: { key: 'rhsDilation', ...integerList },
  reverse: {
    key: 'windowReversal',
    // MLIR writes booleans here, older versions 0 and 1.
    parse: ({ lexer }) => lexer.list('[', ']', () => (lexer.at('true') || lexer.at('false') ? lexer.next().text === 'true' : parseInteger(lexer) !== 0)),
    print: (value) => bracketed(value as readonly AttributeValue[]),
  },
};

/** `{stride = [2, 2], pad = [[1, 1], [0, 0]], lhs_dilate = [1, 1], rhs_dilate = [1, 1], reverse = [false, false]}`. */
const window: Directive = {
  parse(reader, { attributes }) {
    const { lexer } = reader;
    lexer.list('{', '}', () => {
      const token = lexer.peek();
      const field = token.kind === 'word' && Object.hasOwn(windowFields, token.text) ? windowFields[token.text] : undefined;
      if (!field) throw lexer.expected(`one of ${Object.keys(windowFields).join(', ')}`);
      if (attributes[field.key] !== undefined) throw lexer.error(`${token.text} is given twice`, token.start);
      lexer.next();
      lexer.expect('=');
      attributes[field.key] = field.parse(reader);
    });
  },
  print({ attributes }) {
    const given = Object.entries(windowFields).filter(([, { key }]) => attributes[key] !== undefined && (attributes[key] as readonly unknown[]).length > 0);
    return `{${given.map(([name, { key, print }]) => `${name} = ${print(attributes[key]!)}`).join(', ')}}`;
  },
};

/** `batching_dims = [0] x [0], contracting_dims = [2] x [1]`. */
const dotDimensions: Directive = {
  parse({ lexer }, { attributes }) {
    const pair = (): readonly [number[], number[]] => {
      lexer.next();
      lexer.expect('=');
      const lhs = lexer.list('[', ']', () => parseInteger(lexer));
      lexer.expect('x', 'between the dimensions of lhs and rhs');
      return [lhs, lexer.list('[', ']', () => parseInteger(lexer))];
    };
    const batching = lexer.at('batching_dims') ? pair() : [[], []];
    if (batching[0].length + batching[1].length > 0) lexer.expect(',');
    if (!lexer.at('contracting_dims')) throw lexer.expected('batching_dims or contracting_dims');
    const contracting = pair();
    attributes.dotDimensionNumbers = {
      lhsBatchingDimensions: batching[0],
      rhsBatchingDimensions: batching[1],
      lhsContractingDimensions: contracting[0],
      rhsContractingDimensions: contracting[1],
    };
  },
  print({ attributes }) {
    const n = attributes.dotDimensionNumbers as Readonly<Record<string, readonly number[]>>;
    const pair = (name: string, lhs: readonly number[], rhs: readonly number[]): string => `${name} = ${bracketed(lhs)} x ${bracketed(rhs)}`;
    const batching = n.lhsBatchingDimensions.length > 0 ? `${pair('batching_dims', n.lhsBatchingDimensions, n.rhsBatchingDimensions)}, ` : '';
    return `${batching}${pair('contracting_dims', n.lhsContractingDimensions, n.rhsContractingDimensions)}`;
  },
};

/** `@target`, for an attribute that is a string in the generic form. */
const callTarget: Directive = {
  parse({ lexer }, { attributes }) {
    attributes.callTargetName = lexer.atKind('string') ? lexer.next().text : lexer.expectKind('symbol', 'a target such as @name').text;
  },
  print: ({ attributes }) => showSymbol(attributes.callTargetName as string),
};

/** `e5m10`: bits of exponent and mantissa. */
const exponentMantissa: Directive = {
  parse({ lexer }, { attributes }) {
    const token = lexer.expectKind('word', 'a format such as e5m10');
    const bits = /^e([0-9]{1,3})m([0-9]{1,3})$/.exec(token.text);
    if (!bits) throw lexer.expected('a format such as e5m10', token);
    attributes.exponentBits = Number(bits[1]);
    attributes.mantissaBits = Number(bits[2]);
  },
  print: ({ attributes }) => `e${attributes.exponentBits}m${attributes.mantissaBits}`,
};

export const directives: Readonly<Record<string, Directive | undefined>> = {
  sliceRanges,
  window,
  dotDimensions,
  callTarget,
  exponentMantissa,
  constant: constantDirective,
  reduce: reduceDirective,
  while: whileDirective,
};
