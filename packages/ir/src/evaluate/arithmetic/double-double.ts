/** Sums and products with their rounding errors, for places where doubles cancel. Source: T. J. Dekker, doi:10.1007/BF01397083; D. E. Knuth, TAOCP 2, section 4.2.2. */

/** The rounded sum of a and b, and what the rounding lost: their sum is exactly a + b. */
export function twoSum(a: number, b: number): readonly [number, number] {
  const sum = a + b;
  const bPart = sum - a;
  return [sum, a - (sum - bPart) + (b - bPart)];
}

/** x as the sum of two numbers of 26 bits. */
function split(x: number): readonly [number, number] {
  const scaled = x * 134217729; // 2^27 + 1
  const high = scaled - (scaled - x);
  return [high, x - high];
}

/** The rounded product of a and b, and what the rounding lost (exact unless something over- or underflows). */
export function twoProduct(a: number, b: number): readonly [number, number] {
  const product = a * b;
  const [aHigh, aLow] = split(a);
  const [bHigh, bLow] = split(b);
  return [product, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}

/** start + x*x + y*y with one rounding at the end, also where the terms cancel. */
export function addSquares(start: number, x: number, y: number): number {
  const [xx, xxLow] = twoProduct(x, x);
  const [yy, yyLow] = twoProduct(y, y);
  const [first, firstLow] = twoSum(start, xx);
  const [second, secondLow] = twoSum(first, yy);
  return second + (firstLow + secondLow + xxLow + yyLow);
}
