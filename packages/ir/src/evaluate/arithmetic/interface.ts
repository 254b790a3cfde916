/** What arithmetic on elements offers, whatever the type. */
import { failure } from '../../errors/index.ts';
import type { ElementValue } from '../../types/element.ts';

/** Operations on values of one element type. Results are exact or rounded once when they are stored. */
export interface Arithmetic<T extends ElementValue = ElementValue> {
  readonly add: (a: T, b: T) => T;
  readonly subtract: (a: T, b: T) => T;
  readonly multiply: (a: T, b: T) => T;
  readonly divide: (a: T, b: T) => T;
  readonly remainder: (a: T, b: T) => T;
  readonly power: (a: T, b: T) => T;
  readonly maximum: (a: T, b: T) => T;
  readonly minimum: (a: T, b: T) => T;
  readonly negate: (a: T) => T;
  readonly abs: (a: T) => ElementValue;
  readonly sign: (a: T) => T;
  readonly and: (a: T, b: T) => T;
  readonly or: (a: T, b: T) => T;
  readonly xor: (a: T, b: T) => T;
  readonly not: (a: T) => T;
  /** Shifts by an amount that is negative or at least the width shift everything out, as in XLA: 0, or copies of the sign. */
  readonly shiftLeft: (a: T, by: T) => T;
  readonly shiftRightArithmetic: (a: T, by: T) => T;
  readonly shiftRightLogical: (a: T, by: T) => T;
  readonly populationCount: (a: T) => T;
  readonly countLeadingZeros: (a: T) => T;
  /** The high half of the double-width product. */
  readonly multiplyHigh: (a: T, b: T) => T;
  readonly equal: (a: T, b: T) => boolean;
  readonly less: (a: T, b: T) => boolean;
}

/** An operation that a type does not have. */
export const undefinedFor = (what: string, kind: string) => (): never => {
  throw failure('evaluation', { op: what, message: `is not defined for ${kind} elements` });
};

type BitOperation = 'shiftLeft' | 'shiftRightArithmetic' | 'shiftRightLogical' | 'populationCount' | 'countLeadingZeros' | 'multiplyHigh';

/** The operations that only integers have, for arithmetic of other kinds. */
export const withoutBitOperations = <T extends ElementValue>(kind: string): Pick<Arithmetic<T>, BitOperation> => ({
  shiftLeft: undefinedFor('shift_left', kind),
  shiftRightArithmetic: undefinedFor('shift_right_arithmetic', kind),
  shiftRightLogical: undefinedFor('shift_right_logical', kind),
  populationCount: undefinedFor('popcnt', kind),
  countLeadingZeros: undefinedFor('count_leading_zeros', kind),
  multiplyHigh: undefinedFor('mulhi', kind),
});
