import { describe, expect, it } from 'vitest';
import { sameModule } from '../program/same-program.ts';
import { verifyModule } from '../program/verify.ts';
import { parseModule } from './parse-module.ts';
import { printModule } from './print-module.ts';

const wrap = (args: string, line: string): string => `module {\n  func.func @f(${args}) {\n    ${line}\n    return\n  }\n}\n`;

/** The lines between a function's head and its return, as they print. */
function printed(args: string, line: string): string {
  const module = parseModule(wrap(args, line));
  const text = printModule(module);
  const again = parseModule(text);
  expect(sameModule(module, again)).toBe(true);
  expect(printModule(again)).toBe(text);
  const generic = parseModule(printModule(module, { generic: true }));
  expect(sameModule(module, generic)).toBe(true);
  return text.split('\n').slice(2, -4).join('\n').trim();
}

const two = '%a: tensor<2xf32>, %b: tensor<2xf32>';

/** [arguments, text, what it prints as]; without the last, the text prints as itself. */
const operations: readonly (readonly [args: string, text: string, printed?: string])[] = [
  [two, '%0 = stablehlo.add %a, %b : tensor<2xf32>'],
  [two, '%0 = "stablehlo.add"(%a, %b) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>', '%0 = stablehlo.add %a, %b : tensor<2xf32>'],
  [two, '%sum = stablehlo.add %a, %b : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>', '%sum = stablehlo.add %a, %b : tensor<2xf32>'],
  ['%a: tensor<2xcomplex<f32>>', '%0 = stablehlo.abs %a : (tensor<2xcomplex<f32>>) -> tensor<2xf32>'],
  [two, '%0 = stablehlo.compare LT, %a, %b : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>'],
  [
    two,
    '%0 = stablehlo.compare  NE, %a, %b,  FLOAT : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>',
    '%0 = stablehlo.compare NE, %a, %b, FLOAT : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>',
  ],
  [`%p: tensor<i1>, ${two}`, '%0 = stablehlo.select %p, %a, %b : tensor<i1>, tensor<2xf32>'],
  [
    `%p: tensor<i1>, ${two}`,
    '%0 = stablehlo.select %p, %a, %b : (tensor<i1>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>',
    '%0 = stablehlo.select %p, %a, %b : tensor<i1>, tensor<2xf32>',
  ],
  ['%a: tensor<2x3xf32>', '%0 = stablehlo.transpose %a, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>'],
  [
    '%a: tensor<2x3xf32>',
    '%0 = "stablehlo.transpose"(%a) {permutation = array<i64: 1, 0>} : (tensor<2x3xf32>) -> tensor<3x2xf32>',
    '%0 = stablehlo.transpose %a, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>',
  ],
  [
    '%a: tensor<2x3xf32>',
    '%0 = "stablehlo.transpose"(%a) <{permutation = dense<[1, 0]> : tensor<2xi64>}> : (tensor<2x3xf32>) -> tensor<3x2xf32>',
    '%0 = stablehlo.transpose %a, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>',
  ],
  // A constant is written in the operand's element type.
  ...(
    [
      ['f32', '3.200000e+00 : f32'],
      ['f16', '0x7E00 : f16'],
      ['i64', '-7 : i64'],
      ['ui8', '200 : ui8'],
      ['i1', 'true'],
      ['complex<f32>', '#complex.number<:f32 1.500000e+00, 0.000000e+00>'],
    ] as const
  ).map(([type, value]) => [`%a: tensor<2x${type}>`, `%0 = "chlo.constant_like"(%a) <{value = ${value}}> : (tensor<2x${type}>) -> tensor<2x${type}>`] as const),
  ['%a: tensor<f32>', '%0 = stablehlo.broadcast_in_dim %a, dims = [] : (tensor<f32>) -> tensor<4xf32>'],
  [two, '%0 = stablehlo.concatenate %a, %b, dim = 0 : (tensor<2xf32>, tensor<2xf32>) -> tensor<4xf32>'],
  ['%a: tensor<2xf32>, %v: tensor<f32>', '%0 = stablehlo.pad %a, %v, low = [1], high = [-1], interior = [2] : (tensor<2xf32>, tensor<f32>) -> tensor<4xf32>'],
  ['%a: tensor<9x9xf32>', '%0 = stablehlo.slice %a [0:4, 1:8:2] : (tensor<9x9xf32>) -> tensor<4x4xf32>'],
  ['', '%0 = stablehlo.iota dim = 0 : tensor<3xi32>'],
  [
    '%a: tensor<4x3xf32>, %b: tensor<3x6xf32>',
    '%0 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0] : (tensor<4x3xf32>, tensor<3x6xf32>) -> tensor<4x6xf32>',
  ],
  [
    '%a: tensor<1x3x4xf32>, %b: tensor<1x4x3xf32>',
    '%0 = stablehlo.dot_general %a, %b, batching_dims = [0] x [0], contracting_dims = [2, 1] x [1, 2], precision = [HIGH, DEFAULT] : (tensor<1x3x4xf32>, tensor<1x4x3xf32>) -> tensor<1xf32>',
  ],
  ['', '%0 = stablehlo.constant() <{value = dense<[1, 2]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 2.0:15>>'],
  [
    '%a: tensor<4x3xf32>, %b: tensor<3x6xf32>',
    '%0 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0], algorithm = <lhs_precision_type = tf32, rhs_precision_type = tf32, accumulation_type = f32, lhs_component_count = 1, rhs_component_count = 1, num_primitive_operations = 1, allow_imprecise_accumulation = false> : (tensor<4x3xf32>, tensor<3x6xf32>) -> tensor<4x6xf32>',
  ],
  ['%a: tensor<6xf64>', '%0 = stablehlo.reduce_precision %a, format = e5m10 : tensor<6xf64>'],
  [
    '%a: tensor<2x3xf32>, %i: tensor<f32>',
    '%0 = stablehlo.reduce(%a init: %i) applies stablehlo.maximum across dimensions = [0] : (tensor<2x3xf32>, tensor<f32>) -> tensor<3xf32>',
  ],
  [two, 'stablehlo.custom_call @check.expect_eq(%a, %b) {has_side_effect = true} : (tensor<2xf32>, tensor<2xf32>) -> ()'],
  [
    two,
    '%0 = stablehlo.custom_call @f(%a) {operand_layouts = [dense<0> : tensor<1xindex>], result_layouts = [dense<[1, 0]> : tensor<2xindex>]} : (tensor<2xf32>) -> tensor<2x1xf32>',
  ],
  [two, '%0:2 = stablehlo.custom_call @"two words"(%a) : (tensor<2xf32>) -> (tensor<2xf32>, tensor<i1>)'],
  [
    '%a: tensor<2xf32>',
    '%0 = stablehlo.negate %a {mhlo.flag, mhlo.note = "a\\22b\\0A"} : tensor<2xf32>',
    '%0 = stablehlo.negate %a {mhlo.flag, mhlo.note = "a\\"b\\0A"} : tensor<2xf32>',
  ],
  [
    '%a: tensor<2xf32>',
    '%0 = stablehlo.negate %a {x.inf = 0x7F800000 : f32, x.nan = 0x7FF8000000000000 : f64, x.y = 1.500000e+00 : bf16, x.z = 255 : i32} : tensor<2xf32>',
  ],
  ['%a: tensor<2xf32>', '%0 = stablehlo.negate %a {x.y = #sdy.sharding<@mesh, [{"a"}, {}]>} : tensor<2xf32>'],
  ['%a: tensor<?x4xf32>', '%0 = stablehlo.negate %a : tensor<?x4xf32>'],
  ['%a: tensor<?x4xf32, #stablehlo.bounds<8, ?>>', '%0 = stablehlo.negate %a : tensor<?x4xf32, #stablehlo.bounds<8, ?>>'],
  ['%a: tensor<?x4xf32, #stablehlo.type_extensions<bounds = [8, ?]>>', '%0 = stablehlo.negate %a : tensor<?x4xf32, #stablehlo.bounds<8, ?>>'],
  ['%a: tensor<2x!quant.uniform<i8:f32, 0.5:-3>>', '%0 = stablehlo.negate %a : tensor<2x!quant.uniform<i8:f32, 0.5:-3>>'],
  [
    '%a: tensor<2x!quant.uniform<u8<1:200>:f32:0, {1.0e-7:2, 2.0:3}>>',
    '%0 = stablehlo.negate %a : tensor<2x!quant.uniform<u8<1:200>:f32:0, {1.0e-7:2,2.0:3}>>',
  ],
  ['', '%0 = stablehlo.create_token : !stablehlo.token'],
  ['', '%0 = stablehlo.after_all : !stablehlo.token'],
  ['%t: !stablehlo.token', '%0 = stablehlo.after_all %t, %t : !stablehlo.token'],
  ['', '%0 = stablehlo.partition_id : tensor<ui32>'],
  ['%a: tensor<2xf32>', 'interpreter.print %a : tensor<2xf32>'],
  ['%a: tensor<2xf32>', '%0 = interpreter.probe %a, probe_id = "here" : tensor<2xf32>'],
  [two, 'check.expect_almost_eq %a, %b, tolerance = 1.000000e-01 : tensor<2xf32>'],
  [two, 'check.expect_close %a, %b, max_ulp_difference = 5 : tensor<2xf32>, tensor<2xf32>'],
  ['%a: tensor<f64>', 'check.expect_almost_eq_const %a, dense<5.100000e+00> : tensor<f64> {tolerance = 1.000000e-01 : f64}'],
  ['%a: tensor<2xf32>', '%0 = chlo.acosh %a : tensor<2xf32> -> tensor<2xf32>'],
];

/** [what is written, type, what it prints as]. */
const constants: readonly (readonly [value: string, type: string, printed?: string])[] = [
  ['[1, 2, -3]', '3xi32'],
  ['[[1, 2], [3, 4]]', '2x2xui8'],
  ['[true, false]', '2xi1'],
  ['[1, 0]', '2xi1', '[true, false]'],
  ['', '0x2xi8'],
  ['[]', '0xf32', ''],
  ['[[], []]', '2x0xf32', ''],
  ['[7, 7, 7]', '3xi64', '7'],
  ['-9223372036854775808', 'i64'],
  ['18446744073709551615', 'ui64'],
  ['0xFF', 'i8', '-1'],
  ['255', 'i8', '-1'],
  ['7', 'i4'],
  ['15', 'i4', '-1'],
  ['1.5', 'f32', '1.500000e+00'],
  ['0.1', 'f32', '1.000000e-01'],
  ['0.30000001192092896', 'f32', '3.000000e-01'],
  ['0.1', 'f64', '1.000000e-01'],
  ['0.30000000000000004', 'f64', '3.0000000000000004e-01'],
  ['1.17549435E-38', 'f32', '1.17549435e-38'],
  ['-0.0', 'f32', '-0.000000e+00'],
  ['0x7FC00000', 'f32'],
  ['0xFF800000', 'f32'],
  ['0x7FA00001', 'f32'],
  ['0x7FF0000000000000', 'f64'],
  ['0x3F800000', 'f32', '1.000000e+00'],
  ['0x7E00', 'f16'],
  ['65504.0', 'f16', '6.550400e+04'],
  ['0x80', 'f8E4M3FNUZ'],
  ['448.0', 'f8E4M3FN', '4.480000e+02'],
  ['[(1.0, 2.0), (0x7FC00000, -1.0)]', '2xcomplex<f32>', '[(1.000000e+00, 2.000000e+00), (0x7FC00000, -1.000000e+00)]'],
  ['(1.0, 2.0)', '4xcomplex<f64>', '(1.000000e+00, 2.000000e+00)'],
  ['"0x0000803F00000040"', '2xf32', '[1.000000e+00, 2.000000e+00]'],
  ['"0x0000803F"', '3xf32', '1.000000e+00'],
  ['"0x0503"', '10xi1', '[true, false, true, false, false, false, false, false, true, true]'],
  ['"0x0100"', '2xi1', '[true, false]'],
  ['"0x0F07"', '2xi4', '[-1, 7]'],
];

describe('printing', () => {
  it.each(operations.map(([args, text, expected = text]) => [args, text, expected] as const))('(%s) %s', (args, text, expected) => {
    expect(printed(args, text)).toBe(expected);
  });

  it.each(constants.map(([value, type, expected = value]) => [value, type, expected] as const))('dense<%s> : tensor<%s>', (value, type, expected) => {
    expect(printed('', `%0 = stablehlo.constant dense<${value}> : tensor<${type}>`)).toBe(`%0 = stablehlo.constant dense<${expected}> : tensor<${type}>`);
  });

  it('prints long constants as bytes', () => {
    const values = Array.from({ length: 101 }, (_, i) => i);
    const bytes = values.map((i) => i.toString(16).toUpperCase().padStart(2, '0')).join('');
    expect(printed('', `%0 = stablehlo.constant dense<[${values.join(', ')}]> : tensor<101xui8>`)).toBe(
      `%0 = stablehlo.constant dense<"0x${bytes}"> : tensor<101xui8>`,
    );
  });
});

const whole = `module @jit_main attributes {mhlo.num_partitions = 1 : i32, some.list = [1 : i64, 2.500000e+00 : f64, "s", @f, unit, array<i64: 1, 2>, tensor<2xf32>, f32, {a = true}]} {
  func.func @main(%arg0: tensor<4xf32> {jax.arg = "x"}, %init: tensor<f32>) -> (tensor<i64> {jax.result_info = ""}, tensor<f32>) attributes {a.b} {
    %c = stablehlo.constant dense<0> : tensor<i64>
    %loop:2 = stablehlo.while(%i = %c, %x = %init) : tensor<i64>, tensor<f32>
    cond {
      %0 = stablehlo.compare LT, %i, %c : (tensor<i64>, tensor<i64>) -> tensor<i1>
      stablehlo.return %0 : tensor<i1>
    } do {
      %0 = stablehlo.reduce(%arg0 init: %x) across dimensions = [0] : (tensor<4xf32>, tensor<f32>) -> tensor<f32>
      reducer(%l: tensor<f32>, %r: tensor<f32>) {
        %1 = stablehlo.add %l, %x : tensor<f32>
        stablehlo.return %1 : tensor<f32>
      }
      stablehlo.return %i, %0 : tensor<i64>, tensor<f32>
    }
    %0 = call @helper(%loop#1) : (tensor<f32>) -> tensor<f32>
    return %loop#0, %0 : tensor<i64>, tensor<f32>
  }
  func.func private @helper(%arg0: tensor<f32>) -> tensor<f32> {
    return %arg0 : tensor<f32>
  }
}
`;

describe('modules', () => {
  it('prints functions, regions and captures as they are written', () => {
    expect(printModule(parseModule(whole))).toBe(whole.replace('call @helper', 'func.call @helper'));
  });

  it('tells modules apart', () => {
    const base = parseModule(whole);
    const changes: readonly (readonly [string, string])[] = [
      ['@jit_main', '@other'],
      ['= 1 : i32', '= 2 : i32'],
      ['jax.arg = "x"', 'jax.arg = "y"'],
      ['compare LT, %i, %c', 'compare LT, %c, %i'],
      ['compare LT', 'compare GT'],
      ['add %l, %x', 'add %l, %r'],
      ['return %i, %0', 'return %c, %0'],
      ['private @helper', '@helper'],
      ['dense<0>', 'dense<1>'],
    ];
    for (const [from, to] of changes) expect([from, sameModule(base, parseModule(whole.replace(from, to)))]).toEqual([from, false]);
    expect(sameModule(base, parseModule(whole.replaceAll('%loop', '%other')))).toBe(true);
  });

  it('reads functions and modules in the generic form', () => {
    const generic = `"builtin.module"() <{sym_name = "m"}> ({
  "func.func"() <{arg_attrs = [{a.b = "x"}, {}], function_type = (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>, sym_name = "f", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<2xf32>, %arg1: tensor<2xf32>):
    %0 = "stablehlo.add"(%arg0, %arg1) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    "func.return"(%0) : (tensor<2xf32>) -> ()
  }) {c.d = 1 : i32} : () -> ()
}) {e.f} : () -> ()`;
    const pretty = `module @m attributes {e.f} {
  func.func private @f(%arg0: tensor<2xf32> {a.b = "x"}, %arg1: tensor<2xf32>) -> tensor<2xf32> attributes {c.d = 1 : i32} {
    %0 = stablehlo.add %arg0, %arg1 : tensor<2xf32>
    return %0 : tensor<2xf32>
  }
}
`;
    expect(printModule(parseModule(generic))).toBe(pretty);
  });

  it('keeps unknown sizes equal along operations and through loops', () => {
    const text = `module {
  func.func @f(%n: tensor<i64>, %x: tensor<?x2xf32>) -> tensor<?x2xf32> {
    %c = stablehlo.constant dense<0> : tensor<i64>
    %r:2 = stablehlo.while(%i = %c, %a = %x) : tensor<i64>, tensor<?x2xf32>
    cond {
      %0 = stablehlo.compare LT, %i, %n : (tensor<i64>, tensor<i64>) -> tensor<i1>
      stablehlo.return %0 : tensor<i1>
    } do {
      %0 = stablehlo.add %a, %a : tensor<?x2xf32>
      stablehlo.return %n, %0 : tensor<i64>, tensor<?x2xf32>
    }
    return %r#1 : tensor<?x2xf32>
  }
}
`;
    const module = parseModule(text);
    verifyModule(module);
    const { program } = module.functions[0];
    expect(program.results[0].type).toBe(program.arguments[1].type);
    expect(printModule(module)).toBe(text);
  });

  it('reads aliases and keeps locations when asked to', () => {
    const text = `#dims = array<i64: 1, 0>
!t = tensor<2x3xf32>
module {
  func.func @f(%x: !t loc("x")) {
    %0 = "stablehlo.transpose"(%x) <{permutation = #dims}> : (!t) -> tensor<3x2xf32> loc(#loc1)
    return loc(#loc)
  } loc(fused["a.py":1:2, "n"(callsite("b.py":3:4 at unknown))])
}
#loc = loc(unknown)
#loc1 = loc("model.py":10:4)
`;
    const printedText = printModule(parseModule(text), { locations: true });
    expect(printedText).toContain('dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32> loc("model.py":10:4)');
    expect(printedText).toContain('} loc(fused["a.py":1:2, "n"(callsite("b.py":3:4 at unknown))])');
    expect(sameModule(parseModule(printedText), parseModule(text))).toBe(true);
  });
});
