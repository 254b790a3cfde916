/**
 * Binary floating-point formats narrower than f32, encoded and decoded by one rule.
 * Sources: IEEE 754-2019 section 3.4 (f16), the OCP 8-bit and microscaling specifications (f8*, f6*, f4*), arXiv:2206.02915 (fnuz).
 */

/** Which encodings stand for NaN and infinity. */
export type SpecialValues =
  /** All-ones exponent: mantissa 0 is infinity, the rest NaN. */
  | 'ieee'
  /** No infinity; only the all-ones pattern is NaN. */
  | 'nan-all-ones'
  /** No infinity and no negative zero; the pattern of negative zero is NaN. */
  | 'nan-negative-zero'
  /** Every pattern is a finite number. */
  | 'finite'
  /** No sign, no zero, no mantissa; all ones is NaN (f8E8M0FNU). */
  | 'power-of-two';

export interface FloatFormat {
  readonly bits: number;
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  readonly special: SpecialValues;
}

const scratch = new DataView(new ArrayBuffer(8));

/** Largest e with 2^e <= x, for finite x > 0 (subnormals included). */
export function exponentOf(x: number): number {
  scratch.setFloat64(0, x);
  const field = (scratch.getUint32(0) >>> 20) & 0x7ff;
  if (field !== 0) return field - 1023;
  return exponentOf(x * 2 ** 64) - 64;
}

/** Rounds a non-negative number below 2^52 to the nearest integer, ties to even. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

function nanBits(format: FloatFormat): number {
  const signBit = 2 ** (format.bits - 1);
  switch (format.special) {
    case 'ieee': // quiet NaN: exponent all ones, top mantissa bit set
      return (2 ** format.exponentBits - 1) * 2 ** format.mantissaBits + 2 ** (format.mantissaBits - 1);
    case 'nan-all-ones':
      return signBit - 1;
    case 'nan-negative-zero':
      return signBit;
    case 'power-of-two':
      return 0xff;
    case 'finite': // no NaN exists: the format's conversion of NaN is negative zero, as in LLVM's APFloat
      return signBit;
  }
}

/** Bits of the largest finite magnitude, without sign. */
export function largestBits(format: FloatFormat): number {
  const magnitude = 2 ** (format.exponentBits + format.mantissaBits);
  switch (format.special) {
    case 'ieee':
      return (2 ** format.exponentBits - 1) * 2 ** format.mantissaBits - 1;
    case 'nan-all-ones':
      return magnitude - 2;
    case 'nan-negative-zero':
    case 'finite':
      return magnitude - 1;
    case 'power-of-two':
      return 0xfe;
  }
}

function overflowBits(format: FloatFormat): number {
  if (format.special === 'ieee') return (2 ** format.exponentBits - 1) * 2 ** format.mantissaBits;
  return format.special === 'finite' ? largestBits(format) : nanBits(format);
}

/** Encodes `x` with one rounding, to nearest, ties to even. Overflow gives infinity, else NaN, else the largest number, as the format has it. */
export function encodeFloat(x: number, format: FloatFormat): number {
  if (Number.isNaN(x)) return nanBits(format);
  if (format.special === 'power-of-two') return encodePowerOfTwo(x);
  const negative = x < 0 || Object.is(x, -0);
  const hasNegativeZero = format.special !== 'nan-negative-zero';
  const withSign = (bits: number): number => (negative && (hasNegativeZero || bits !== 0) ? bits + 2 ** (format.bits - 1) : bits);
  const magnitude = Math.abs(x);
  if (magnitude === Infinity) {
    const bits = overflowBits(format);
    return bits === nanBits(format) ? bits : withSign(bits);
  }
  if (magnitude === 0) return withSign(0);
  const exponent = Math.max(exponentOf(magnitude), 1 - format.bias);
  // Subnormals share the smallest exponent, so one fixed-point rounding serves both; a carry moves into the exponent field by itself.
  const fixed = roundHalfEven(magnitude * 2 ** (format.mantissaBits - exponent));
  const bits = (exponent + format.bias - 1) * 2 ** format.mantissaBits + fixed;
  if (bits > largestBits(format)) {
    const overflow = overflowBits(format);
    return format.special === 'nan-negative-zero' ? overflow : withSign(overflow);
  }
  return withSign(bits);
}

function encodePowerOfTwo(x: number): number {
  if (x <= 0 || x === Infinity) return 0xff;
  const exponent = exponentOf(x);
  const ratio = x / 2 ** exponent;
  const rounded = ratio > 1.5 || (ratio === 1.5 && exponent % 2 !== 0) ? exponent + 1 : exponent;
  if (rounded > 127) return 0xff;
  return Math.max(rounded, -127) + 127;
}

/** Decodes a bit pattern exactly. */
export function decodeFloat(bits: number, format: FloatFormat): number {
  if (format.special === 'power-of-two') return bits === 0xff ? NaN : 2 ** (bits - 127);
  const signBit = 2 ** (format.bits - 1);
  const negative = bits >= signBit;
  const rest = negative ? bits - signBit : bits;
  if (format.special === 'nan-negative-zero' && bits === signBit) return NaN;
  if (rest > largestBits(format)) {
    const infinity = format.special === 'ieee' && rest === overflowBits(format);
    return infinity ? (negative ? -Infinity : Infinity) : NaN;
  }
  const field = Math.floor(rest / 2 ** format.mantissaBits);
  const mantissa = rest % 2 ** format.mantissaBits;
  const value =
    field === 0
      ? mantissa * 2 ** (1 - format.bias - format.mantissaBits)
      : (2 ** format.mantissaBits + mantissa) * 2 ** (field - format.bias - format.mantissaBits);
  return negative ? -value : value;
}
