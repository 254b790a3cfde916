/** Limits of MLIR text: what a hostile or broken file may cost before it is refused. */

/** How deep regions, types and attributes may nest. */
export const maximumDepth = 256;
/** Bytes that splat constants of one text may take together: they are the only values larger than their text. */
export const maximumSplatBytes: number = 2 ** 28;
/** Dimensions of one tensor. */
export const maximumRank = 64;
/** Digits of one number. */
export const maximumDigits = 400;
