import { type CaseTable, casesFor, f64, floats, integers, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { polygamma } from './polygamma.ts';

export const cases: CaseTable = casesFor(polygamma, {
  values: [
    {
      name: 'values by mpmath, 50 digits',
      in: [f64([0.0, 1.0, 2.0, 5.0, 1.0]), f64([2.5, 1.0, 0.75, 3.0, -1.5])],
      out: f64([0.7031566406452432, 1.6449340668482264, -5.3026332163376395, 0.20616743813389676, 9.379246644989124]),
      tolerance: 4,
    },
    { name: 'orders that are not 0, 1, 2, …', in: [f64([-1, 0.5]), f64([1, 1])], out: f64([NaN, NaN]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xi32>', 'tensor<2xi32>'], message: 'lhs is tensor<2xi32>' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one element type; got f32 and f64' },
  ],

  random: pointwiseRows(2, floats, [integers(0, 4), uniform(0.5, 3)], { grad: [1] }),
  ulp: approximated,
});
