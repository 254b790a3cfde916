/** Programs with contractions and reductions that take loops: the bits of the program without that fusion, with states written in place, for any number of threads. */
import { evaluateProgram, f32, type Literal, type Program, plainHost, type TensorType } from '@millrace/ir';
import { parseModule } from '@millrace/ir/text';
import { drawLiteral, normal, Random } from '@millrace/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { EagerBuilder } from '../../eager/eager-builder.ts';
import { State } from '../../memory/state.ts';
import { contiguous, Storage } from '../../memory/storage.ts';
import { compileProgram } from '../../programs/compile.ts';
import { setDevice } from '../chain.ts';

const builder = new EagerBuilder(plainHost);
const parse = (text: string): Program => parseModule(text).functions[0].program;

/** A product whose gradient moves weights with momentum, then the product with bias, rectifier and residual. `rows` of examples. */
const step = (rows: number): string => {
  const [x, w, y, b] = [`tensor<${rows}x21xf32>`, 'tensor<21x13xf32>', `tensor<${rows}x13xf32>`, 'tensor<13xf32>'];
  return `func.func @f(%w: ${w}, %m: ${w}, %x: ${x}, %g: ${y}, %b: ${b}) -> (${w}, ${w}, ${y}, tensor<13xf32>) {
    %decay = stablehlo.constant dense<0.9> : ${w}
    %rate = stablehlo.constant dense<0.125> : ${w}
    %zero = stablehlo.constant dense<0.0> : ${y}
    %start = stablehlo.constant dense<0.0> : tensor<f32>
    %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (${x}, ${w}) -> ${y}
    %1 = stablehlo.broadcast_in_dim %b, dims = [1] : (${b}) -> ${y}
    %2 = stablehlo.add %0, %1 : ${y}
    %3 = stablehlo.maximum %2, %zero : ${y}
    %4 = stablehlo.add %3, %g : ${y}
    %d = stablehlo.dot_general %x, %4, contracting_dims = [0] x [0] : (${x}, ${y}) -> ${w}
    %5 = stablehlo.multiply %m, %decay : ${w}
    %6 = stablehlo.add %5, %d : ${w}
    %7 = stablehlo.multiply %6, %rate : ${w}
    %8 = stablehlo.subtract %w, %7 : ${w}
    %9 = stablehlo.multiply %4, %g : ${y}
    %10 = stablehlo.reduce(%9 init: %start) applies stablehlo.add across dimensions = [0] : (${y}, tensor<f32>) -> tensor<13xf32>
    return %8, %6, %4, %10 : ${w}, ${w}, ${y}, tensor<13xf32>
  }`;
};

interface Options {
  readonly without?: readonly string[];
  readonly threads: number;
}

function run(program: Program, args: readonly Literal[], { without, threads }: Options): Float32Array[] {
  const executable = compileProgram({ name: 'f', program, states: 2, writes: [0, 1] }, builder, { without, threads, sharedFrom: 100 });
  const states = args.slice(0, 2).map(({ type, data }, i) => new State(`s${i}`, type, new Storage(Float32Array.from(data as Float32Array))));
  const inputs = args.slice(2).map(({ type, data }) => ({ type, storage: new Storage(data, null, 0, true) }));
  const outputs = [1, 2].map(() => executable.run(states, inputs)).at(-1) ?? [];
  return [
    ...states.map((s) => Float32Array.from(contiguous(s.storage(), s.type) as Float32Array)),
    ...outputs.map((o) => contiguous(o.storage, o.type) as Float32Array),
  ];
}

describe('a step of training', () => {
  beforeAll(() => setDevice('wasm'));
  // with 600 rows the gradient's sums are stored before they are complete
  it.each([7, 64, 600])('on %d rows has the same bits with fusion and without', (rows) => {
    const program = parse(step(rows));
    const random = new Random(5);
    const args = program.arguments.map((a) => drawLiteral(normal(0.1), random, f32, (a.type as TensorType).shape as number[]));
    const plain = run(program, args, { without: ['fuse-epilogues', 'fuse-reductions'], threads: 1 });
    for (const threads of [1, 2, 3]) expect(run(program, args, { threads }), `${threads} threads`).toEqual(plain);
    const [w, m] = evaluateProgram(program, args) as readonly Literal[];
    const want = evaluateProgram(program, [w, m, ...args.slice(2)]) as readonly Literal[];
    plain.forEach((r, k) => r.forEach((x, i) => expect(x).toBeCloseTo((want[k].data as Float32Array)[i], 3)));
  });
  it('writes its states where they lie', () => {
    const executable = compileProgram({ name: 'f', program: parse(step(64)), states: 2, writes: [0, 1] }, builder, { threads: 1 });
    expect(executable.listing()).toMatch(/fused_contract/);
    expect(executable.listing()).toMatch(/state0 was written in place\nstate1 was written in place/);
  });
});
