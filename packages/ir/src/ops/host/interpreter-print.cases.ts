import { type CaseTable, casesFor, f32 } from '@millrace/testing';
import { interpreterPrint } from './interpreter-print.ts';

// What it writes is tested in evaluate/grid.test.ts.
export const cases: CaseTable = casesFor(interpreterPrint, {
  values: [{ name: 'returns nothing', in: [f32([1])], out: [] }],
  rejects: [{ breaks: 'types', in: ['!stablehlo.token'], message: 'operand is !stablehlo.token' }],
});
