import { type CaseTable, casesFor } from '@millrace/testing';
import { runParallel } from './run-parallel.ts';

export const cases: CaseTable = casesFor(runParallel, {
  rejects: [
    { breaks: 'c1', in: [], attributes: { programs: [], types: [] }, message: 'programs must be rows of one length, at least one' },
    { breaks: 'c1', in: [], attributes: { programs: [['f'], ['f', 'g']], types: [] }, message: 'programs must be rows of one length, at least one' },
  ],
});
