import { f32, type Operation, scalarInput } from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import { parse, rewrites, stays } from '../test/tables.ts';
import { applyExpression } from './expression.ts';
import { fusePointwise } from './fuse-pointwise.ts';

const v = 'tensor<4xf32>';
const f = `(%x: ${v}, %y: ${v}) -> ${v}`;
const fused = (operands: string, types: string, expressions: readonly string[], results: string): string =>
  `"millrace.fused"(${operands}) <{expressions = [${expressions.map((e) => `#millrace.scalar<"${e}">`).join(', ')}]}> : (${types}) -> ${results}`;

rewrites(fusePointwise, [
  [
    'a chain',
    f,
    `%0 = stablehlo.add %x, %y : ${v}
     %1 = stablehlo.tanh %0 : ${v}
     %2 = stablehlo.multiply %1, %x : ${v}
     return %2 : ${v}`,
    `%2 = ${fused('%x, %y', `${v}, ${v}`, ['multiply(tanh(add($0,$1)),$0)'], v)}\nreturn %2 : ${v}`,
  ],
  [
    'constants and repeated scalars go into the code',
    `(%x: ${v}, %s: tensor<f32>) -> ${v}`,
    `%c = stablehlo.constant dense<0.5> : tensor<f32>
     %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<f32>) -> ${v}
     %1 = stablehlo.broadcast_in_dim %s, dims = [] : (tensor<f32>) -> ${v}
     %2 = stablehlo.multiply %x, %0 : ${v}
     %3 = stablehlo.add %2, %1 : ${v}
     return %3 : ${v}`,
    `%3 = ${fused('%x, %s', `${v}, tensor<f32>`, ['add(multiply($0,0.5),$1)'], v)}\nreturn %3 : ${v}`,
  ],
  [
    'a constant keeps its type where nothing beside it has one',
    `(%p: tensor<4xi1>, %x: ${v}) -> tensor<4xi32>`,
    `%a = stablehlo.constant dense<1.5> : tensor<f32>
     %b = stablehlo.constant dense<2.5> : tensor<f32>
     %0 = stablehlo.broadcast_in_dim %a, dims = [] : (tensor<f32>) -> ${v}
     %1 = stablehlo.broadcast_in_dim %b, dims = [] : (tensor<f32>) -> ${v}
     %2 = stablehlo.select %p, %0, %1 : tensor<4xi1>, ${v}
     %3 = stablehlo.convert %2 : (${v}) -> tensor<4xi32>
     return %3 : tensor<4xi32>`,
    `%3 = ${fused('%p', 'tensor<4xi1>', ['convert:i32(select($0,convert:f32(1.5),convert:f32(2.5)))'], 'tensor<4xi32>')}\nreturn %3 : tensor<4xi32>`,
  ],
  [
    'several results, with what is read outside as well',
    `(%w: ${v}, %m: ${v}, %g: ${v}) -> (${v}, ${v})`,
    `%0 = stablehlo.add %m, %g : ${v}
     %1 = stablehlo.sqrt %0 : ${v}
     %2 = stablehlo.subtract %w, %1 : ${v}
     return %2, %0 : ${v}, ${v}`,
    `%0:2 = ${fused('%m, %g, %w', `${v}, ${v}, ${v}`, ['add($0,$1)', 'subtract($2,sqrt(add($0,$1)))'], `(${v}, ${v})`)}
     return %0#1, %0#0 : ${v}, ${v}`,
  ],
  [
    'a path that leaves a loop and comes back makes two loops',
    `(%x: ${v}, %z: tensor<f32>) -> ${v}`,
    `%0 = stablehlo.negate %x : ${v}
     %1 = stablehlo.exponential %0 : ${v}
     %2 = stablehlo.reduce(%1 init: %z) applies stablehlo.add across dimensions = [0] : (${v}, tensor<f32>) -> tensor<f32>
     %3 = stablehlo.broadcast_in_dim %2, dims = [] : (tensor<f32>) -> ${v}
     %4 = stablehlo.divide %1, %3 : ${v}
     %5 = stablehlo.tanh %4 : ${v}
     return %5 : ${v}`,
    `%1 = ${fused('%x', v, ['exponential(negate($0))'], v)}
     %2 = stablehlo.reduce(%1 init: %z) applies stablehlo.add across dimensions = [0] : (${v}, tensor<f32>) -> tensor<f32>
     %5 = ${fused('%1, %2', `${v}, tensor<f32>`, ['tanh(divide($0,$1))'], v)}
     return %5 : ${v}`,
  ],
  [
    'a cheap value with users on both sides of a contraction is computed twice',
    '(%x: tensor<2x2xf32>, %w: tensor<2x2xf32>) -> tensor<2x2xf32>',
    `%0 = stablehlo.negate %x : tensor<2x2xf32>
     %1 = stablehlo.exponential %0 : tensor<2x2xf32>
     %2 = stablehlo.dot_general %1, %w, contracting_dims = [1] x [0] : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x2xf32>
     %3 = stablehlo.add %0, %2 : tensor<2x2xf32>
     return %3 : tensor<2x2xf32>`,
    `%1 = ${fused('%x', 'tensor<2x2xf32>', ['exponential(negate($0))'], 'tensor<2x2xf32>')}
     %2 = stablehlo.dot_general %1, %w, contracting_dims = [1] x [0] : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x2xf32>
     %3 = ${fused('%x, %2', 'tensor<2x2xf32>, tensor<2x2xf32>', ['add(negate($0),$1)'], 'tensor<2x2xf32>')}
     return %3 : tensor<2x2xf32>`,
  ],
  [
    'a costly one is stored',
    '(%x: tensor<2x2xf32>, %w: tensor<2x2xf32>) -> tensor<2x2xf32>',
    `%0 = stablehlo.exponential %x : tensor<2x2xf32>
     %1 = stablehlo.negate %0 : tensor<2x2xf32>
     %2 = stablehlo.dot_general %1, %w, contracting_dims = [1] x [0] : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x2xf32>
     %3 = stablehlo.add %0, %2 : tensor<2x2xf32>
     return %3 : tensor<2x2xf32>`,
    `%0:2 = ${fused('%x', 'tensor<2x2xf32>', ['exponential($0)', 'negate(exponential($0))'], '(tensor<2x2xf32>, tensor<2x2xf32>)')}
     %2 = stablehlo.dot_general %0#1, %w, contracting_dims = [1] x [0] : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x2xf32>
     %3 = stablehlo.add %0#0, %2 : tensor<2x2xf32>
     return %3 : tensor<2x2xf32>`,
  ],
  [
    'inside of a branch; outer values stay captures',
    `(%p: tensor<i1>, %x: ${v}) -> ${v}`,
    `%0 = "stablehlo.if"(%p) ({
       %1 = stablehlo.tanh %x : ${v}
       %2 = stablehlo.negate %1 : ${v}
       stablehlo.return %2 : ${v}
     }, { stablehlo.return %x : ${v} }) : (tensor<i1>) -> ${v}
     return %0 : ${v}`,
    `%0 = "stablehlo.if"(%p) ({
       %2 = ${fused('%x', v, ['negate(tanh($0))'], v)}
       stablehlo.return %2 : ${v}
     }, { stablehlo.return %x : ${v} }) : (tensor<i1>) -> ${v}
     return %0 : ${v}`,
  ],
  stays('one operation', f, `%0 = stablehlo.add %x, %y : ${v}\nreturn %0 : ${v}`),
  stays(
    'loops with and without vector code',
    `(%x: tensor<4xf64>, %y: ${v}) -> ${v}`,
    `%0 = stablehlo.convert %x : (tensor<4xf64>) -> ${v}
     %1 = stablehlo.add %0, %y : ${v}
     return %1 : ${v}`,
  ),
  stays(
    'other shapes',
    '(%x: tensor<4xf32>) -> tensor<2x4xf32>',
    `%0 = stablehlo.tanh %x : ${v}
     %1 = stablehlo.broadcast_in_dim %0, dims = [1] : (${v}) -> tensor<2x4xf32>
     %2 = stablehlo.negate %1 : tensor<2x4xf32>
     return %2 : tensor<2x4xf32>`,
  ),
]);

describe('limits of a loop', () => {
  const operandsOf = (o: Operation): number => o.operands.length;
  it('reads at most 8 arrays', () => {
    const names = Array.from({ length: 12 }, (_, k) => `%x${k}`);
    const sums = names.slice(1).map((name, k) => `%s${k + 1} = stablehlo.add ${k === 0 ? '%x0' : `%s${k}`}, ${name} : ${v}`);
    const program = fusePointwise.run(parse(`(${names.map((n) => `${n}: ${v}`).join(', ')}) -> ${v}`, `${sums.join('\n')}\nreturn %s11 : ${v}`));
    expect(program.operations.map(operandsOf)).toEqual([8, 5]);
  });
  it('stops where an expression written out would double at each step', () => {
    const squares = Array.from({ length: 40 }, (_, k) => `%s${k + 1} = stablehlo.multiply %s${k}, %s${k} : ${v}`);
    const program = fusePointwise.run(parse(`(%s0: ${v}) -> ${v}`, `${squares.join('\n')}\nreturn %s40 : ${v}`));
    expect(program.operations.length).toBeGreaterThan(3);
    const keys = program.operations.flatMap((o) => ((o.attributes.expressions ?? []) as unknown as { readonly key: string }[]).map((e) => e.key.length));
    expect(Math.max(...keys)).toBeLessThan(8000);
  });
  it('names the places of its parts', () => {
    const program = fusePointwise.run(
      parse(f, `%0 = stablehlo.add %x, %y : ${v} loc("a.ts":1:2)\n%1 = stablehlo.tanh %0 : ${v} loc("a.ts":3:4)\nreturn %1 : ${v}`),
    );
    expect(program.operations[0].location).toMatchObject({ kind: 'fused', locations: [{ line: 1 }, { line: 3 }] });
  });
});

describe('constants in expressions', () => {
  const [a, b] = [scalarInput(0), scalarInput(1)];
  it('take the type of what stands beside them', () => expect(applyExpression(a.add(b), [a, { constant: 2, element: f32 }], [f32, f32]).key).toBe('add($0,2)'));
  it('say their own type in a conversion', () =>
    expect(applyExpression(a.convert(f32), [{ constant: 2, element: f32 }], [f32]).key).toBe('convert:f32(convert:f32(2))'));
});
