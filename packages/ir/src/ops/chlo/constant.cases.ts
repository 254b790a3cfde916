import { type CaseTable, casesFor, i64 } from '@millrace/testing';
import { chloConstant } from './constant.ts';

export const cases: CaseTable = casesFor(chloConstant, {
  values: [{ name: 'its value', in: [], attributes: { value: i64([1n, 2n]) as never }, out: i64([1n, 2n]) }],
});
