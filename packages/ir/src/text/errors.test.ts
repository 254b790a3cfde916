import { describe, expect, it } from 'vitest';
import { OpError } from '../errors/index.ts';
import { parseModule } from './parse-module.ts';

/** The error of a text, as `code line:column message`. */
function errorOf(text: string): string {
  try {
    parseModule(text, { file: 'f.mlir' });
  } catch (error) {
    if (!(error instanceof OpError)) throw error;
    const [first] = error.message.split('\n');
    const place = / at f\.mlir:(\d+:\d+)$/.exec(first)?.[1];
    return `${error.code} ${place} ${first.replace(/^parseModule: /, '').replace(/ at f\.mlir:\d+:\d+$/, '')}`;
  }
  return 'no error';
}

const body = (...lines: string[]): string => ['func.func @f(%x: tensor<2xf32>) {', ...lines, '  return', '}'].join('\n');

const cases: readonly (readonly [name: string, text: string, error: string])[] = [
  ['nothing but a word', 'hello', "parse 1:1 expected func.func; got 'hello'"],
  ['an unknown character', 'func.func @f() { ; }', 'parse 1:18 unexpected character ";"'],
  ['a missing function name', 'func.func main() { return }', "parse 1:11 expected a function name such as @main; got 'main'"],
  ['a function without a body', 'func.func private @f()', "parse 1:23 expected '{': a function needs a body; got the end of the text"],
  ['an unclosed body', 'func.func @f() {\n  return\n', "parse 3:1 expected '}' after the return of a block; got the end of the text"],
  ['a body without return', 'func.func @f() {\n}', 'parse 2:1 a block must end with return'],
  ['text after the module', 'module {\n}\nfunc.func @f() { return }', "parse 3:1 expected the end of the text; got 'func.func'"],
  ['an unknown operation', body('  %y = stablehlo.ad %x, %x : tensor<2xf32>'), 'parse 2:8 unknown operation stablehlo.ad'],
  ['an unknown generic operation', body('  %y = "mydialect.op"(%x) : (tensor<2xf32>) -> tensor<2xf32>'), 'parse 2:8 unknown operation mydialect.op'],
  ['an undefined value', body('  %y = stablehlo.add %x, %z : tensor<2xf32>'), 'parse 2:26 %z is not defined here'],
  [
    'a value used before it is defined',
    body('  %y = stablehlo.negate %z : tensor<2xf32>', '  %z = stablehlo.negate %x : tensor<2xf32>'),
    'parse 2:25 %z is not defined here',
  ],
  ['a name that is taken', body('  %x = stablehlo.negate %x : tensor<2xf32>'), 'parse 2:3 %x is defined twice'],
  ['a wrong operand type', body('  %y = stablehlo.negate %x : tensor<3xf32>'), 'parse 2:30 a value of type tensor<2xf32> is used as tensor<3xf32>'],
  ['a missing comma', body('  %y = stablehlo.compare EQ, %x %x : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>'), "parse 2:33 expected ','; got '%x'"],
  [
    'an unknown choice',
    body('  %y = stablehlo.compare XX, %x, %x : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>'),
    "parse 2:26 expected one of EQ, NE, GE, GT, LE, LT; got 'XX'",
  ],
  [
    'an unknown attribute',
    body('  %y = "stablehlo.negate"(%x) {speed = 1 : i64} : (tensor<2xf32>) -> tensor<2xf32>'),
    'parse 2:32 stablehlo.negate has no attribute speed',
  ],
  ['a missing attribute', body('  %y = "stablehlo.transpose"(%x) : (tensor<2xf32>) -> tensor<2xf32>'), 'parse 2:8 transpose: attribute permutation is missing'],
  [
    'an attribute of another kind',
    body('  %y = "stablehlo.transpose"(%x) <{permutation = true}> : (tensor<2xf32>) -> tensor<2xf32>'),
    "parse 2:50 expected '['; got 'true'",
  ],
  ['too many operands', body('  %y = "stablehlo.negate"(%x, %x) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>'), 'parse 2:8 negate: got 2 operands'],
  ['too few operand types', body('  %y = "stablehlo.add"(%x, %x) : (tensor<2xf32>) -> tensor<2xf32>'), 'parse 2:34 expected 2 operand types; got 1'],
  ['too many results', body('  %y:2 = stablehlo.negate %x : tensor<2xf32>'), 'parse 2:3 stablehlo.negate has 1 results here, but 2 are named'],
  [
    'a region too much',
    body('  %y = "stablehlo.negate"(%x) ({ return }) : (tensor<2xf32>) -> tensor<2xf32>'),
    'parse 2:8 stablehlo.negate has 0 regions; got 1',
  ],
  ['an unknown element type', 'func.func @f(%x: tensor<2xf33>) { return }', "parse 1:27 unknown element type 'f33'"],
  ['a tensor without a rank', 'func.func @f(%x: tensor<*xf32>) { return }', 'parse 1:25 tensors without a rank are not supported'],
  ['a size out of range', 'func.func @f(%x: tensor<99999999999999999999xf32>) { return }', 'parse 1:25 a size of 20 digits is out of range'],
  ['an unclosed string', body('  stablehlo.custom_call @f(%x) {a.b = "abc} : (tensor<2xf32>) -> ()'), 'parse 2:39 a string has no closing quote'],
  [
    'a constant of the wrong shape',
    body('  %c = stablehlo.constant dense<[1.0, 2.0]> : tensor<3xf32>'),
    'parse 2:33 a constant of tensor<3xf32> was written with shape [2]',
  ],
  [
    'ragged rows',
    body('  %c = stablehlo.constant dense<[[1.0], [2.0, 3.0]]> : tensor<2x1xf32>'),
    'parse 2:41 rows of a constant differ: one has shape [1], this one [2]',
  ],
  ['an integer out of range', body('  %c = stablehlo.constant dense<[1, 256]> : tensor<2xi8>'), 'parse 2:37 256 is out of range for i8'],
  ['a negative unsigned', body('  %c = stablehlo.constant dense<-1> : tensor<ui8>'), 'parse 2:34 -1 is out of range for ui8'],
  ['a fraction among integers', body('  %c = stablehlo.constant dense<1.5> : tensor<i32>'), 'parse 2:33 1.5 is not a value of i32'],
  [
    'a bit pattern too wide',
    body('  %c = stablehlo.constant dense<0x1FFFFFFFF> : tensor<f32>'),
    'parse 2:33 0x1FFFFFFFF is not a bit pattern of f32, which has 32 bits',
  ],
  [
    'bytes of the wrong number',
    body('  %c = stablehlo.constant dense<"0x00"> : tensor<2xf32>'),
    'parse 2:33 a constant of tensor<2xf32> has 8 bytes; the string has 1',
  ],
  [
    'a constant that would fill the memory',
    body('  %c = stablehlo.constant dense<1.0> : tensor<1000000000000xf32>'),
    'parse 2:33 repeated constants of this text take more than 268435456 bytes at tensor<1000000000000xf32>',
  ],
  [
    'a constant of unknown size',
    body('  %c = stablehlo.constant dense<1.0> : tensor<?xf32>'),
    'parse 2:40 a constant needs a tensor type with known sizes; got tensor<?xf32>',
  ],
  [
    'a signature that disagrees',
    'func.func @f(%x: tensor<2xf32>) -> tensor<3xf32> {\n  return %x : tensor<2xf32>\n}',
    'parse 2:3 @f returns (tensor<2xf32>), but its signature says (tensor<3xf32>)',
  ],
  ['a function defined twice', 'func.func @f() { return }\nfunc.func @f() { return }', 'parse 2:1 function @f is defined twice'],
  ['a result number that does not exist', body('  %y = stablehlo.negate %x#1 : tensor<2xf32>'), 'parse 2:25 %x has 1 results; there is no #1'],
  [
    'a spatial axis missing',
    'func.func @f(%x: tensor<1x4x4x1xf32>, %k: tensor<3x3x1x1xf32>) {\n  %y = stablehlo.convolution(%x, %k) dim_numbers = [b, 0, 2, f]x[0, 1, i, o]->[b, 0, 1, f], window = {} : () -> ()\n  return\n}',
    'parse 2:52 spatial axis 1 is missing',
  ],
  [
    'a quantized type without a positive scale',
    'func.func @f(%x: tensor<!quant.uniform<i8:f32, 0.0>>) { return }',
    'parse 1:48 a scale must be positive and finite; got 0',
  ],
  [
    'a field that is missing',
    body('  %y = "stablehlo.send"(%x) <{channel_handle = #stablehlo.channel_handle<handle = 1>}> : (tensor<2xf32>) -> !stablehlo.token'),
    'parse 2:73 field type is missing',
  ],
];

describe('syntax errors', () => {
  it.each(cases)('%s', (_name, text, error) => {
    expect(errorOf(text)).toBe(error);
  });

  it('refuses nesting that would exhaust the stack', () => {
    expect(errorOf(body(`  %c = stablehlo.constant dense<${'['.repeat(100000)}`))).toBe('parse 2:287 nesting is deeper than 256 levels');
    expect(errorOf(`func.func @f(%x: ${'tuple<'.repeat(100000)}`)).toContain('nesting is deeper than 256 levels');
    expect(errorOf(`module attributes {a.b = ${'[{a = '.repeat(50000)}} {}`)).toContain('nesting is deeper than 256 levels');
  });

  it('refuses numbers of endless digits', () => {
    expect(errorOf(body(`  %c = stablehlo.constant dense<${'9'.repeat(100000)}> : tensor<i64>`))).toBe('parse 2:33 a number has more than 400 digits');
  });

  it('suggests the operation that was meant', () => {
    expect(() => parseModule(body('  %y = stablehlo.tanhh %x : tensor<2xf32>'))).toThrow('did you mean stablehlo.tanh?');
  });
});
