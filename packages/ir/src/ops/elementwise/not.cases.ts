import { i1 as boolean } from '@millrace/ir';
import { type CaseTable, casesFor, i1, i32, integers, integerTypes, literalOf, ui8 } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { not } from './not.ts';

export const cases: CaseTable = casesFor(not, {
  values: [
    {
      name: "the specification's example",
      in: [
        i32([
          [1, 2],
          [3, 4],
        ]),
      ],
      out: i32([
        [-2, -3],
        [-4, -5],
      ]),
    },
    { name: 'booleans', in: [i1([true, false])], out: i1([false, true]) },
    { name: 'unsigned', in: [ui8([0, 1, 255])], out: ui8([255, 254, 0]) },
    { name: 'two bits', in: [literalOf('ui2', [0, 1, 2])], out: literalOf('ui2', [3, 2, 1]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xf32>'], message: 'x is tensor<2xf32>' }],
  random: pointwiseRows(1, [...integerTypes, boolean], [integers(-100, 100)]),
});
