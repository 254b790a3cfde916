/** WebAssembly code as typed expressions: a value writes the instructions that push it. */
import { unreachable } from '@millrace/ir';
import type { ByteWriter } from './byte-writer.ts';
import { type OpcodeRow, type OpName, opcodes } from './opcodes.ts';

export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

export const valueTypeCodes: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b };
const letters: Readonly<Record<string, ValueType>> = { i: 'i32', l: 'i64', f: 'f32', d: 'f64', v: 'v128' };

/** Something that can be pushed. Writing it twice computes it twice: keep a value that is used again in a local (`FunctionBuilder.let`). */
export interface Expr {
  readonly type: ValueType;
  readonly write: (code: ByteWriter) => void;
}

/** An instruction without a result. */
export interface Effect {
  readonly type: null;
  readonly write: (code: ByteWriter) => void;
}

interface Signature {
  readonly operands: readonly ValueType[];
  readonly result: ValueType | null;
}
const signatures = new Map<string, Signature>();

function signatureOf(name: OpName): Signature {
  let found = signatures.get(name);
  if (!found) {
    const [operands, result] = (opcodes[name] as OpcodeRow)[1].split(':');
    found = { operands: [...operands].map((c) => letters[c]), result: letters[result] ?? null };
    signatures.set(name, found);
  }
  return found;
}

/** Writes an opcode with its prefix. */
export function writeOpcode(code: ByteWriter, opcode: number): void {
  if (opcode <= 0xff) code.byte(opcode);
  else {
    code.byte(opcode >>> 24);
    code.u32(opcode & 0xffffff);
  }
}

function checkOperands(name: OpName, args: readonly Expr[]): void {
  const { operands } = signatureOf(name);
  if (args.length !== operands.length || args.some((a, i) => a.type !== operands[i]))
    unreachable(`${name} takes (${operands.join(', ')}); got (${args.map((a) => a.type).join(', ')})`);
}

function instruction(name: OpName, args: readonly Expr[], immediates: (code: ByteWriter) => void): Expr & Effect {
  checkOperands(name, args);
  const opcode = (opcodes[name] as OpcodeRow)[0];
  return {
    type: signatureOf(name).result,
    write: (code: ByteWriter): void => {
      for (const a of args) a.write(code);
      writeOpcode(code, opcode);
      immediates(code);
    },
  } as unknown as Expr & Effect;
}

const nothing = (): void => {};

/** Applies an instruction without immediates, by its text name: `op('f32x4.add', a, b)`. */
export const op = (name: OpName, ...args: Expr[]): Expr => instruction(name, args, nothing);

/** Extracts or replaces a lane: `lane('f32x4.extract_lane', 2, v)`. */
export const lane = (name: OpName, index: number, ...args: Expr[]): Expr => instruction(name, args, (code) => code.byte(index));

// Alignment is a hint; byte alignment is always valid, and current engines compile both the same.
const memoryImmediate = (code: ByteWriter, offset: number): void => {
  code.u32(0);
  code.u32(offset);
};

export const load = (name: OpName, address: Expr, offset: number = 0): Expr => instruction(name, [address], (code) => memoryImmediate(code, offset));
export const loadLane = (name: OpName, index: number, address: Expr, vector: Expr, offset: number = 0): Expr =>
  instruction(name, [address, vector], (code) => {
    memoryImmediate(code, offset);
    code.byte(index);
  });
export const store = (name: OpName, address: Expr, value: Expr, offset: number = 0): Effect =>
  instruction(name, [address, value], (code) => memoryImmediate(code, offset));
export const storeLane = (name: OpName, index: number, address: Expr, vector: Expr, offset: number = 0): Effect =>
  instruction(name, [address, vector], (code) => {
    memoryImmediate(code, offset);
    code.byte(index);
  });
export const memoryCopy = (target: Expr, source: Expr, bytes: Expr): Effect =>
  instruction('memory.copy', [target, source, bytes], (code) => {
    code.byte(0);
    code.byte(0);
  });
export const memoryFill = (target: Expr, value: Expr, bytes: Expr): Effect => instruction('memory.fill', [target, value, bytes], (code) => code.byte(0));

/** Picks 16 bytes of two vectors; entries 16 to 31 name bytes of the second. */
export const shuffleBytes = (a: Expr, b: Expr, bytes: readonly number[]): Expr => ({
  type: 'v128',
  write: (code) => {
    a.write(code);
    b.write(code);
    writeOpcode(code, 0xfd000000 + 13);
    for (const byte of bytes) code.byte(byte);
  },
});
/** Picks 4 words of two vectors; entries 4 to 7 name words of the second. */
export const shuffleWords = (a: Expr, b: Expr, words: readonly [number, number, number, number]): Expr =>
  shuffleBytes(
    a,
    b,
    words.flatMap((w) => [4 * w, 4 * w + 1, 4 * w + 2, 4 * w + 3]),
  );

const constant = (type: ValueType, write: (code: ByteWriter) => void): Expr => ({ type, write });

export const i32 = (value: number): Expr =>
  constant('i32', (code) => {
    code.byte(0x41);
    code.s32(value);
  });
export const i64 = (value: bigint): Expr =>
  constant('i64', (code) => {
    code.byte(0x42);
    code.s64(value);
  });
export const f32 = (value: number): Expr =>
  constant('f32', (code) => {
    code.byte(0x43);
    code.f32(value);
  });
export const f64 = (value: number): Expr =>
  constant('f64', (code) => {
    code.byte(0x44);
    code.f64(value);
  });

const vectorConstant = (lanes: (code: ByteWriter) => void): Expr =>
  constant('v128', (code) => {
    writeOpcode(code, 0xfd000000 + 12);
    lanes(code);
  });
const repeat = (count: number, write: () => void): void => {
  for (let i = 0; i < count; i++) write();
};
export const f32x4 = (value: number): Expr => vectorConstant((code) => repeat(4, () => code.f32(value)));
export const f64x2 = (value: number): Expr => vectorConstant((code) => repeat(2, () => code.f64(value)));
export const i32x4 = (...values: number[]): Expr =>
  vectorConstant((code) => {
    for (let i = 0; i < 4; i++) {
      const value = values[values.length === 1 ? 0 : i];
      for (let shift = 0; shift < 32; shift += 8) code.byte((value >>> shift) & 0xff);
    }
  });
export const i64x2 = (value: bigint): Expr =>
  vectorConstant((code) =>
    repeat(2, () => {
      for (let shift = 0n; shift < 64n; shift += 8n) code.byte(Number((value >> shift) & 0xffn));
    }),
  );

/** `condition ? a : b`; both are computed. */
export const choose = (condition: Expr, a: Expr, b: Expr): Expr => ({
  type: a.type,
  write: (code) => {
    a.write(code);
    b.write(code);
    condition.write(code);
    if (a.type === 'v128') {
      code.byte(0x1c);
      code.u32(1);
      code.byte(valueTypeCodes.v128);
    } else code.byte(0x1b);
  },
});

// integer shorthands, for addresses and counters
const whole = (x: Expr | number): Expr => (typeof x === 'number' ? i32(x) : x);
export const add = (a: Expr, b: Expr | number): Expr => (b === 0 ? a : op('i32.add', a, whole(b)));
export const sub = (a: Expr, b: Expr | number): Expr => op('i32.sub', a, whole(b));
export const mul = (a: Expr, b: Expr | number): Expr => (b === 1 ? a : op('i32.mul', a, whole(b)));
export const shl = (a: Expr, b: number): Expr => op('i32.shl', a, i32(b));
export const shrU = (a: Expr, b: number): Expr => op('i32.shr_u', a, i32(b));
export const and = (a: Expr, b: Expr | number): Expr => op('i32.and', a, whole(b));
export const ltU = (a: Expr, b: Expr | number): Expr => op('i32.lt_u', a, whole(b));
export const ltS = (a: Expr, b: Expr | number): Expr => op('i32.lt_s', a, whole(b));
export const geU = (a: Expr, b: Expr | number): Expr => op('i32.ge_u', a, whole(b));
export const geS = (a: Expr, b: Expr | number): Expr => op('i32.ge_s', a, whole(b));
export const eq = (a: Expr, b: Expr | number): Expr => op('i32.eq', a, whole(b));
export const eqz = (a: Expr): Expr => op('i32.eqz', a);
/** The smaller of two unsigned numbers. Both are written twice: pass locals or constants. */
export const minU = (a: Expr, b: Expr | number): Expr => choose(ltU(a, b), a, whole(b));
