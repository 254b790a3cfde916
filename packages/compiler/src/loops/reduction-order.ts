/**
 * The one order in which floating-point sums and products are combined, on every device and for any number of threads, so that results are
 * equal bit for bit (design-notes, "determinism across machines").
 *
 * A reduction of N elements x[0] … x[N-1] (the reduced coordinates in row-major order of the form's `extents`, last extent fastest):
 * 1. Elements go in blocks of 4,096 by index; the last block may be shorter.
 * 2. In a block, 16 lanes start at the identity (-0 for sums, 1 for products) and lane j combines elements j, j + 16, j + 32, … in
 *    ascending order: lane = lane op x.
 * 3. Lanes combine in a fixed tree: lane j op lane j+8 for j < 8, then j op j+4, j op j+2, 0 op 1. (Four vectors of four lanes: v0 op v2,
 *    v1 op v3, then v0 op v1, then within the vector.)
 * 4. Block results combine pairwise, neighbors first, as a binary counter carries: see `pushBlock`; what is left without a partner is
 *    combined from right to left: see `finishBlocks`.
 * 5. The initial value comes last: initial op total.
 * Elements outside an operand (padding of windows) count as the initial value in their place, once each, as reduce_window has it; without an
 * initial value as the identity. f32 rounds every step to f32; f16, bf16 and f8
 * accumulate in f32 and round once at the end; f64 steps are f64. Complex sums do each part by itself. Integers, maxima and minima
 * do not depend on the order (maximum and minimum are IEEE 754-2019's: NaN wins, -0 is below +0).
 *
 * A contraction has one accumulator for each result element, starting at +0, with products added by ascending position in row-major order of
 * its `extents`; partial sums may be stored and reloaded, so tile sizes do not matter.
 */
export const reductionLanes = 16;
export const reductionBlock = 4096;

/** Adds the result of block number `index` (from 0) to the stack of partial results; levels with equal counts of blocks combine. */
export function pushBlock(stack: number[], index: number, value: number, combine: (a: number, b: number) => number): void {
  let result = value;
  for (let count = index; count & 1; count >>= 1) result = combine(stack.pop() as number, result);
  stack.push(result);
}

/** The total of a stack of partial results: from right to left. Of an empty stack the identity. */
export function finishBlocks(stack: number[], identity: number, combine: (a: number, b: number) => number): number {
  if (stack.length === 0) return identity;
  let result = stack.pop() as number;
  while (stack.length > 0) result = combine(stack.pop() as number, result);
  return result;
}
