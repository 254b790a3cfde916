import type { CaseTable } from '@millrace/testing';
import { tanCases } from '../elementwise/tan.cases.ts';
import { chloTan } from './tan.ts';

export const cases: CaseTable = tanCases(chloTan);
