import { i1 as boolean, f32 as float32, tensorType, ui8 as uint8, ui32 as uint32, ui64 as uint64 } from '@millrace/ir';
import { type CaseTable, casesFor, integers, ui8, ui32, ui64 } from '@millrace/testing';
import { rngBitGenerator } from './rng-bit-generator.ts';

const two = tensorType(uint64, [2]);
const three = tensorType(uint64, [3]);

export const cases: CaseTable = casesFor(rngBitGenerator, {
  values: [
    {
      name: "the specification's example",
      in: [ui64([1, 2])],
      attributes: { rngAlgorithm: 'THREE_FRY', resultTypes: [two, tensorType(uint64, [2, 2])] },
      out: [
        ui64([1, 6]),
        ui64([
          [9236835810183407956n, 16087790271692313299n],
          [18212823393184779219n, 2658481902456610144n],
        ]),
      ],
    },
    {
      name: 'Philox: the known answer for zeros (Random123, kat_vectors)',
      in: [ui64([0, 0, 0])],
      attributes: { rngAlgorithm: 'PHILOX', resultTypes: [three, tensorType(uint32, [4])] },
      out: [ui64([0, 1, 0]), ui32([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8])],
    },
    {
      name: 'the default is Philox; narrow elements are the low bits',
      in: [ui64([0, 0])],
      attributes: { rngAlgorithm: 'DEFAULT', resultTypes: [two, tensorType(uint8, [2])] },
      out: [ui64([0, 1]), ui8([0xd5, 0x8d])],
    },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xui32>'], attributes: { rngAlgorithm: 'DEFAULT', resultTypes: [two, two] }, message: 'initialState is tensor<2xui32>' },
    {
      breaks: 'i1',
      in: ['tensor<2xui64>'],
      attributes: { rngAlgorithm: 'DEFAULT', resultTypes: [two, tensorType(boolean, [2])] },
      message: "resultTypes must be the state's type and a tensor of integer or floating elements",
    },
    {
      breaks: 'c1',
      in: ['tensor<2xui64>'],
      attributes: { rngAlgorithm: 'DEFAULT', resultTypes: [three, two] },
      message: 'the new state must have the type of the old one',
    },
    {
      breaks: 'c2',
      in: ['tensor<3xui64>'],
      attributes: { rngAlgorithm: 'THREE_FRY', resultTypes: [three, two] },
      message: 'a state of THREE_FRY has 2 elements; got 3',
    },
  ],
  random: [uint32, uint64, uint8, float32].map((element) => ({
    shapes: [[[2]]],
    dtypes: [uint64],
    draw: [integers(0, 1000)],
    attributes: { rngAlgorithm: 'PHILOX', resultTypes: [two, tensorType(element, [3, 4])] },
    grad: false as const,
  })),
});
