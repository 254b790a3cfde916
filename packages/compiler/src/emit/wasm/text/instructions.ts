/** The instructions of a function as lines of text. Source: WebAssembly core specification 2.0, chapters 5.4 and 6.5. */
import { unreachable } from '@millrace/ir';
import { type ValueType, valueTypeCodes } from '../expr.ts';
import { type OpcodeRow, opcodes } from '../opcodes.ts';
import type { ByteReader } from './byte-reader.ts';

interface Printer {
  readonly text: (code: ByteReader, functionName: (index: number) => string) => string;
  /** Depth before the line and after it, against that of the line before. */
  readonly before?: number;
  readonly after?: number;
}

const byCode = new Map<number, ValueType>((Object.entries(valueTypeCodes) as [ValueType, number][]).map(([type, code]) => [code, type]));
export const valueTypeOf = (code: number): ValueType => byCode.get(code) ?? unreachable(`no value type has the code ${code}`);

/** A float as text that reads back to the same bits, but for the payload of NaN. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0' : String(value);
}
const memoryText = (code: ByteReader): string => {
  const align = 2 ** code.u32();
  const offset = code.u32();
  return `${offset === 0 ? '' : ` offset=${offset}`} align=${align}`;
};
const list = (count: number, item: () => unknown): string => Array.from({ length: count }, item).join(' ');
const hex = (word: number): string => `0x${word.toString(16).padStart(8, '0')}`;

/** Control, variables, constants and shuffles: what the table of opcodes does not hold. Blocks have no results. */
const structural: readonly (readonly [number, Printer])[] = [
  [0x03, { text: (c) => (c.byte() === 0x40 ? 'loop' : unreachable('a block with a result')), after: 1 }],
  [0x04, { text: (c) => (c.byte() === 0x40 ? 'if' : unreachable('a block with a result')), after: 1 }],
  [0x05, { text: () => 'else', before: -1, after: 1 }],
  [0x0b, { text: () => 'end', before: -1 }],
  [0x0d, { text: (c) => `br_if ${c.u32()}` }],
  [0x0f, { text: () => 'return' }],
  [0x10, { text: (c, name) => `call ${name(c.u32())}` }],
  [0x1b, { text: () => 'select' }],
  [0x1c, { text: (c) => `select ${c.list(() => `(result ${valueTypeOf(c.byte())})`).join(' ')}` }],
  [0x20, { text: (c) => `local.get ${c.u32()}` }],
  [0x21, { text: (c) => `local.set ${c.u32()}` }],
  [0x41, { text: (c) => `i32.const ${c.s32()}` }],
  [0x42, { text: (c) => `i64.const ${c.s64()}` }],
  [0x43, { text: (c) => `f32.const ${floatText(c.f32())}` }],
  [0x44, { text: (c) => `f64.const ${floatText(c.f64())}` }],
  [0xfd00000c, { text: (c) => `v128.const i32x4 ${list(4, () => hex(c.word()))}` }],
  [0xfd00000d, { text: (c) => `i8x16.shuffle ${list(16, () => c.byte())}` }],
];

/** Bytes behind the instructions of bulk memory, which name memory 0. */
const memoryIndices: Readonly<Record<string, number>> = { 'memory.copy': 2, 'memory.fill': 1 };

const printers: ReadonlyMap<number, Printer> = new Map<number, Printer>([
  ...structural,
  ...(Object.entries(opcodes) as [string, OpcodeRow][]).map(([name, [code, , immediate]]): [number, Printer] => {
    const text = (c: ByteReader): string => {
      if (name in memoryIndices) c.bytes(memoryIndices[name]);
      const memory = immediate === 'memory' || immediate === 'memoryLane' ? memoryText(c) : '';
      return `${name}${memory}${immediate === 'lane' || immediate === 'memoryLane' ? ` ${c.byte()}` : ''}`;
    };
    return [code, { text }];
  }),
]);

function readOpcode(code: ByteReader): number {
  const first = code.byte();
  return first === 0xfc || first === 0xfd ? first * 2 ** 24 + code.u32() : first;
}

/** Lines of the instructions up to the end of the function, without its last `end`. */
export function instructionLines(code: ByteReader, functionName: (index: number) => string): string[] {
  const lines: string[] = [];
  let depth = 0;
  while (!code.isAtEnd) {
    const opcode = readOpcode(code);
    const printer = printers.get(opcode) ?? unreachable(`no instruction has the opcode ${opcode.toString(16)}`);
    const text = printer.text(code, functionName);
    if (opcode === 0x0b && code.isAtEnd) break;
    depth += printer.before ?? 0;
    lines.push(`${'  '.repeat(depth)}${text}`);
    depth += printer.after ?? 0;
  }
  return lines;
}
