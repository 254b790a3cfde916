/** Graphs as protobuf's text format, read for the page. Source: protobuf.dev/reference/protobuf/textformat-spec. */

/** A message: the values of each field, in order. Values are text (also numbers and names of enums) or messages. */
export type TextMessage = ReadonlyMap<string, readonly (string | TextMessage)[]>;

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** Names of nodes, without the index of the result. */
  readonly inputs: readonly string[];
  readonly device: string;
  /** Names and values as text. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** Shapes of results as text: `2×3`, `scalar`. */
  readonly shapes: readonly string[];
}

const token = /\s*(?:([A-Za-z_][\w.]*)|"((?:[^"\\]|\\.)*)"|([-+]?[\d.][\w.+-]*)|(-inf)|([{}:<>;,]))/y;
const named: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9 };
const decoder = new TextDecoder();

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\\') {
      bytes.push(...new TextEncoder().encode(text[i]));
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(text.slice(i + 1, i + 4));
    if (octal) {
      bytes.push(Number.parseInt(octal[0], 8) & 255);
      i += octal[0].length;
    } else {
      i++;
      bytes.push(named[text[i]] ?? text.charCodeAt(i));
    }
  }
  return decoder.decode(Uint8Array.from(bytes));
}

/** Reads a message. @throws SyntaxError for other text */
export function parseText(text: string): TextMessage {
  let at = 0;
  const next = (): RegExpExecArray | null => {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match) at = token.lastIndex;
    return match;
  };
  const message = (depth: number): TextMessage => {
    const fields = new Map<string, (string | TextMessage)[]>();
    for (;;) {
      const key = next();
      if (key === null || key[5] === '}' || key[5] === '>') {
        if (key === null ? depth > 0 || text.slice(at).trim() !== '' : depth === 0) throw new SyntaxError(`graph: unexpected text at ${at}`);
        return fields;
      }
      if (key[5] === ';' || key[5] === ',') continue;
      if (key[1] === undefined) throw new SyntaxError(`graph: expected a field at ${at}`);
      let value = next();
      if (value?.[5] === ':') value = next();
      if (value === null) throw new SyntaxError(`graph: expected a value at ${at}`);
      const open = value[5] === '{' || value[5] === '<';
      const content = open ? message(depth + 1) : value[2] !== undefined ? unescaped(value[2]) : (value[1] ?? value[3] ?? value[4] ?? '');
      const list = fields.get(key[1]);
      if (list) list.push(content);
      else fields.set(key[1], [content]);
    }
  };
  return message(0);
}

const textOf = (m: TextMessage, key: string): string => {
  const value = m.get(key)?.[0];
  return typeof value === 'string' ? value : '';
};
const messagesOf = (m: TextMessage, key: string): readonly TextMessage[] => (m.get(key) ?? []).filter((v): v is TextMessage => typeof v !== 'string');

function shapeText(shape: TextMessage): string {
  if (textOf(shape, 'unknown_rank') === 'true') return '?';
  const sizes = messagesOf(shape, 'dim').map((d) => textOf(d, 'size') || '0');
  return sizes.length === 0 ? 'scalar' : sizes.map((s) => (s === '-1' ? '?' : s)).join('×');
}

/** The value of an attribute, short. */
function valueText(value: TextMessage): string {
  const parts: string[] = [];
  for (const [key, list] of value)
    for (const v of list) {
      if (typeof v === 'string') parts.push(key === 'type' ? v.replace(/^DT_/, '').toLowerCase() : v);
      else if (key === 'shape') parts.push(shapeText(v));
      else if (key === 'tensor') parts.push(`tensor ${messagesOf(v, 'tensor_shape').map(shapeText)[0] ?? ''}`.trim());
      else parts.push(key === 'list' ? `[${valueText(v)}]` : valueText(v));
    }
  return parts.join(', ');
}

function nodeOf(m: TextMessage): GraphNode {
  const attributes = messagesOf(m, 'attr').map((a): [string, TextMessage | undefined] => [textOf(a, 'key'), messagesOf(a, 'value')[0]]);
  const shapes = attributes.find(([key]) => key === '_output_shapes')?.[1];
  return {
    name: textOf(m, 'name'),
    op: textOf(m, 'op'),
    inputs: (m.get('input') ?? []).map((i) => String(i).replace(/^\^/, '').replace(/:\d+$/, '')),
    device: textOf(m, 'device'),
    attributes: attributes.filter(([key]) => key !== '_output_shapes').map(([key, value]) => [key, value ? valueText(value) : '']),
    shapes: shapes ? messagesOf(shapes, 'list').flatMap((l) => messagesOf(l, 'shape').map(shapeText)) : [],
  };
}

/** The nodes of a GraphDef. @throws SyntaxError for other text */
export const parseGraph = (text: string): GraphNode[] => messagesOf(parseText(text), 'node').map(nodeOf);
