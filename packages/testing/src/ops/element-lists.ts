/** Lists of element types for tables of cases. */
import * as ir from '@millrace/ir';

export const floats: readonly ir.ElementType[] = [ir.f32, ir.f64, ir.f16, ir.bf16];
export const signedIntegers: readonly ir.ElementType[] = [ir.i8, ir.i16, ir.i32, ir.i64];
export const unsignedIntegers: readonly ir.ElementType[] = [ir.ui8, ir.ui16, ir.ui32, ir.ui64];
export const integerTypes: readonly ir.ElementType[] = [...signedIntegers, ...unsignedIntegers];
export const complexes: readonly ir.ElementType[] = [ir.complex64, ir.complex128];
/** Types with an order that is not lexicographic. */
export const orderedDtypes: readonly ir.ElementType[] = [...floats, ...integerTypes, ir.i1];
export const allNumeric: readonly ir.ElementType[] = [...floats, ...integerTypes, ...complexes];
export const allTypes: readonly ir.ElementType[] = [...allNumeric, ir.i1];
export const tinyFloats: readonly ir.ElementType[] = [ir.f8E4M3FN, ir.f8E5M2, ir.f8E4M3FNUZ, ir.f8E5M2FNUZ, ir.f8E4M3B11FNUZ, ir.f8E3M4, ir.f8E4M3];
