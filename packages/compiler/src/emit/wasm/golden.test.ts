import { type CombinerName, f32, scalarInput } from '@millrace/ir';
import { goldenFiles } from '@millrace/testing/golden';
import { describe, it } from 'vitest';
import wabt from 'wabt';
import { matrixFields } from '../../schedules/gemm/matrix-product.ts';
import { defaultTarget, microKernel } from '../../schedules/gemm/micro-kernel.ts';
import type { KernelSource } from '../../schedules/kernel.ts';
import { rowMajor } from '../../schedules/layout.ts';
import { planPointwise } from '../../schedules/pointwise.ts';
import { rowReduction } from '../../schedules/reduce/row-kernel.ts';
import { memoryImport } from './kernel-library.ts';
import { ModuleBuilder } from './module-builder.ts';

async function disassemble(kernel: KernelSource): Promise<string> {
  const builder = new ModuleBuilder(memoryImport);
  builder.export(kernel.define(builder), 'kernel');
  const read = (await wabt()).readWasm(builder.finish(), { simd: true, bulk_memory: true } as never);
  read.validate();
  return read.toText({});
}

const golden = goldenFiles(import.meta.url);

/** Generated code as wabt reads it, kept to be read as a diff when an emitter changes. */
describe('kernels as text', () => {
  it('a + b', async () => {
    const operand = rowMajor(f32, [8]);
    const plan = planPointwise({ form: 'pointwise', results: [scalarInput(0).add(scalarInput(1))] }, [operand, operand], [8], [f32]);
    golden('pointwise-add.wat', await disassemble(plan!.kernel));
  });
  it('maximum along rows', async () => {
    const kernel = rowReduction({ combiner: 'maximum' as CombinerName, prologue: scalarInput(0), inputs: [{ element: f32, walks: true }], result: f32 });
    golden('reduce-row-maximum.wat', await disassemble(kernel));
  });
  it('a tile of a product with bias and rectifier', async () => {
    const epilogue = {
      key: ':bias,relu',
      expressions: [scalarInput(0).add(scalarInput(1)).max(0)],
      inputs: [{ element: f32, walks: true }],
      results: [f32],
      first: matrixFields.length,
      inRegisters: true,
    };
    golden('gemm-tile-bias-relu.wat', await disassemble({ key: 'tile', define: (module) => microKernel(module, defaultTarget, epilogue) }));
  });
});
