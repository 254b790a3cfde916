/**
 * The language of `Primitive.assembly`: how the short form of an operation reads and prints. Model: MLIR's declarative assembly format.
 *
 * - `$name`: an operand, or an attribute without its type; `$name...`: operands, each followed by a comma.
 * - `operands`: all operands. `attrs`: the dictionary of what the format does not name.
 * - `type(same)`, `type(functional)`, ...: types, see type-forms.ts. `custom(window)`: a syntax in directives.ts.
 * - `?( , precision = $precision )`: left out when the attribute in it has its default.
 * - Anything else is itself. Parts are separated by spaces.
 */
import { unreachable } from '../errors/index.ts';
import type { Primitive } from '../primitive/primitive.ts';

export type AssemblyPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly each: boolean }
  | { readonly kind: 'operands' }
  | { readonly kind: 'attributes' }
  | { readonly kind: 'types'; readonly form: string }
  | { readonly kind: 'custom'; readonly name: string }
  | { readonly kind: 'optional'; readonly parts: readonly AssemblyPart[] };

export interface Assembly {
  readonly parts: readonly AssemblyPart[];
  /** Keys of attributes that the format itself writes. */
  readonly written: ReadonlySet<string>;
}

const elementwise = 'operands attrs type(same)';
/** Dialects that write elementwise operations in another way. */
const elementwiseOf: Readonly<Record<string, string | undefined>> = { chlo: 'operands attrs type(arrow)' };

function formatOf(primitive: Primitive): string | undefined {
  if (primitive.assembly !== undefined) return primitive.assembly;
  const plain = Object.keys(primitive.regions).length === 0 && Object.values(primitive.attributes).every((a) => a.kind.startsWith('result'));
  return plain && primitive.operandNames.length > 0 ? (elementwiseOf[primitive.dialect] ?? elementwise) : undefined;
}

const compiled = new WeakMap<Primitive, { readonly assembly: Assembly | undefined }>();

/** The short form of a primitive, or undefined where it has only the generic form. */
export function assemblyOf(primitive: Primitive): Assembly | undefined {
  let found = compiled.get(primitive);
  if (!found) {
    const format = formatOf(primitive);
    compiled.set(primitive, (found = { assembly: format === undefined ? undefined : compile(primitive, format) }));
  }
  return found.assembly;
}

/** Attributes that a custom syntax writes. */
const customAttributes: Readonly<Record<string, readonly string[]>> = {
  sliceRanges: ['startIndices', 'limitIndices', 'strides'],
  window: ['windowStrides', 'padding', 'lhsDilation', 'rhsDilation', 'windowReversal'],
  dotDimensions: ['dotDimensionNumbers'],
  callTarget: ['callTargetName'],
  exponentMantissa: ['exponentBits', 'mantissaBits'],
  reduce: ['dimensions'],
  constant: ['value'],
  while: [],
};

function compile(primitive: Primitive, format: string): Assembly {
  const words = format.trim().split(/\s+/);
  const written = new Set<string>();
  let next = 0;
  function part(text: string): AssemblyPart {
    const directive = /^(type|custom)\(([A-Za-z]+)\)$/.exec(text);
    if (directive?.[1] === 'type') return { kind: 'types', form: directive[2] };
    if (directive) {
      const keys = customAttributes[directive[2]] ?? unreachable(`${primitive.name}: unknown directive ${text}`);
      for (const key of keys) written.add(key);
      return { kind: 'custom', name: directive[2] };
    }
    if (text === 'operands') return { kind: 'operands' };
    if (text === 'attrs') return { kind: 'attributes' };
    if (text === '?(') return { kind: 'optional', parts: partsUntil(')?') };
    if (!text.startsWith('$')) return { kind: 'literal', text };
    const name = text.slice(1).replace('...', '');
    if (name in primitive.attributes) written.add(name);
    else if (!(name in primitive.operands)) unreachable(`${primitive.name}: its assembly names ${text}, which it does not have`);
    return { kind: 'variable', name, each: text.endsWith('...') };
  }
  function partsUntil(close: string | undefined): AssemblyPart[] {
    const parts: AssemblyPart[] = [];
    while (next < words.length && words[next] !== close) parts.push(part(words[next++]));
    next++;
    return parts;
  }
  return { parts: partsUntil(undefined), written };
}
