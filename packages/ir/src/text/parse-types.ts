/** Types in MLIR text: tensors, tokens, tuples, futures, quantized elements, functions. */
import { boundedSymbol, type Dim, symbol } from '../types/dim.ts';
import { complex64, complex128, type ElementType, elementTypeNamed, f32, f64, isFloat, isInteger, quantized } from '../types/element.ts';
import { futureType, type Type, tensorType, tokenType, tupleType } from '../types/type.ts';
import { Lexer } from './lexer.ts';
import { maximumRank } from './limits.ts';
import { parseInteger, parseReal } from './parse-numbers.ts';

export interface FunctionType {
  readonly inputs: readonly Type[];
  readonly results: readonly Type[];
}

/** One type that a value can have. */
export function parseType(lexer: Lexer): Type {
  return lexer.nested(() => {
    const token = lexer.peek();
    if (token.kind === 'word' && token.text === 'tensor') return parseTensor(lexer);
    if (token.kind === 'word' && token.text === 'tuple') {
      lexer.next();
      return tupleType(lexer.list('<', '>', () => parseType(lexer)));
    }
    if (token.kind === 'type' && token.text === 'stablehlo.token') {
      lexer.next();
      return tokenType;
    }
    if (token.kind === 'type' && token.text === 'stablehlo.future') {
      lexer.next();
      return futureType(lexer.list('<', '>', () => parseType(lexer)));
    }
    const alias = token.kind === 'type' ? lexer.typeAliases.get(token.text) : undefined;
    if (alias) {
      lexer.next();
      return alias;
    }
    throw lexer.expected('a type (tensor<...>, tuple<...>, !stablehlo.token or !stablehlo.future<...>)');
  });
}

/** Whether an element type or a type begins here. */
export function atType(lexer: Lexer): boolean {
  const { kind, text } = lexer.peek();
  return kind === 'type' || (kind === 'word' && (text === 'tensor' || text === 'tuple' || text === 'complex' || elementTypeNamed(text) !== undefined));
}

function parseTensor(lexer: Lexer): Type {
  lexer.expect('tensor');
  lexer.expect('<', 'after tensor');
  const start = lexer.mark().offset;
  const dims: (number | null)[] = [];
  for (;;) {
    const dim = lexer.raw(/(?:\?|[0-9]+)x/y);
    if (dim === undefined) break;
    if (dim.length > 16) throw lexer.error(`a size of ${dim.length - 1} digits is out of range`, start);
    dims.push(dim === '?x' ? null : Number(dim.slice(0, -1)));
    if (dims.length > maximumRank) throw lexer.error(`a tensor has more than ${maximumRank} dimensions`, start);
  }
  if (lexer.at('*')) throw lexer.error('tensors without a rank are not supported');
  const element = parseElementType(lexer);
  const bounds = lexer.accept(',') ? parseBounds(lexer) : undefined;
  if (bounds && bounds.length !== dims.length) throw lexer.error(`expected ${dims.length} bounds; got ${bounds.length}`, start);
  lexer.expect('>', 'at the end of a tensor type');
  const shape = dims.map((d, i): Dim => d ?? (bounds?.[i] == null ? symbol() : boundedSymbol(bounds[i])));
  return tensorType(element, shape);
}

/** `#stablehlo.bounds<?, 4>` or `#stablehlo.type_extensions<bounds = [?, 4]>`. */
function parseBounds(lexer: Lexer): (number | null)[] {
  const bound = (): number | null => (lexer.accept('?') ? null : parseInteger(lexer, 'a bound or ?'));
  const token = lexer.expectKind('attribute', '#stablehlo.bounds<...>');
  if (token.text === 'stablehlo.bounds') return lexer.list('<', '>', bound);
  if (token.text !== 'stablehlo.type_extensions') throw lexer.expected('#stablehlo.bounds<...>', token);
  lexer.expect('<');
  lexer.expect('bounds');
  lexer.expect('=');
  const bounds = lexer.list('[', ']', bound);
  lexer.expect('>');
  return bounds;
}

/** The type of a tensor's elements. */
export function parseElementType(lexer: Lexer): ElementType {
  const token = lexer.peek();
  if (token.kind === 'type' && token.text === 'quant.uniform') return parseQuantized(lexer);
  if (token.kind !== 'word') throw lexer.expected('an element type');
  lexer.next();
  if (token.text === 'complex') {
    lexer.expect('<', 'after complex');
    const part = lexer.expectKind('word', 'f32 or f64');
    if (part.text !== 'f32' && part.text !== 'f64') throw lexer.expected('f32 or f64', part);
    lexer.expect('>');
    return part.text === 'f32' ? complex64 : complex128;
  }
  const element = elementTypeNamed(token.text);
  if (!element) throw lexer.error(`unknown element type '${token.text}'`, token.start, { hint: 'f32, i64, ui8, i1, complex<f32>, !quant.uniform<...>' });
  return element;
}

/** `!quant.uniform<i8<-127:127>:f32:1, {0.1:-3, 0.2}>`. */
function parseQuantized(lexer: Lexer): ElementType {
  const { start } = lexer.next();
  lexer.expect('<');
  const storageToken = lexer.expectKind('word', 'a storage type');
  // Quantized types write unsigned storage as u8, not ui8.
  const storage = elementTypeNamed(storageToken.text.replace(/^u(?=[0-9])/, 'ui'));
  if (!storage || !isInteger(storage) || storage.bits > 32) throw lexer.expected('a storage type of at most 32 bits, such as i8 or u8', storageToken);
  const signed = storage.kind === 'signed';
  let storageMin = signed ? -(2 ** (storage.bits - 1)) : 0;
  let storageMax = 2 ** (signed ? storage.bits - 1 : storage.bits) - 1;
  if (lexer.accept('<')) {
    const [low, high] = [storageMin, storageMax];
    storageMin = parseInteger(lexer, 'the smallest stored value');
    lexer.expect(':');
    storageMax = parseInteger(lexer, 'the largest stored value');
    lexer.expect('>');
    if (storageMin < low || storageMax > high || storageMin >= storageMax)
      throw lexer.error(`storage range ${storageMin}:${storageMax} is not within ${low}:${high}`, start);
  }
  lexer.expect(':');
  const expressed = parseElementType(lexer);
  if (!isFloat(expressed)) throw lexer.error(`a quantized type expresses floats; got ${expressed.name}`, start);
  const axis = lexer.accept(':') ? parseInteger(lexer, 'the quantized dimension') : -1;
  lexer.expect(',', 'before the scale');
  const parameters = axis < 0 ? [parseScale(lexer)] : lexer.list('{', '}', () => parseScale(lexer));
  lexer.expect('>', 'at the end of a quantized type');
  if (parameters.length === 0) throw lexer.error('a quantized type needs a scale', start);
  for (const { zeroPoint } of parameters) {
    if (zeroPoint < storageMin || zeroPoint > storageMax) throw lexer.error(`zero point ${zeroPoint} is not within ${storageMin}:${storageMax}`, start);
  }
  return quantized({
    storage,
    expressed,
    storageMin,
    storageMax,
    axis,
    scales: parameters.map((p) => p.scale),
    zeroPoints: parameters.map((p) => p.zeroPoint),
  });
}

function parseScale(lexer: Lexer): { scale: number; zeroPoint: number } {
  const { start } = lexer.peek();
  const scale = parseReal(lexer, 'a scale');
  if (!(scale > 0 && scale < Infinity)) throw lexer.error(`a scale must be positive and finite; got ${scale}`, start);
  return { scale, zeroPoint: lexer.accept(':') ? parseInteger(lexer, 'a zero point') : 0 };
}

/** `(tensor<f32>, tensor<f32>) -> tensor<f32>` or `... -> (tensor<f32>, tensor<i1>)`. */
export function parseFunctionType(lexer: Lexer): FunctionType {
  const inputs = lexer.list('(', ')', () => parseType(lexer), 'before the operand types');
  lexer.expect('->', 'before the result types');
  return { inputs, results: parseResultTypes(lexer) };
}

/** One type, or several in parentheses. */
export const parseResultTypes = (lexer: Lexer): readonly Type[] => (lexer.at('(') ? lexer.list('(', ')', () => parseType(lexer)) : [parseType(lexer)]);

/** Types of floats by bits, for attributes. */
export const floatOfWidth = (width: 32 | 64): ElementType => (width === 32 ? f32 : f64);

/** The type that a text is, whole: `tensor<2x3xf32>`. Throws InvalidArgumentError (`parse`). */
export function parseTypeText(text: string): Type {
  const lexer = new Lexer(text, 'type');
  const type = parseType(lexer);
  if (!lexer.atKind('end')) throw lexer.expected('the end of the type');
  return type;
}
