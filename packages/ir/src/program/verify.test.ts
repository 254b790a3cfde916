import { describe, expect, it } from 'vitest';
import { OpError } from '../errors/index.ts';
import { primitiveNamed } from '../ops/registry.ts';
import { parseModule } from '../text/index.ts';
import { f32, fileLocation, tensorType, unknownLocation } from '../types/index.ts';
import { moduleOf, type Operation, Program, ProgramValue } from './program.ts';
import { verifyModule, verifyProgram } from './verify.ts';

/** The first line of the error of a module, or 'well formed'. */
function verdict(verify: () => void): string {
  try {
    verify();
  } catch (error) {
    if (!(error instanceof OpError) || error.code !== 'verify') throw error;
    return error.message.split('\n')[0];
  }
  return 'well formed';
}

const ofText = (text: string): string => verdict(() => verifyModule(parseModule(text, { file: 'v.mlir' })));
const body = (args: string, ...lines: string[]): string => [`func.func @f(${args}) {`, ...lines.map((l) => `  ${l}`), '  return', '}'].join('\n');

const byAxis = (axis: number): string => `!quant.uniform<i8:f32:${axis}, {1.0,0.5,0.25}>`;

/** An operation that moves the quantized axis 1 of a [2, 3] tensor, with a result that says where it is. */
function movedAxis(op: string, dims: string, shape: string, axis: number): string {
  const [from, to] = [`tensor<2x3x${byAxis(1)}>`, `tensor<${shape}x${byAxis(axis)}>`];
  return body(`%x: ${from}`, `%y = stablehlo.${op} %x${dims && `, ${dims}`} : (${from}) -> ${to}`);
}

const quantizedVector = (parameters: string): string => `tensor<2x!quant.uniform<${parameters}>>`;

/** The sum of two tensors of i8 by 0.5, with a result of its own type. */
function quantizedSum(result: string): string {
  const [x, y] = ['i8:f32, 0.5', result].map(quantizedVector);
  return body(`%x: ${x}`, `%z = "stablehlo.add"(%x, %x) : (${x}, ${x}) -> ${y}`);
}

const texts: readonly (readonly [name: string, text: string, verdict: string])[] = [
  ['a sound function', body('%x: tensor<2xf32>', '%y = stablehlo.add %x, %x : tensor<2xf32>'), 'well formed'],
  [
    'operands of two shapes',
    body('%x: tensor<2xf32>, %y: tensor<3xf32>', '%z = "stablehlo.add"(%x, %y) : (tensor<2xf32>, tensor<3xf32>) -> tensor<2xf32>'),
    'add: lhs and rhs must have one shape; got [2] and [3] (c1) at v.mlir:2:8',
  ],
  [
    'a result type that is not the inferred one',
    body('%x: tensor<2xf32>', '%z = "stablehlo.add"(%x, %x) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf64>'),
    'add: has result types (tensor<2xf64>), but gives (tensor<2xf32>) at v.mlir:2:8',
  ],
  ['an operand of the wrong kind', body('%x: tensor<2xi32>', '%z = stablehlo.tanh %x : tensor<2xi32>'), 'tanh: x is tensor<2xi32> at v.mlir:2:8'],
  ...(
    [
      ['another storage type (add_c3)', 'i16:f32, 0.5'],
      ['another range of stored values', 'i8<-127:127>:f32, 0.5'],
      ['another expressed type (add_c4)', 'i8:f16, 0.5'],
      ['scales along an axis (add_c5)', 'i8:f32:0, {0.5,0.5}'],
    ] as const
  ).map(
    ([name, result]) =>
      [
        `a quantized result with ${name}`,
        quantizedSum(result),
        `add: has result types (${quantizedVector(result)}), but gives (${quantizedVector('i8:f32, 0.5')}) at v.mlir:2:8`,
      ] as const,
  ),
  ...(
    [
      ['transpose', 'dims = [1, 0]', '3x2', 0],
      ['broadcast_in_dim', 'dims = [1, 2]', '4x2x3', 2],
      ['reshape', '', '1x2x1x3', 3],
    ] as const
  ).flatMap(([op, dims, shape, axis]) =>
    [axis, axis === 0 ? 1 : 0].map(
      (written) =>
        [
          `${op} moves the quantized axis to ${axis}; axis ${written} is written`,
          movedAxis(op, dims, shape, written),
          written === axis
            ? 'well formed'
            : `${op}: has result types (tensor<${shape}x${byAxis(written)}>), but gives (tensor<${shape}x${byAxis(axis)}>) at v.mlir:2:8`,
        ] as const,
    ),
  ),
  ['a quantized result with another scale and zero point', quantizedSum('i8:f32, 0.25:3'), 'well formed'],
  [
    'branches that know different sizes',
    body(
      '%p: tensor<i1>, %x: tensor<2x3xf32>, %y: tensor<?x3xf32>',
      '%z = "stablehlo.if"(%p) ({',
      '  stablehlo.return %x : tensor<2x3xf32>',
      '}, {',
      '  stablehlo.return %y : tensor<?x3xf32>',
      '}) : (tensor<i1>) -> tensor<?x3xf32>',
    ),
    'well formed',
  ],
  [
    'branches of two sizes',
    body(
      '%i: tensor<i32>, %x: tensor<2xf32>, %y: tensor<3xf32>',
      '%z = "stablehlo.case"(%i) ({',
      '  stablehlo.return %x : tensor<2xf32>',
      '}, {',
      '  stablehlo.return %y : tensor<3xf32>',
      '}) : (tensor<i32>) -> tensor<?xf32>',
    ),
    'case: branches must return the same types; got (tensor<2xf32>) and (tensor<3xf32>) (c3) at v.mlir:2:8',
  ],
  [
    'a state of random bits whose size is open',
    body('%s: tensor<?xui64>', '%t, %u = stablehlo.rng_bit_generator %s, algorithm = PHILOX : (tensor<?xui64>) -> (tensor<2xui64>, tensor<3xui32>)'),
    'well formed',
  ],
  [
    'one precision for both operands of a product',
    body(
      '%x: tensor<2x2xf32>',
      '%y = stablehlo.dot_general %x, %x, contracting_dims = [1] x [0], precision = [HIGH] : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x2xf32>',
    ),
    'well formed',
  ],
  [
    'sizes left open',
    body('%x: tensor<2xf32>, %y: tensor<?xf32>', '%z = "stablehlo.add"(%x, %y) : (tensor<2xf32>, tensor<?xf32>) -> tensor<?xf32>'),
    'well formed',
  ],
  ['a call of nothing', body('', '%0 = call @g() : () -> tensor<f32>'), 'call: there is no function @g at v.mlir:2:8'],
  [
    'a call with other operands',
    `${body('%x: tensor<2xf32>', 'call @g(%x) : (tensor<2xf32>) -> ()')}\nfunc.func @g(%x: tensor<3xf32>) {\n  return\n}`,
    'call: operands of the call of @g are (tensor<2xf32>), but its signature says (tensor<3xf32>) at v.mlir:2:3',
  ],
  [
    'a call with other results',
    `${body('', '%0 = call @g() : () -> tensor<f32>')}\nfunc.func @g() {\n  return\n}`,
    'call: results of the call of @g are (tensor<f32>), but its signature says () at v.mlir:2:8',
  ],
  [
    'a composite without its decomposition',
    body('%x: tensor<f32>', '%0 = stablehlo.composite "a.b" %x {decomposition = @g} : (tensor<f32>) -> tensor<f32>'),
    'composite: there is no function @g at v.mlir:2:8',
  ],
  [
    'a reducer of the wrong type',
    body(
      '%x: tensor<2xf32>, %i: tensor<f32>',
      '%0 = "stablehlo.reduce"(%x, %i) <{dimensions = array<i64: 0>}> ({',
      '^bb0(%a: tensor<f32>, %b: tensor<f32>):',
      '  %c = stablehlo.compare LT, %a, %b : (tensor<f32>, tensor<f32>) -> tensor<i1>',
      '  stablehlo.return %c : tensor<i1>',
      '}) : (tensor<2xf32>, tensor<f32>) -> tensor<i1>',
    ),
    "reduce: body must take two scalars of each result's type; it has type (tensor<f32>, tensor<f32>) → (tensor<i1>) (c6) at v.mlir:2:8",
  ],
  [
    'a defect inside a region',
    body(
      '%x: tensor<2xf32>, %i: tensor<f32>',
      '%0 = stablehlo.reduce(%x init: %i) across dimensions = [0] : (tensor<2xf32>, tensor<f32>) -> tensor<f32>',
      'reducer(%a: tensor<f32>, %b: tensor<f32>) {',
      '  %c = "stablehlo.add"(%a, %b) : (tensor<f32>, tensor<f32>) -> tensor<i1>',
      '  stablehlo.return %a : tensor<f32>',
      '}',
    ),
    'add: has result types (tensor<i1>), but gives (tensor<f32>) at v.mlir:4:10',
  ],
  [
    'a program grid that is ragged',
    `func.func @g() {\n  return\n}\n${body('', '"interpreter.run_parallel"() {programs = [[@g], [@g, @g]]} : () -> ()')}`,
    'run_parallel: programs must be rows of one length, at least one (c1) at v.mlir:5:3',
  ],
];

describe('verifyModule', () => {
  it.each(texts)('%s', (_name, text, expected) => {
    expect(ofText(text)).toBe(expected);
  });

  const type = tensorType(f32, [2]);
  const negate = primitiveNamed('stablehlo.negate')!;
  const negateOf = (operand: ProgramValue, result: ProgramValue): Operation => ({
    primitive: negate,
    operands: [operand],
    attributes: {},
    regions: [],
    results: [result],
    location: fileLocation('t.ts', 1, 2),
  });

  it('finds values that are used before or defined twice, which text cannot say', () => {
    const [x, y, z] = [new ProgramValue(type), new ProgramValue(type), new ProgramValue(type)];
    expect(verdict(() => verifyProgram(new Program([x], [negateOf(y, z), negateOf(x, y)], [z])))).toBe(
      'negate: a value of type tensor<2xf32> is used before it is defined at t.ts:1:2',
    );
    expect(verdict(() => verifyProgram(new Program([x], [negateOf(x, y), negateOf(x, y)], [y])))).toBe('negate: a value is defined twice at t.ts:1:2');
    expect(verdict(() => verifyProgram(new Program([x], [], [y])))).toContain('return: a value of type tensor<2xf32> is used before it is defined');
    expect(verdict(() => verifyProgram(new Program([x], [negateOf(x, y)], [y])))).toBe('well formed');
  });

  it('finds functions with one name', () => {
    const { functions } = moduleOf('f', new Program([], [], []));
    expect(verdict(() => verifyModule({ attributes: {}, functions: [...functions, { ...functions[0], location: unknownLocation }] }))).toContain(
      'func: function @f is defined twice',
    );
  });
});
