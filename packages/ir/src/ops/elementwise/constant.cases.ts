import { type CaseTable, casesFor, f32 } from '@millrace/testing';
import { constant } from './constant.ts';

export const cases: CaseTable = casesFor(constant, {
  values: [{ name: 'its value', in: [], attributes: { value: f32([1, 2]) as never }, out: f32([1, 2]) }],
});
