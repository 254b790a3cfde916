import { mutateText, Random } from '@millrace/testing';
import { expect, it } from 'vitest';
import { OpError } from '../errors/index.ts';
import { sameModule } from '../program/same-program.ts';
import { verifyModule } from '../program/verify.ts';
import { parseModule } from './parse-module.ts';
import { printModule } from './print-module.ts';

/** Texts to damage: one for each part of the grammar. */
const seeds: readonly string[] = [
  `module @m attributes {a.b = 1 : i32, c.d = [1.5 : f32, "s", unit, array<i64: 1, 2>, {x.y = true}]} {
  func.func public @main(%arg0: tensor<2x3xf32> {jax.arg = "x"}, %arg1: tensor<f32>) -> (tensor<3xf32> {jax.result_info = ""}) {
    %0 = stablehlo.reduce(%arg0 init: %arg1) applies stablehlo.add across dimensions = [0] : (tensor<2x3xf32>, tensor<f32>) -> tensor<3xf32>
    %1 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %2 = stablehlo.compare LT, %0, %1, FLOAT : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xi1>
    %3 = stablehlo.select %2, %0, %1 : tensor<3xi1>, tensor<3xf32>
    %4 = call @helper(%3) : (tensor<3xf32>) -> tensor<3xf32>
    return %4 : tensor<3xf32> loc("a.py":1:2)
  }
  func.func private @helper(%arg0: tensor<3xf32>) -> tensor<3xf32> {
    %0 = "stablehlo.add"(%arg0, %arg0) {mhlo.note = #sdy.sharding<@mesh, [{}]>} : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    return %0 : tensor<3xf32>
  }
}`,
  `#dims = array<i64: 1, 0>
func.func @f(%x: tensor<?x4xf32, #stablehlo.bounds<8, ?>>, %t: !stablehlo.token, %q: tensor<2x!quant.uniform<i8<-127:127>:f32:0, {0.5:-3,1.0e-7}>>) {
  %c = stablehlo.constant dense<[[1, -2], [0x7F, 4]]> : tensor<2x2xi8>
  %d = stablehlo.constant dense<[(1.0, 2.0), (0x7FC00000, -1.5e3)]> : tensor<2xcomplex<f32>>
  %s = stablehlo.constant dense<"0x0000803F00000040"> : tensor<2xf32>
  %e = stablehlo.constant dense<7> : tensor<2x3x4xui64>
  %y = "stablehlo.transpose"(%c) <{permutation = #dims}> : (tensor<2x2xi8>) -> tensor<2x2xi8>
  %z:2 = stablehlo.custom_call @foo(%y, %t) {has_side_effect = true, backend_config = {k = 1 : i64}} : (tensor<2x2xi8>, !stablehlo.token) -> (tuple<tensor<f32>, !stablehlo.token>, tensor<i1>)
  check.expect_eq_const %y, dense<[[1, 127], [-2, 4]]> : tensor<2x2xi8>
  return
}`,
  `func.func @loop(%n: tensor<i64>, %x: tensor<4xf32>) -> tensor<4xf32> {
  %zero = stablehlo.constant dense<0> : tensor<i64>
  %one = stablehlo.constant dense<1> : tensor<i64>
  %r:2 = stablehlo.while(%i = %zero, %a = %x) : tensor<i64>, tensor<4xf32>
  cond {
    %p = stablehlo.compare LT, %i, %n : (tensor<i64>, tensor<i64>) -> tensor<i1>
    stablehlo.return %p : tensor<i1>
  } do {
    %s = "stablehlo.sort"(%a) <{dimension = 0 : i64}> ({
    ^bb0(%l: tensor<f32>, %m: tensor<f32>):
      %p = stablehlo.compare LT, %l, %m, TOTALORDER : (tensor<f32>, tensor<f32>) -> tensor<i1>
      stablehlo.return %p : tensor<i1>
    }) : (tensor<4xf32>) -> tensor<4xf32>
    %j = stablehlo.add %i, %one : tensor<i64>
    stablehlo.return %j, %s : tensor<i64>, tensor<4xf32>
  }
  return %r#1 : tensor<4xf32>
}`,
  `func.func @ops(%x: tensor<1x4x4x2xf32>, %k: tensor<3x3x2x1xf32>, %i: tensor<2xi32>) {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {stride = [1, 1], pad = [[1, 1], [1, 1]], lhs_dilate = [1, 1], rhs_dilate = [1, 1], reverse = [false, false]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision HIGH>]} : (tensor<1x4x4x2xf32>, tensor<3x3x2x1xf32>) -> tensor<1x4x4x1xf32>
  %1 = "stablehlo.gather"(%x, %i) <{dimension_numbers = #stablehlo.gather<offset_dims = [0, 1, 2, 3], start_index_map = [1, 2]>, slice_sizes = array<i64: 1, 2, 2, 2>}> : (tensor<1x4x4x2xf32>, tensor<2xi32>) -> tensor<1x2x2x2xf32>
  %2 = stablehlo.slice %x [0:1, 1:3, 0:4:2, 0:2] : (tensor<1x4x4x2xf32>) -> tensor<1x2x2x2xf32>
  %3 = stablehlo.dot_general %2, %1, batching_dims = [0] x [0], contracting_dims = [2, 3] x [1, 3], precision = [DEFAULT, HIGHEST] : (tensor<1x2x2x2xf32>, tensor<1x2x2x2xf32>) -> tensor<1x2x2xf32>
  %4 = stablehlo.reduce_precision %3, format = e5m10 : tensor<1x2x2xf32>
  %5 = "stablehlo.all_gather"(%4) {all_gather_dim = 1 : i64, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>, channel_handle = #stablehlo.channel_handle<handle = 1, type = 0>, use_global_device_ids} : (tensor<1x2x2xf32>) -> tensor<1x4x2xf32>
  return
}`,
  `"builtin.module"() <{sym_name = "m"}> ({
  "func.func"() <{arg_attrs = [{a.b = "x"}], function_type = (tensor<2xf32>) -> tensor<2xf32>, sym_name = "f", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<2xf32>):
    %0 = "stablehlo.add"(%arg0, %arg0) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    "func.return"(%0) : (tensor<2xf32>) -> ()
  }) {c.d = 1 : i32} : () -> ()
}) {e.f} : () -> ()`,
  `func.func @f(%x: tensor<4xf32>, %y: tensor<f32>) -> tensor<4xf32> {
  %0 = "millrace.fused"(%x, %y) <{expressions = [#millrace.scalar<"add($0,multiply($1,-0.5))">]}> : (tensor<4xf32>, tensor<f32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}`,
];

const alphabet: readonly string[] = [
  ...'(){}[]<>,:=-+?*/|"%@^#!\n 0',
  '->',
  '::',
  '//',
  'x',
  '0x',
  '0xFF',
  '1e',
  '1.5',
  '-1',
  '99999999999999999999',
  '%0',
  '%x#1',
  '@f',
  '^bb0',
  '#dims',
  '!t',
  'dense<',
  'array<i64: ',
  'tensor<',
  'tuple<',
  'tensor<?x',
  'tensor<0x2xf32>',
  'f32',
  'i1',
  'complex<f32>',
  'true',
  'unit',
  'return',
  'loc(',
  'attributes {',
  '<{',
  '}>',
  'stablehlo.',
  '"stablehlo.add"',
  'stablehlo.token',
  '#stablehlo<',
  '!quant.uniform<i8:f32, 1.0>',
  '({',
  '})',
];

/** Reads a damaged text: it is a module, or an error of `parse` or `verify`. */
function survives(text: string): 'parsed' | 'refused' {
  try {
    const module = parseModule(text);
    verifyModule(module);
    if (!sameModule(module, parseModule(printModule(module)))) throw new Error(`printing loses something of ${text}`);
    return 'parsed';
  } catch (error) {
    if (error instanceof OpError && (error.code === 'parse' || error.code === 'verify')) return 'refused';
    throw new Error(`${error instanceof Error ? error.stack : error}\nwhile reading\n${text}`, { cause: error });
  }
}

it('survives damaged text', () => {
  for (const seed of seeds) expect(survives(seed)).toBe('parsed');
  const random = new Random(20261124);
  const counts = { parsed: 0, refused: 0 };
  for (let i = 0; i < 4000; i++) counts[survives(mutateText(seeds[i % seeds.length], random, alphabet))]++;
  // Both must occur often, or the damage is too much or too little to say anything.
  expect(counts.parsed).toBeGreaterThan(100);
  expect(counts.refused).toBeGreaterThan(1000);
});
