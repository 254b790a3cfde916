import { f32 as f32Type, tensorType } from '@millrace/ir';
import { type CaseTable, casesFor, f32 } from '@millrace/testing';
import { composite } from './composite.ts';

const types = [tensorType(f32Type, [1])];

export const cases: CaseTable = casesFor(composite, {
  rejects: [
    {
      breaks: 'c1',
      in: ['tensor<1xf32>'],
      attributes: { name: 'my op', decomposition: 'f', types },
      message: 'name must be a dotted name such as "my.op"; got "my op"',
    },
    { breaks: 'evaluation', in: [f32([1])], attributes: { name: 'my.op', decomposition: 'f', types }, message: 'no function @f in the module' },
  ],
});
