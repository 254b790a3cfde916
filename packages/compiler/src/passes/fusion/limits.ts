/** How much may go into one loop, by target; design-notes, "Fusion limits". */
export interface FusionLimits {
  /** Arrays that a loop reads element by element. */
  readonly inputs: number;
  /** Vectors alive at once: inputs, scalars that stand still, and intermediate values. */
  readonly live: number;
  /** Operations in one loop. */
  readonly operations: number;
  /** Characters of one expression written out, in which what is shared counts as often as it is used. */
  readonly length: number;
  /** Additions an element that may be computed again instead of being stored. */
  readonly duplicatedCost: number;
  /** Arrays that the loop inside of a reduction reads. */
  readonly reductionInputs: number;
}

/** WebAssembly has 16 vector registers; loops that need more spill to half their speed. Loops of plain JavaScript gain from the same limits. */
export const fusionLimits: FusionLimits = { inputs: 8, live: 12, operations: 64, length: 4000, duplicatedCost: 4, reductionInputs: 4 };
