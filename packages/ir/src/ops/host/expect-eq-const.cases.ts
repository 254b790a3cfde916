import { type CaseTable, c64, casesFor, f32 } from '@millrace/testing';
import { expectEqConst } from './expect-eq-const.ts';

export const cases: CaseTable = casesFor(expectEqConst, {
  values: [{ name: 'equal complex numbers', in: [c64([[1, 2]])], attributes: { value: c64([[1, 2]]) }, out: [] }],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>'], attributes: { value: f32([1]) }, message: 'lhs and value must have one type; got tensor<2xf32> and tensor<1xf32>' },
    { breaks: 'evaluation', in: [c64([[1, 2]])], attributes: { value: c64([[1, 3]]) }, message: 'got (1, 2), want (1, 3)' },
  ],
});
