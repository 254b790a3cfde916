import { describe, expect, it } from 'vitest';
import { functionNamed, verifyModule } from '../program/index.ts';
import { parseModule } from '../text/index.ts';
import { gradProgram } from '../transforms/index.ts';
import { buildLiteral, elementsOf, f32, type Literal, tensorType } from '../types/index.ts';
import type { EvalValue } from './context.ts';
import { evaluateProgram } from './evaluator.ts';
import { runGrid } from './grid.ts';

/** Runs `@main` of a module; what it prints and returns. */
function runMain(text: string): { results: readonly EvalValue[]; printed: string[] } {
  const module = parseModule(text);
  verifyModule(module);
  const printed: string[] = [];
  const results = evaluateProgram(functionNamed(module, 'main')!.program, [], { module, print: (line) => printed.push(line) });
  return { results, printed };
}

const numbers = (v: EvalValue): unknown[] => elementsOf(v as Literal);

describe('a grid of processes', () => {
  it('gives each process its place', () => {
    const { results } = runMain(`
      func.func @p() -> (tensor<ui32>, tensor<ui32>) {
        %0 = stablehlo.replica_id : tensor<ui32>
        %1 = stablehlo.partition_id : tensor<ui32>
        return %0, %1 : tensor<ui32>, tensor<ui32>
      }
      func.func @main() -> (tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>) {
        %0:4 = "interpreter.run_parallel"() {programs = [[@p], [@p]]} : () -> (tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>)
        return %0#0, %0#1, %0#2, %0#3 : tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>
      }`);
    expect(results.map((r) => numbers(r)[0])).toEqual([0, 0, 1, 0]);
  });

  it('carries values over channels, also when the receiver runs first', () => {
    const { results, printed } = runMain(`
      func.func @receiver(%t: !stablehlo.token) -> tensor<2xi32> {
        %c = stablehlo.constant dense<1> : tensor<i32>
        interpreter.print %c : tensor<i32>
        %0:2 = "stablehlo.recv"(%t) {channel_handle = #stablehlo.channel_handle<handle = 5, type = 1>} : (!stablehlo.token) -> (tensor<2xi32>, !stablehlo.token)
        interpreter.print %0#0 : tensor<2xi32>
        return %0#0 : tensor<2xi32>
      }
      func.func @sender(%t: !stablehlo.token) -> !stablehlo.token {
        %c = stablehlo.constant dense<[7, 8]> : tensor<2xi32>
        %0 = "stablehlo.send"(%c, %t) {channel_handle = #stablehlo.channel_handle<handle = 5, type = 1>} : (tensor<2xi32>, !stablehlo.token) -> !stablehlo.token
        return %0 : !stablehlo.token
      }
      func.func @main() -> tensor<2xi32> {
        %t = stablehlo.create_token : !stablehlo.token
        %0:2 = "interpreter.run_parallel"(%t, %t) {programs = [[@receiver, @sender]]} : (!stablehlo.token, !stablehlo.token) -> (tensor<2xi32>, !stablehlo.token)
        return %0#0 : tensor<2xi32>
      }`);
    expect(numbers(results[0])).toEqual([7, 8]);
    // The receiver ran twice, and printed its first line once.
    expect(printed).toEqual(['tensor<i32> {1}', 'tensor<2xi32> {\n  [7, 8]\n}']);
  });

  const permute = (pairs: string): string => `
    func.func @p(%x: tensor<i32>) -> tensor<i32> {
      %0 = "stablehlo.collective_permute"(%x) <{source_target_pairs = dense<${pairs}> : tensor<3x2xi64>}> : (tensor<i32>) -> tensor<i32>
      return %0 : tensor<i32>
    }
    func.func @main() -> (tensor<i32>, tensor<i32>, tensor<i32>) {
      %0 = stablehlo.constant dense<10> : tensor<i32>
      %1 = stablehlo.constant dense<20> : tensor<i32>
      %2 = stablehlo.constant dense<30> : tensor<i32>
      %3:3 = "interpreter.run_parallel"(%0, %1, %2) {programs = [[@p], [@p], [@p]]} : (tensor<i32>, tensor<i32>, tensor<i32>) -> (tensor<i32>, tensor<i32>, tensor<i32>)
      return %3#0, %3#1, %3#2 : tensor<i32>, tensor<i32>, tensor<i32>
    }`;

  it('permutes in a ring', () => {
    expect(runMain(permute('[[0, 1], [1, 2], [2, 0]]')).results.map((r) => numbers(r)[0])).toEqual([30, 10, 20]);
  });

  it('runs collectives of asynchronous operations', () => {
    const { results } = runMain(`
      func.func @p(%x: tensor<2xf32>) -> tensor<2xf32> {
        %0 = "stablehlo.async_start"(%x) ({
        ^bb0(%a: tensor<2xf32>):
          %1 = "stablehlo.all_reduce"(%a) <{replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> ({
          ^bb0(%l: tensor<f32>, %r: tensor<f32>):
            %2 = stablehlo.add %l, %r : tensor<f32>
            stablehlo.return %2 : tensor<f32>
          }) : (tensor<2xf32>) -> tensor<2xf32>
          stablehlo.return %1 : tensor<2xf32>
        }) : (tensor<2xf32>) -> !stablehlo.future<tensor<2xf32>>
        %3 = "stablehlo.async_done"(%0) : (!stablehlo.future<tensor<2xf32>>) -> tensor<2xf32>
        return %3 : tensor<2xf32>
      }
      func.func @main() -> (tensor<2xf32>, tensor<2xf32>) {
        %0 = stablehlo.constant dense<[1.0, 2.0]> : tensor<2xf32>
        %1 = stablehlo.constant dense<[10.0, 20.0]> : tensor<2xf32>
        %2:2 = "interpreter.run_parallel"(%0, %1) {programs = [[@p], [@p]]} : (tensor<2xf32>, tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>)
        return %2#0, %2#1 : tensor<2xf32>, tensor<2xf32>
      }`);
    expect(results.map(numbers)).toEqual([
      [11, 22],
      [11, 22],
    ]);
  });

  it('names the processes of a deadlock and what they wait for', () => {
    const text = `
      func.func @p(%x: tensor<i32>) -> tensor<2xi32> {
        %y = stablehlo.broadcast_in_dim %x, dims = [] : (tensor<i32>) -> tensor<1xi32>
        %0 = "stablehlo.all_gather"(%y) {all_gather_dim = 0 : i64, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>} : (tensor<1xi32>) -> tensor<2xi32>
        return %0 : tensor<2xi32>
      }
      func.func @lazy(%x: tensor<i32>) -> tensor<i32> {
        return %x : tensor<i32>
      }
      func.func @main() {
        %0 = stablehlo.constant dense<1> : tensor<i32>
        %1:2 = "interpreter.run_parallel"(%0, %0) {programs = [[@p], [@lazy]]} : (tensor<i32>, tensor<i32>) -> (tensor<2xi32>, tensor<i32>)
        return
      }`;
    expect(() => runMain(text)).toThrow('the processes are deadlocked: process (0, 0) waits for (1, 0) in all_gather on channel 0');
  });

  it('says that a single process has nobody to send to', () => {
    const text =
      'func.func @main() {\n%t = stablehlo.create_token : !stablehlo.token\n%0 = "stablehlo.send"(%t) : (!stablehlo.token) -> !stablehlo.token\nreturn\n}';
    expect(() => runMain(text)).toThrow('send: has nobody to communicate with');
  });

  it('refuses a grid that a replica group exceeds', () => {
    const text = permute('[[0, 1], [1, 2], [2, 0]]')
      .replace(
        /collective_permute.*\n/,
        'all_to_all"(%y) {split_dimension = 0 : i64, concat_dimension = 0 : i64, split_count = 4 : i64, replica_groups = dense<[[0, 1, 2, 3]]> : tensor<1x4xi64>} : (tensor<4xi32>) -> tensor<4xi32>\n',
      )
      .replace('%0 = "stablehlo.all', '%y = stablehlo.broadcast_in_dim %x, dims = [] : (tensor<i32>) -> tensor<4xi32>\n%0 = "stablehlo.all')
      .replace('return %0 : tensor<i32>', 'return %x : tensor<i32>');
    expect(() => runMain(text)).toThrow('all_to_all: process (3, 0) is not in the grid of 3 x 1');
  });
});

describe('derivatives of collectives', () => {
  const body = (line: string, type: string): string => `
    func.func @loss(%x: tensor<2xf32>, %w: tensor<${type}xf32>) -> tensor<f32> {
      %add = stablehlo.constant dense<0.0> : tensor<f32>
      %y = ${line}
      %z = stablehlo.multiply %y, %w : tensor<${type}xf32>
      %0 = stablehlo.reduce(%z init: %add) applies stablehlo.add across dimensions = [0] : (tensor<${type}xf32>, tensor<f32>) -> tensor<f32>
      return %0 : tensor<f32>
    }`;
  const reducer = '({\n^bb0(%l: tensor<f32>, %r: tensor<f32>):\n%s = stablehlo.add %l, %r : tensor<f32>\nstablehlo.return %s : tensor<f32>\n})';
  const group = 'replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>';

  /** Gradients of the sum of both processes' losses by each process's x; process p has weights that begin at 10 p. */
  function gradients(line: string, size: number): unknown[][] {
    const module = parseModule(body(line, String(size)));
    verifyModule(module);
    const grad = gradProgram(module.functions[0].program, { wrt: [0] });
    const vector = (n: number, start: number): Literal => buildLiteral(tensorType(f32, [n]), (i) => start + i);
    const { results } = runGrid({
      replicas: 2,
      partitions: 1,
      run: (as) => evaluateProgram(grad, [vector(2, 1), vector(size, 10 * as.process.replicaId)], as),
    });
    return results.map((r) => numbers(r[0]));
  }

  // Closed forms: each x meets the weights of both processes, or those of the part that it becomes.
  it('all_reduce', () => {
    expect(gradients(`"stablehlo.all_reduce"(%x) <{${group}}> ${reducer} : (tensor<2xf32>) -> tensor<2xf32>`, 2)).toEqual([
      [0 + 10, 1 + 11],
      [0 + 10, 1 + 11],
    ]);
  });
  it('all_gather', () => {
    expect(gradients(`"stablehlo.all_gather"(%x) <{all_gather_dim = 0 : i64, ${group}}> : (tensor<2xf32>) -> tensor<4xf32>`, 4)).toEqual([
      [0 + 10, 1 + 11],
      [2 + 12, 3 + 13],
    ]);
  });
  it('reduce_scatter', () => {
    expect(gradients(`"stablehlo.reduce_scatter"(%x) <{scatter_dimension = 0 : i64, ${group}}> ${reducer} : (tensor<2xf32>) -> tensor<1xf32>`, 1)).toEqual([
      [0, 10],
      [0, 10],
    ]);
  });
  it('all_to_all', () => {
    expect(
      gradients(
        `"stablehlo.all_to_all"(%x) <{split_dimension = 0 : i64, concat_dimension = 0 : i64, split_count = 2 : i64, ${group}}> : (tensor<2xf32>) -> tensor<2xf32>`,
        2,
      ),
    ).toEqual([
      [0, 10],
      [1, 11],
    ]);
  });
  it('collective_permute', () => {
    expect(
      gradients('"stablehlo.collective_permute"(%x) <{source_target_pairs = dense<[[0, 1]]> : tensor<1x2xi64>}> : (tensor<2xf32>) -> tensor<2xf32>', 2),
    ).toEqual([
      [10, 11],
      [0, 0],
    ]);
  });
  it('all_reduce of a maximum has none', () => {
    const line = `"stablehlo.all_reduce"(%x) <{${group}}> ${reducer.replace('stablehlo.add', 'stablehlo.maximum')} : (tensor<2xf32>) -> tensor<2xf32>`;
    expect(() => gradients(line, 2)).toThrow('all_reduce: has a derivative only where it adds');
  });
});
