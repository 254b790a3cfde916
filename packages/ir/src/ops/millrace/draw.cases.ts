import { i1 as boolean, f32 as float32, f64 as float64, i32 as int32, i64 as int64, ui32 as uint32, ui64 as uint64 } from '@millrace/ir';
import { type CaseTable, casesFor, f32, i1, i32, i64, integers, ui32, ui64 } from '@millrace/testing';
import { draw } from './draw.ts';

const zeros = ui64([0, 0, 0]);
// The known answer of Philox for zeros (Random123, kat_vectors): 6627e8d5 e169c58d bc57ac4c 9b00dbd8.
const unit = (bits: number): number => (bits & 0x7fffff) * 2 ** -23;

export const cases: CaseTable = casesFor(draw, {
  values: [
    {
      name: 'words',
      in: [zeros],
      attributes: { distribution: 'integers', shape: [4], element: uint32 },
      out: ui32([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]),
    },
    {
      name: 'pairs of words, low ones first',
      in: [i64([0n, 0n, 0n])],
      attributes: { distribution: 'integers', shape: [2], element: uint64 },
      out: ui64([0xe169c58d6627e8d5n, 0x9b00dbd8bc57ac4cn]),
    },
    {
      name: '23 bits of each word',
      in: [zeros],
      attributes: { distribution: 'uniform', shape: [2, 2], element: float32 },
      out: f32([
        [unit(0x6627e8d5), unit(0xe169c58d)],
        [unit(0xbc57ac4c), unit(0x9b00dbd8)],
      ]),
    },
    {
      // 0x27e8d5, 0x69c58d, 0x57ac4c and 0x00dbd8 are 0.312, 0.826, 0.685 and 0.007 of 2^23.
      name: 'a mask holds where the uniform number is at least the rate',
      in: [zeros],
      attributes: { distribution: 'mask', rate: 0.5, shape: [4], element: boolean },
      out: i1([false, true, true, false]),
    },
    {
      // Positions 0, 1, 2 swap with themselves plus word mod 4, 3, 2.
      name: 'a permutation',
      in: [zeros],
      attributes: { distribution: 'permutation', shape: [4], element: int32 },
      out: i32(swapped([0x6627e8d5, 0xe169c58d, 0xbc57ac4c])),
    },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xui64>'], attributes: { distribution: 'integers', shape: [4], element: uint32 }, message: 'three i64 or ui64' },
    { breaks: 'c1', in: ['tensor<3xui64>'], attributes: { distribution: 'uniform', shape: [4], element: int32 }, message: 'uniform draws floating elements' },
    { breaks: 'c2', in: ['tensor<3xui64>'], attributes: { distribution: 'permutation', shape: [2, 2], element: int32 }, message: 'a permutation has rank 1' },
    { breaks: 'c3', in: ['tensor<3xui64>'], attributes: { distribution: 'mask', rate: 1.5, shape: [4], element: boolean }, message: 'rate must be in [0, 1]' },
  ],
  random: (
    [
      ['uniform', float32],
      ['normal', float32],
      ['normal', float64],
      ['truncatedNormal', float32],
      ['truncatedNormal', float64],
      ['integers', int64],
    ] as const
  ).map(([distribution, element]) => ({
    shapes: [[[3]]],
    dtypes: [uint64, int64],
    draw: [integers(0, 1000)],
    attributes: { distribution, shape: [5, 3], element },
    grad: false as const,
  })),
});

function swapped(words: readonly number[]): number[] {
  const order = [0, 1, 2, 3];
  words.forEach((word, i) => {
    const j = i + (word % (4 - i));
    [order[i], order[j]] = [order[j], order[i]];
  });
  return order;
}
