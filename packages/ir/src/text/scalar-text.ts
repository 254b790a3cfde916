/** Scalar expressions in MLIR text: `#millrace.scalar<"add($0,multiply($1,0.5))">`, the key of the expression in quotes. */
import { applyScalar, type Scalar, type ScalarOp, scalarConstant, scalarIndex, scalarInput, scalarOps } from '../algebra/index.ts';
import { type ElementType, elementTypeNamed } from '../types/element.ts';
import { type Lexer, quote, type Token } from './lexer.ts';

/** The attribute of an expression. */
export const printScalar = (s: Scalar): string => `#millrace.scalar<${quote(s.key)}>`;

/** Reads `<"...">` after the attribute's name. */
export function parseScalar(lexer: Lexer): Scalar {
  lexer.expect('<');
  const token = lexer.expectKind('string', 'an expression in quotes');
  const reader = { lexer, token, rest: token.text };
  const expression = parseExpression(reader);
  if (reader.rest !== '') throw wrong(reader, 'the end of the expression');
  lexer.expect('>');
  return expression;
}

interface ExpressionReader {
  readonly lexer: Lexer;
  readonly token: Token;
  rest: string;
}

const wrong = ({ lexer, token, rest }: ExpressionReader, what: string): Error =>
  lexer.error(`expected ${what} in a scalar expression; got '${rest.slice(0, 20)}'`, token.start);

/** Takes what a pattern matches at the beginning of the rest. */
function take(reader: ExpressionReader, pattern: RegExp): RegExpExecArray | null {
  const found = pattern.exec(reader.rest);
  if (found) reader.rest = reader.rest.slice(found[0].length);
  return found;
}

function typeNamed({ lexer, token }: ExpressionReader, name: string): ElementType {
  const element = elementTypeNamed(name);
  if (!element) throw lexer.error(`unknown element type '${name}' in a scalar expression`, token.start);
  return element;
}

function parseExpression(reader: ExpressionReader): Scalar {
  return reader.lexer.nested(() => {
    const input = take(reader, /^\$(\d{1,6})/);
    if (input) return scalarInput(Number(input[1]));
    const index = take(reader, /^i(\d{1,3}):(\w+)/);
    if (index) return scalarIndex(Number(index[1]), typeNamed(reader, index[2]));
    const number = take(reader, /^-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Infinity)|^NaN/);
    if (number) return scalarConstant(Number(number[0]));
    const name = take(reader, /^(\w+)(?::([\w<>]+))?\(/);
    if (!name || !Object.hasOwn(scalarOps, name[1])) throw wrong(reader, 'an input, a number or an operation');
    return parseApplication(reader, name[1] as ScalarOp, name[2]);
  });
}

function parseApplication(reader: ExpressionReader, op: ScalarOp, typeName: string | undefined): Scalar {
  const { arity, result } = scalarOps[op];
  const type = typeName === undefined ? undefined : typeNamed(reader, typeName);
  if ((type !== undefined) !== (result === 'given')) throw wrong(reader, `${op} ${result === 'given' ? 'with' : 'without'} a type`);
  const args = Array.from({ length: arity }, (_, i) => {
    if (i > 0 && !take(reader, /^,/)) throw wrong(reader, `${arity} arguments of ${op}`);
    return parseExpression(reader);
  });
  if (!take(reader, /^\)/)) throw wrong(reader, `')' after ${arity} arguments of ${op}`);
  return applyScalar(op, args, type);
}
