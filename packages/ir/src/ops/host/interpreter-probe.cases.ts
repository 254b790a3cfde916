import { type CaseTable, casesFor, f32, floats, normal } from '@millrace/testing';
import { interpreterProbe } from './interpreter-probe.ts';

export const cases: CaseTable = casesFor(interpreterProbe, {
  values: [{ name: 'returns its operand', in: [f32([1, 2])], attributes: { probeId: 'a' }, out: f32([1, 2]) }],
  rejects: [{ breaks: 'attributes', in: ['tensor<f32>'], message: 'attribute probeId is missing' }],
  random: [{ shapes: [[[2, 3]]], dtypes: floats, draw: [normal()], attributes: { probeId: 'a' } }],
});
