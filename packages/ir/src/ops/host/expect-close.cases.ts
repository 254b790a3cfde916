import { type CaseTable, casesFor, f16, f32 } from '@millrace/testing';
import { expectClose } from './expect-close.ts';

const ulp = 2 ** -23;

export const cases: CaseTable = casesFor(expectClose, {
  values: [
    { name: 'three units apart', in: [f32([1, -1]), f32([1 + 3 * ulp, -1 - 3 * ulp])], out: [] },
    { name: 'across zero: the smallest numbers of both signs', in: [f32([2 ** -149]), f32([-(2 ** -149)])], out: [] },
    { name: 'units of f16', in: [f16([1]), f16([1 + 3 * 2 ** -10])], out: [] },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf16>'], message: 'actual and expected must have one type' },
    { breaks: 'evaluation', in: [f32([1]), f32([1 + 4 * ulp])], message: '1 of 1 elements' },
    { breaks: 'evaluation', in: [f16([1]), f16([1 + 4 * 2 ** -10])], message: '1 of 1 elements' },
    { breaks: 'evaluation', in: [f32([1]), f32([1])], attributes: { minUlpDifference: 1 }, message: '1 of 1 elements' },
    { breaks: 'evaluation', in: [f32([Infinity]), f32([3.4028234663852886e38])], message: 'got Infinity' },
  ],
});
