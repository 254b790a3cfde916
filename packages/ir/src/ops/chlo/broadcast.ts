/**
 * The operations whose operands broadcast, by NumPy's rule or along `broadcastDimensions`; see `broadcasting`.
 * Source: ChloOps.td, the operations named `broadcast_`.
 */
import type { Primitive } from '../../primitive/index.ts';
import { add } from '../elementwise/add.ts';
import { and } from '../elementwise/and.ts';
import { atan2 } from '../elementwise/atan2.ts';
import { compare } from '../elementwise/compare.ts';
import { complex } from '../elementwise/complex.ts';
import { divide } from '../elementwise/divide.ts';
import { maximum } from '../elementwise/maximum.ts';
import { minimum } from '../elementwise/minimum.ts';
import { multiply } from '../elementwise/multiply.ts';
import { or } from '../elementwise/or.ts';
import { power } from '../elementwise/power.ts';
import { remainder } from '../elementwise/remainder.ts';
import { select } from '../elementwise/select.ts';
import { shiftLeft } from '../elementwise/shift-left.ts';
import { shiftRightArithmetic } from '../elementwise/shift-right-arithmetic.ts';
import { shiftRightLogical } from '../elementwise/shift-right-logical.ts';
import { subtract } from '../elementwise/subtract.ts';
import { xor } from '../elementwise/xor.ts';
import { broadcasting } from './broadcast-family.ts';
import { nextAfter } from './next-after.ts';
import { polygamma } from './polygamma.ts';
import { zeta } from './zeta.ts';

const withDimensions = { dimensions: true };

export const broadcastAdd: Primitive = broadcasting(add, withDimensions);
export const broadcastAnd: Primitive = broadcasting(and, withDimensions);
export const broadcastAtan2: Primitive = broadcasting(atan2, withDimensions);
export const broadcastCompare: Primitive = broadcasting(compare, withDimensions);
export const broadcastComplex: Primitive = broadcasting(complex, withDimensions);
export const broadcastDivide: Primitive = broadcasting(divide, withDimensions);
export const broadcastMaximum: Primitive = broadcasting(maximum, withDimensions);
export const broadcastMinimum: Primitive = broadcasting(minimum, withDimensions);
export const broadcastMultiply: Primitive = broadcasting(multiply, withDimensions);
export const broadcastNextAfter: Primitive = broadcasting(nextAfter, withDimensions);
export const broadcastOr: Primitive = broadcasting(or, withDimensions);
export const broadcastPolygamma: Primitive = broadcasting(polygamma, withDimensions);
export const broadcastPower: Primitive = broadcasting(power, withDimensions);
export const broadcastRemainder: Primitive = broadcasting(remainder, withDimensions);
export const broadcastSelect: Primitive = broadcasting(select, { dimensions: false });
export const broadcastShiftLeft: Primitive = broadcasting(shiftLeft, withDimensions);
export const broadcastShiftRightArithmetic: Primitive = broadcasting(shiftRightArithmetic, withDimensions);
export const broadcastShiftRightLogical: Primitive = broadcasting(shiftRightLogical, withDimensions);
export const broadcastSubtract: Primitive = broadcasting(subtract, withDimensions);
export const broadcastXor: Primitive = broadcasting(xor, withDimensions);
export const broadcastZeta: Primitive = broadcasting(zeta, withDimensions);
