/** Scalar expressions as JavaScript statements: one constant for each node, shared nodes once. */
import { type ElementType, type Scalar, ScalarTypes, scalarOpInfo } from '@millrace/ir';
import { convertCode } from './conversions.ts';
import { type Code, codeKind, codeName, constantCode, wrapCode } from './element-code.ts';
import { libraryValue } from './library.ts';
import { complexOperation, realOperation } from './scalar-operations.ts';

/** What an expression reads: its operands' elements, and coordinates of the iteration space. */
export interface ScalarInputs {
  readonly elements: readonly ElementType[];
  readonly codes: readonly Code[];
  /** Stored bit patterns of narrow floats, which keep the sign and payload of NaN. */
  readonly bits?: readonly (string | null)[];
  /** The coordinate along an axis, as a number. */
  readonly coordinate?: (axis: number) => string;
}

/** Raised inside the emitter where generated code has no form for an operation. */
export class NoCode extends Error {}

/** The text that `emit` makes, or null where an operation has no code. */
export function whereCodeExists<T>(emit: () => T): T | null {
  try {
    return emit();
  } catch (error) {
    if (error instanceof NoCode) return null;
    throw error;
  }
}

const roundTo = (element: ElementType, value: number): number => {
  if (element.format) return (libraryValue(`round_${codeName(element)}`) as (x: number) => number)(value);
  return element.bits === 32 && element.kind === 'float' ? Math.fround(value) : value;
};

/**
 * Emits statements that compute `expressions` and returns the code of their values; `results` are the types wanted where an expression
 * consists of constants. Names begin with `prefix`. Throws NoCode for what has no code.
 */
export function emitScalars(
  expressions: readonly Scalar[],
  results: readonly ElementType[],
  inputs: ScalarInputs,
  lines: string[],
  prefix: string = 't',
): readonly Code[] {
  const types = new ScalarTypes(inputs.elements);
  const memo = new Map<Scalar, Code>();
  let count = 0;

  function name(code: Code): Code {
    return code.map((c) => {
      if (/^[A-Za-z_]\w*$/.test(c) || /^\(?-?[\d.]+(e[+-]?\d+)?n?\)?$/.test(c)) return c;
      const made = `${prefix}${count++}`;
      lines.push(`const ${made} = ${c};`);
      return made;
    });
  }

  function build(s: Scalar, expected: ElementType): Code {
    const { node } = s;
    if (node.kind === 'constant') return constantCode(expected, node.value, roundTo);
    let made = memo.get(s);
    if (!made) memo.set(s, (made = name(compute(s, expected))));
    return made;
  }

  function compute(s: Scalar, expected: ElementType): Code {
    const { node } = s;
    if (node.kind === 'input') return inputs.codes[node.index];
    if (node.kind === 'index') {
      if (!inputs.coordinate) throw new NoCode('coordinates are not known here');
      const at = inputs.coordinate(node.axis);
      if (codeKind(node.type) === 'big') return [`BigInt(${at})`];
      return node.type.part ? [wrapCode(node.type, at), '0'] : node.type.kind === 'boolean' ? [`(${at} !== 0 ? 1 : 0)`] : [wrapCode(node.type, at)];
    }
    if (node.kind !== 'apply') throw new NoCode('unknown node');
    const argument = types.argumentType(s, expected);
    const args = node.args.map((a, i) => build(a, node.op === 'select' && i === 0 ? (types.natural(a) ?? argument) : argument));
    if (node.op === 'select') return args[1].map((_, part) => `(${args[0][0]} ? ${args[1][part]} : ${args[2][part]})`);
    if (node.op === 'convert') return convertCode(types.natural(node.args[0]) ?? expected, node.type ?? expected, args[0]);
    if (node.op === 'bitcast_convert') return bitcastCode(argument, node.type ?? expected, args[0], bitsOf(node.args[0]));
    if (node.op === 'complex') return [args[0][0], args[1][0]];
    return apply(s, argument, args);
  }

  const bitsOf = (s: Scalar): string | null => (s.node.kind === 'input' ? (inputs.bits?.[s.node.index] ?? null) : null);

  function apply(s: Scalar, argument: ElementType, args: readonly Code[]): Code {
    const { node } = s;
    if (node.kind !== 'apply') throw new NoCode('not an operation');
    const kind = codeKind(argument) ?? unsupported(`${argument.name} has no code`);
    if (kind !== 'complex') {
      const made = realOperation(
        node.op,
        kind,
        argument,
        args.map((a) => a[0]),
      );
      if (!made || !isKnown(made.code)) return unsupported(`${node.op} of ${argument.name} has no code`);
      const result = scalarOpInfo(node.op).result === 'boolean' ? null : argument;
      return [made.wrap && result ? wrapCode(result, made.code) : made.code];
    }
    const made = complexOperation(node.op, args);
    if ('flag' in made) return [made.flag];
    if ('part' in made) return [wrapCode(argument, made.part)];
    if ('parts' in made) return made.parts.map((p) => wrapCode(argument, p));
    if (!isKnown(made.object)) return unsupported(`${node.op} of ${argument.name} has no code`);
    const object = `${prefix}${count++}`;
    lines.push(`const ${object} = ${made.object};`);
    return [wrapCode(argument, `${object}.re`), wrapCode(argument, `${object}.im`)];
  }

  return expressions.map((e, k) => build(e, types.natural(e) ?? results[k]));
}

/**
 * For a single value that is only stored: storing rounds narrow floats, so the last operation need not. Its line is dropped and its code answered
 * instead.
 */
export function unrounded(value: Code, element: ElementType, lines: string[]): Code {
  const round = element.format && `round_${codeName(element)}(`;
  const start = `const ${value[0]} = ${round}`;
  const last = lines[lines.length - 1];
  if (!round || !last?.startsWith(start) || !last.endsWith(');')) return value;
  lines.pop();
  return [last.slice(start.length, -2)];
}

/** Whether the function that the code begins with exists; JavaScript's own are properties of Math. */
function isKnown(code: string): boolean {
  const name = /^([A-Za-z_]\w*)\(/.exec(code)?.[1];
  return name === undefined || libraryValue(name) !== undefined;
}

function unsupported(why: string): never {
  throw new NoCode(why);
}

/** The bits of an element read as another type of the same width; `stored` is its bit pattern in memory, where there is one. */
function bitcastCode(from: ElementType, to: ElementType, x: Code, stored: string | null): Code {
  if (from === to) return x;
  if (from.bits !== to.bits || from.part || to.part) throw new NoCode('bit casts change the width');
  if (stored !== null && to.kind !== 'float') return [wrapCode(to, stored)];
  const name = `bitcast_${codeName(from)}_${codeName(to)}`;
  if (libraryValue(name) === undefined) throw new NoCode(`${name} does not exist`);
  return [`${name}(${x[0]})`];
}
