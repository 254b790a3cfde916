/** Rounding to fewer exponent and mantissa bits. Source: StableHLO specification, reduce_precision. */
import type { ElementType } from '../../types/element.ts';
import { exponentOf } from '../../types/float-format.ts';
import { roundToEven } from './rounding.ts';

export interface Precision {
  readonly exponentBits: number;
  readonly mantissaBits: number;
}

/** The field widths of a floating type. */
export function precisionOf(element: ElementType): Precision {
  if (element.format) return element.format;
  return element.bits === 64 ? { exponentBits: 11, mantissaBits: 52 } : { exponentBits: 8, mantissaBits: 23 };
}

/**
 * x with its mantissa rounded to nearest even and its exponent limited: what is too large becomes infinity, what is too small zero, as
 * there are no subnormals. NaN stays where a mantissa bit can hold it, else it becomes infinity.
 */
export function reducePrecision(x: number, from: Precision, to: Precision): number {
  if (Number.isNaN(x)) return to.mantissaBits > 0 ? x : Infinity;
  if (x === 0 || Math.abs(x) === Infinity) return x;
  const smallest = 2 - 2 ** (from.exponentBits - 1); // the exponent that subnormals of the original type share
  const exponent = Math.max(exponentOf(Math.abs(x)), smallest);
  const unit = 2 ** (exponent - Math.min(to.mantissaBits, from.mantissaBits));
  const rounded = unit === 0 ? x : roundToEven(x / unit) * unit;
  if (to.exponentBits >= from.exponentBits) return rounded;
  const bias = 2 ** (to.exponentBits - 1) - 1;
  const magnitude = Math.abs(rounded);
  if (magnitude >= 2 ** (bias + 1)) return Math.sign(x) * Infinity;
  return magnitude < 2 ** (1 - bias) ? Math.sign(x) * 0 : rounded;
}
