/** Reductions with the loop before them, contractions with the loop after them. */
import { describe, expect, it } from 'vitest';
import { optimize } from '../optimize.ts';
import { parse, rewrites, stays } from '../test/tables.ts';
import { fuseEpilogues } from './fuse-epilogues.ts';
import { fuseReductions } from './fuse-reductions.ts';

const m = 'tensor<2x3xf32>';
const s = 'tensor<f32>';
const sum = (operand: string): string => `stablehlo.reduce(${operand} init: %z) applies stablehlo.add across dimensions = [1] : (${m}, ${s}) -> tensor<2xf32>`;

rewrites(fuseReductions, [
  [
    'sum of squares',
    `(%x: ${m}, %z: ${s}) -> tensor<2xf32>`,
    `%0 = stablehlo.multiply %x, %x : ${m}\n%1 = ${sum('%0')}\nreturn %1 : tensor<2xf32>`,
    `%1 = "millrace.fused_reduce"(%x, %z) <{expression = #millrace.scalar<"multiply($0,$0)">, dimensions = array<i64: 1>, combiner = "add"}> : (${m}, ${s}) -> tensor<2xf32>
     return %1 : tensor<2xf32>`,
  ],
  [
    'a fused loop with constants',
    `(%x: ${m}, %z: ${s}) -> tensor<2xf32>`,
    `%0 = "millrace.fused"(%x) <{expressions = [#millrace.scalar<"exponential(subtract($0,1))">]}> : (${m}) -> ${m}\n%1 = ${sum('%0')}\nreturn %1 : tensor<2xf32>`,
    `%1 = "millrace.fused_reduce"(%x, %z) <{expression = #millrace.scalar<"exponential(subtract($0,1))">, dimensions = array<i64: 1>, combiner = "add"}> : (${m}, ${s}) -> tensor<2xf32>
     return %1 : tensor<2xf32>`,
  ],
  [
    'of a loop with several results: from those that are stored',
    `(%x: ${m}, %y: ${m}, %z: ${s}) -> (tensor<2xf32>, ${m})`,
    `%0:2 = "millrace.fused"(%x, %y) <{expressions = [#millrace.scalar<"subtract($0,$1)">, #millrace.scalar<"multiply(subtract($0,$1),subtract($0,$1))">]}> : (${m}, ${m}) -> (${m}, ${m})
     %1 = ${sum('%0#1')}
     return %1, %0#0 : tensor<2xf32>, ${m}`,
    `%0 = "millrace.fused"(%x, %y) <{expressions = [#millrace.scalar<"subtract($0,$1)">]}> : (${m}, ${m}) -> ${m}
     %1 = "millrace.fused_reduce"(%0, %z) <{expression = #millrace.scalar<"multiply($0,$0)">, dimensions = array<i64: 1>, combiner = "add"}> : (${m}, ${s}) -> tensor<2xf32>
     return %1, %0 : tensor<2xf32>, ${m}`,
  ],
  [
    'of a loop with several results: what the others do not read goes with it',
    `(%x: ${m}, %y: ${m}, %z: ${s}) -> (tensor<2xf32>, ${m})`,
    `%0:2 = "millrace.fused"(%y, %x) <{expressions = [#millrace.scalar<"negate($0)">, #millrace.scalar<"tanh($1)">]}> : (${m}, ${m}) -> (${m}, ${m})
     %1 = ${sum('%0#0')}
     return %1, %0#1 : tensor<2xf32>, ${m}`,
    `%0 = "millrace.fused"(%x) <{expressions = [#millrace.scalar<"tanh($0)">]}> : (${m}) -> ${m}
     %1 = "millrace.fused_reduce"(%y, %z) <{expression = #millrace.scalar<"negate($0)">, dimensions = array<i64: 1>, combiner = "add"}> : (${m}, ${s}) -> tensor<2xf32>
     return %1, %0 : tensor<2xf32>, ${m}`,
  ],
  [
    'of a loop with several results, all of which are reduced: what one reads of the loop stays for it',
    `(%x: ${m}, %y: ${m}, %z: ${s}) -> (tensor<2xf32>, tensor<2xf32>)`,
    `%0:2 = "millrace.fused"(%x, %y) <{expressions = [#millrace.scalar<"subtract($0,$1)">, #millrace.scalar<"multiply(subtract($0,$1),subtract($0,$1))">]}> : (${m}, ${m}) -> (${m}, ${m})
     %1 = ${sum('%0#1')}
     %2 = ${sum('%0#0')}
     return %1, %2 : tensor<2xf32>, tensor<2xf32>`,
    `%0 = "millrace.fused"(%x, %y) <{expressions = [#millrace.scalar<"subtract($0,$1)">]}> : (${m}, ${m}) -> ${m}
     %1 = "millrace.fused_reduce"(%0, %z) <{expression = #millrace.scalar<"multiply($0,$0)">, dimensions = array<i64: 1>, combiner = "add"}> : (${m}, ${s}) -> tensor<2xf32>
     %2 = ${sum('%0')}
     return %1, %2 : tensor<2xf32>, tensor<2xf32>`,
  ],
  stays(
    'a function that would be computed twice',
    `(%x: ${m}, %z: ${s}) -> (tensor<2xf32>, ${m})`,
    `%0:2 = "millrace.fused"(%x) <{expressions = [#millrace.scalar<"add(exponential($0),1)">, #millrace.scalar<"negate(exponential($0))">]}> : (${m}) -> (${m}, ${m})
     %1 = ${sum('%0#1')}
     return %1, %0#0 : tensor<2xf32>, ${m}`,
  ),
  stays(
    'elements that something else reads',
    `(%x: ${m}, %z: ${s}) -> (tensor<2xf32>, ${m})`,
    `%0 = stablehlo.multiply %x, %x : ${m}\n%1 = ${sum('%0')}\nreturn %1, %0 : tensor<2xf32>, ${m}`,
  ),
  [
    'the sum of products of two arrays, and a scalar that is repeated',
    `(%x: ${m}, %y: ${m}, %s: ${s}, %z: ${s}) -> tensor<2xf32>`,
    `%0 = "millrace.fused"(%x, %y, %s) <{expressions = [#millrace.scalar<"multiply(multiply($0,$1),$2)">]}> : (${m}, ${m}, ${s}) -> ${m}\n%1 = ${sum('%0')}\nreturn %1 : tensor<2xf32>`,
    `%1 = "millrace.fused_reduce"(%x, %y, %s, %z) <{expression = #millrace.scalar<"multiply(multiply($0,$1),$2)">, dimensions = array<i64: 1>, combiner = "add"}> : (${m}, ${m}, ${s}, ${s}) -> tensor<2xf32>
     return %1 : tensor<2xf32>`,
  ],
  stays(
    'a loop over more arrays than a reduction may read',
    `(%a: ${m}, %b: ${m}, %c: ${m}, %d: ${m}, %e: ${m}, %z: ${s}) -> tensor<2xf32>`,
    `%0 = "millrace.fused"(%a, %b, %c, %d, %e) <{expressions = [#millrace.scalar<"add(add(add(add($0,$1),$2),$3),$4)">]}> : (${m}, ${m}, ${m}, ${m}, ${m}) -> ${m}
     %1 = ${sum('%0')}
     return %1 : tensor<2xf32>`,
  ),
  stays(
    'a region that is no combiner',
    `(%x: ${m}, %z: ${s}) -> tensor<2xf32>`,
    `%0 = stablehlo.multiply %x, %x : ${m}
     %1 = stablehlo.reduce(%0 init: %z) across dimensions = [1] : (${m}, ${s}) -> tensor<2xf32> reducer(%a: ${s}, %b: ${s}) {
       %2 = stablehlo.add %a, %b : ${s}
       %3 = stablehlo.negate %2 : ${s}
       stablehlo.return %3 : ${s}
     }
     return %1 : tensor<2xf32>`,
  ),
]);

const product = (name: string, x: string, w: string): string =>
  `%${name} = stablehlo.dot_general ${x}, ${w}, contracting_dims = [1] x [0] : (tensor<2x4xf32>, tensor<4x3xf32>) -> ${m}`;
const contract = (operands: string, types: string, expressions: readonly string[], results: string): string =>
  `"millrace.fused_contract"(${operands}) <{expressions = [${expressions.map((e) => `#millrace.scalar<"${e}">`).join(', ')}]}> ({
   ^bb0(%l: tensor<2x4xf32>, %r: tensor<4x3xf32>):
     ${product('p', '%l', '%r')}
     stablehlo.return %p : ${m}
   }) : (tensor<2x4xf32>, tensor<4x3xf32>${types}) -> ${results}`;

rewrites(fuseEpilogues, [
  [
    'bias and activation, with the sum before the activation kept',
    `(%x: tensor<2x4xf32>, %w: tensor<4x3xf32>, %b: tensor<3xf32>) -> (${m}, ${m})`,
    `${product('0', '%x', '%w')}
     %1 = stablehlo.broadcast_in_dim %b, dims = [1] : (tensor<3xf32>) -> ${m}
     %2:2 = "millrace.fused"(%0, %1) <{expressions = [#millrace.scalar<"add($0,$1)">, #millrace.scalar<"maximum(add($0,$1),0)">]}> : (${m}, ${m}) -> (${m}, ${m})
     return %2#0, %2#1 : ${m}, ${m}`,
    `%1 = stablehlo.broadcast_in_dim %b, dims = [1] : (tensor<3xf32>) -> ${m}
     %2:2 = ${contract('%x, %w, %1', `, ${m}`, ['add($0,$1)', 'maximum(add($0,$1),0)'], `(${m}, ${m})`)}
     return %2#0, %2#1 : ${m}, ${m}`,
  ],
  [
    'of two products the later one takes the sum; the other is its residual',
    `(%x: tensor<2x4xf32>, %w: tensor<4x3xf32>, %v: tensor<4x3xf32>) -> ${m}`,
    `${product('0', '%x', '%w')}
     ${product('1', '%x', '%v')}
     %2 = stablehlo.add %0, %1 : ${m}
     return %2 : ${m}`,
    `${product('0', '%x', '%w')}
     %2 = ${contract('%x, %v, %0', `, ${m}`, ['add($1,$0)'], m)}
     return %2 : ${m}`,
  ],
  [
    'a loop on the result under another shape',
    '(%x: tensor<2x4xf32>, %w: tensor<4x3xf32>, %b: tensor<3xf32>, %s: tensor<f32>) -> tensor<1x2x3xf32>',
    `${product('0', '%x', '%w')}
     %1 = stablehlo.reshape %0 : (${m}) -> tensor<1x2x3xf32>
     %2 = stablehlo.broadcast_in_dim %b, dims = [2] : (tensor<3xf32>) -> tensor<1x2x3xf32>
     %3 = "millrace.fused"(%1, %2, %s) <{expressions = [#millrace.scalar<"multiply(add($0,$1),$2)">]}> : (tensor<1x2x3xf32>, tensor<1x2x3xf32>, tensor<f32>) -> tensor<1x2x3xf32>
     return %3 : tensor<1x2x3xf32>`,
    `%2 = stablehlo.broadcast_in_dim %b, dims = [2] : (tensor<3xf32>) -> tensor<1x2x3xf32>
     %3 = stablehlo.reshape %2 : (tensor<1x2x3xf32>) -> ${m}
     %4 = ${contract('%x, %w, %3, %s', `, ${m}, tensor<f32>`, ['multiply(add($0,$1),$2)'], m)}
     %5 = stablehlo.reshape %4 : (${m}) -> tensor<1x2x3xf32>
     return %5 : tensor<1x2x3xf32>`,
  ],
  stays(
    'a product that something else reads',
    `(%x: tensor<2x4xf32>, %w: tensor<4x3xf32>) -> (${m}, ${m})`,
    `${product('0', '%x', '%w')}\n%1 = stablehlo.tanh %0 : ${m}\nreturn %0, %1 : ${m}, ${m}`,
  ),
  stays(
    'a product of a type that has no schedule',
    '(%x: tensor<2x4xf64>, %w: tensor<4x3xf64>) -> tensor<2x3xf64>',
    `%0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<2x4xf64>, tensor<4x3xf64>) -> tensor<2x3xf64>
     %1 = stablehlo.negate %0 : tensor<2x3xf64>
     return %1 : tensor<2x3xf64>`,
  ),
]);

describe('epilogues in optimize', () => {
  const program = parse(`(%x: tensor<2x4xf32>, %w: tensor<4x3xf32>) -> ${m}`, `${product('0', '%x', '%w')}\n%1 = stablehlo.tanh %0 : ${m}\nreturn %1 : ${m}`);
  const names = (options: Parameters<typeof optimize>[1]): string[] => optimize(program, options).operations.map((o) => o.primitive.shortName);
  it('are fused where they are asked for', () => {
    expect(names({})).toEqual(['dot_general', 'tanh']);
    expect(names({ epilogues: true })).toEqual(['fused_contract']);
    expect(names({ epilogues: true, without: ['fuse-epilogues'] })).toEqual(['dot_general', 'tanh']);
  });
});
