import { type CaseTable, casesFor, i64, integers, integerTypes, literalOf, ui8 } from '@millrace/testing';
import { countLeadingZeros } from './count-leading-zeros.ts';
import { pointwiseRows } from './family.cases.ts';

export const cases: CaseTable = casesFor(countLeadingZeros, {
  values: [
    {
      name: "the specification's example",
      in: [
        i64([
          [0, 1],
          [128, -1],
        ]),
      ],
      out: i64([
        [64, 63],
        [56, 0],
      ]),
    },
    { name: 'the width is that of the type', in: [ui8([0, 1, 255])], out: ui8([8, 7, 0]) },
    { name: 'four bits', in: [literalOf('i4', [1, -8])], out: literalOf('i4', [3, 0]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xf32>'], message: 'x is tensor<2xf32>' }],
  random: pointwiseRows(1, integerTypes, [integers(-100, 100)]),
});
