/** Conversion between element types in generated JavaScript; the values are those of the evaluator's `convertElement`. */
import type { ElementType } from '@millrace/ir';
import { type Code, codeKind, codeName, wrapCode } from './element-code.ts';

/** The element `x` of type `from` in type `to`. */
export function convertCode(from: ElementType, to: ElementType, x: Code): Code {
  if (from === to) return x;
  if (to.part) return from.part ? x.map((p) => wrapCode(to.part!, p)) : [toReal(from, to.part, x[0]), '0'];
  const source = from.part ?? from;
  if (to.kind === 'boolean') return [codeKind(source) === 'big' ? `(${x[0]} !== 0n ? 1 : 0)` : `(${x[0]} !== 0 ? 1 : 0)`];
  if (to.kind === 'float') return [toReal(source, to, x[0])];
  return [toInteger(source, to, x[0])];
}

function toReal(from: ElementType, to: ElementType, x: string): string {
  if (codeKind(from) !== 'big') return wrapCode(to, x);
  // 64-bit integers round once: through f64 they would round twice.
  return to.bits === 64 ? `Number(${x})` : wrapCode(to, `bigToOddRounded(${x})`);
}

function toInteger(from: ElementType, to: ElementType, x: string): string {
  const source = codeKind(from);
  if (source === 'real') return to.bits === 64 ? `saturate_${codeName(to)}(${x})` : wrapCode(to, `saturate(${x}, ${lowest(to)}, ${highest(to)})`);
  if (to.bits === 64) return source === 'big' ? wrapCode(to, x) : wrapCode(to, `BigInt(${x})`);
  return source === 'big' ? `Number(${wrapBig(to, x)})` : wrapCode(to, x);
}

const wrapBig = (to: ElementType, x: string): string => `BigInt.as${to.kind === 'signed' ? 'Int' : 'Uint'}N(${to.bits}, ${x})`;
const lowest = (to: ElementType): number => (to.kind === 'signed' ? -(2 ** (to.bits - 1)) : 0);
const highest = (to: ElementType): number => (to.kind === 'signed' ? 2 ** (to.bits - 1) - 1 : 2 ** to.bits - 1);
