import { methods as b, batchProgram, f32, gradProgram, jvpProgram, type Program, tensorType, trace, type Value } from '@millrace/ir';
import { printProgram } from '@millrace/ir/text';
import { goldenFiles } from '@millrace/testing/golden';
import { describe, test } from 'vitest';

const golden = goldenFiles(import.meta.url);

/** f(x, w) = sum(tanh(x w)): a product, a pointwise operation and a reduction, so each kind of rule is seen. */
const network = (x: Value, w: Value): Value[] => [
  b.sum(b.tanh(b.dotGeneral(x, w, { dotDimensionNumbers: { lhsContractingDimensions: [1], rhsContractingDimensions: [0] } })), [0, 1]),
];

describe('a traced program as MLIR text, stage by stage', () => {
  const program: Program = trace([tensorType(f32, [2, 3]), tensorType(f32, [3, 4])], (x, w) => network(x, w)).program;
  test('trace', () => golden('network.mlir', printProgram(program)));
  test('forward derivative', () => golden('network.jvp.mlir', printProgram(jvpProgram(program))));
  test('gradient', () => golden('network.grad.mlir', printProgram(gradProgram(program, { wrt: [1] }))));
  test('batch', () => golden('network.batch.mlir', printProgram(batchProgram(program, { batched: [true, false], size: 5 }))));
});
