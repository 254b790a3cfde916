/** What each pass makes of small programs: a table of functions in MLIR text. The right column is what is expected after dead code is gone. */
import { expect, it } from 'vitest';
import { algebra } from './algebra/algebra.ts';
import { canonicalize } from './canonicalize/canonicalize.ts';
import { commonSubexpressions } from './common-subexpressions.ts';
import { constantFolding } from './constant-folding.ts';
import { deadCode } from './dead-code.ts';
import { expandComposites } from './expand-composites.ts';
import { inlineRegions } from './inline-regions.ts';
import { parse, type Row, rewrites, stays } from './test/tables.ts';
import { widenNarrowFloats } from './widen-narrow-floats.ts';

const f = '(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32>';
const i = '(%x: tensor<4xi32>, %y: tensor<4xi32>) -> tensor<4xi32>';
const m = '(%x: tensor<2x3xf32>) -> tensor<2x3xf32>';
/** A constant of one value everywhere, as `canonicalize` writes it. */
const splat = (name: string, value: string, element: string = 'f32', shape: string = '4x'): string =>
  `%s${name} = stablehlo.constant dense<${value}> : tensor<${element}>
   %${name} = stablehlo.broadcast_in_dim %s${name}, dims = [] : (tensor<${element}>) -> tensor<${shape}${element}>`;

rewrites(deadCode, [
  ['an operation without users', f, '%0 = stablehlo.add %x, %y : tensor<4xf32>\nreturn %x : tensor<4xf32>', 'return %x : tensor<4xf32>'],
  stays(
    'an effect',
    '(%p: tensor<i1>, %x: tensor<f32>) -> tensor<f32>',
    '"millrace.check"(%p, %x) <{code = "value", message = "no", op = "f"}> : (tensor<i1>, tensor<f32>) -> ()\nreturn %x : tensor<f32>',
  ),
  [
    'inside of a region, with its capture',
    '(%p: tensor<i1>, %x: tensor<f32>, %y: tensor<f32>) -> tensor<f32>',
    `%0 = "stablehlo.if"(%p) ({
       %1 = stablehlo.add %x, %y : tensor<f32>
       stablehlo.return %x : tensor<f32>
     }, { stablehlo.return %x : tensor<f32> }) : (tensor<i1>) -> tensor<f32>
     return %0 : tensor<f32>`,
    '%0 = "stablehlo.if"(%p) ({ stablehlo.return %x : tensor<f32> }, { stablehlo.return %x : tensor<f32> }) : (tensor<i1>) -> tensor<f32>\nreturn %0 : tensor<f32>',
  ],
]);

rewrites(commonSubexpressions, [
  [
    'the same operation twice, operands in another order',
    f,
    `%0 = stablehlo.add %x, %y : tensor<4xf32>
     %1 = stablehlo.add %y, %x : tensor<4xf32>
     %2 = stablehlo.subtract %0, %1 : tensor<4xf32>
     return %2 : tensor<4xf32>`,
    `%0 = stablehlo.add %x, %y : tensor<4xf32>
     %2 = stablehlo.subtract %0, %0 : tensor<4xf32>
     return %2 : tensor<4xf32>`,
  ],
  [
    'equal constants, and chains on them',
    f,
    `%0 = stablehlo.constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>
     %1 = stablehlo.constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>
     %2 = stablehlo.add %x, %0 : tensor<4xf32>
     %3 = stablehlo.add %x, %1 : tensor<4xf32>
     %4 = stablehlo.multiply %2, %3 : tensor<4xf32>
     return %4 : tensor<4xf32>`,
    `%0 = stablehlo.constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>
     %2 = stablehlo.add %x, %0 : tensor<4xf32>
     %4 = stablehlo.multiply %2, %2 : tensor<4xf32>
     return %4 : tensor<4xf32>`,
  ],
  [
    'a check that has held',
    '(%p: tensor<i1>, %x: tensor<f32>) -> tensor<f32>',
    `"millrace.check"(%p, %x) <{code = "value", message = "no", op = "f"}> : (tensor<i1>, tensor<f32>) -> ()
     "millrace.check"(%p, %x) <{code = "value", message = "no", op = "f"}> : (tensor<i1>, tensor<f32>) -> ()
     "millrace.check"(%p, %x) <{code = "value", message = "neither", op = "f"}> : (tensor<i1>, tensor<f32>) -> ()
     return %x : tensor<f32>`,
    `"millrace.check"(%p, %x) <{code = "value", message = "no", op = "f"}> : (tensor<i1>, tensor<f32>) -> ()
     "millrace.check"(%p, %x) <{code = "value", message = "neither", op = "f"}> : (tensor<i1>, tensor<f32>) -> ()
     return %x : tensor<f32>`,
  ],
  stays(
    'operands that do not commute, and other attributes',
    f,
    `%0 = stablehlo.subtract %x, %y : tensor<4xf32>
     %1 = stablehlo.subtract %y, %x : tensor<4xf32>
     %2 = stablehlo.compare LT, %0, %1 : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
     %3 = stablehlo.compare LE, %0, %1 : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
     %4 = stablehlo.and %2, %3 : tensor<4xi1>
     %5 = stablehlo.select %4, %0, %1 : tensor<4xi1>, tensor<4xf32>
     return %5 : tensor<4xf32>`,
  ),
  stays(
    'random numbers',
    '(%a: tensor<f32>, %b: tensor<f32>) -> tensor<2xf32>',
    `%s = stablehlo.constant dense<2> : tensor<1xi64>
     %0 = stablehlo.rng %a, %b, %s, distribution = UNIFORM : (tensor<f32>, tensor<f32>, tensor<1xi64>) -> tensor<2xf32>
     %1 = stablehlo.rng %a, %b, %s, distribution = UNIFORM : (tensor<f32>, tensor<f32>, tensor<1xi64>) -> tensor<2xf32>
     %2 = stablehlo.add %0, %1 : tensor<2xf32>
     return %2 : tensor<2xf32>`,
  ),
  stays(
    'what a barrier keeps apart',
    f,
    `%0 = stablehlo.tanh %x : tensor<4xf32>
     %1 = stablehlo.optimization_barrier %x : tensor<4xf32>
     %2 = stablehlo.optimization_barrier %x : tensor<4xf32>
     %3 = stablehlo.tanh %1 : tensor<4xf32>
     %4 = stablehlo.tanh %2 : tensor<4xf32>
     %5 = stablehlo.add %0, %3 : tensor<4xf32>
     %6 = stablehlo.add %5, %4 : tensor<4xf32>
     return %6 : tensor<4xf32>`,
  ),
]);

rewrites(canonicalize, [
  [
    'constants come last',
    f,
    `%0 = stablehlo.constant dense<2.0> : tensor<4xf32>
     %1 = stablehlo.multiply %0, %x : tensor<4xf32>
     %2 = stablehlo.compare LT, %0, %1 : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
     %3 = stablehlo.select %2, %x, %y : tensor<4xi1>, tensor<4xf32>
     return %3 : tensor<4xf32>`,
    `${splat('0', '2.0')}
     %1 = stablehlo.multiply %x, %0 : tensor<4xf32>
     %2 = stablehlo.compare GT, %1, %0 : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
     %3 = stablehlo.select %2, %x, %y : tensor<4xi1>, tensor<4xf32>
     return %3 : tensor<4xf32>`,
  ],
  [
    'reshape of reshape',
    m,
    `%0 = stablehlo.reshape %x : (tensor<2x3xf32>) -> tensor<6xf32>
     %1 = stablehlo.reshape %0 : (tensor<6xf32>) -> tensor<3x2xf32>
     %2 = stablehlo.reshape %1 : (tensor<3x2xf32>) -> tensor<2x3xf32>
     return %2 : tensor<2x3xf32>`,
    'return %x : tensor<2x3xf32>',
  ],
  [
    'transpose of transpose',
    '(%x: tensor<2x3x4xf32>) -> tensor<4x2x3xf32>',
    `%0 = stablehlo.transpose %x, dims = [1, 0, 2] : (tensor<2x3x4xf32>) -> tensor<3x2x4xf32>
     %1 = stablehlo.transpose %0, dims = [2, 1, 0] : (tensor<3x2x4xf32>) -> tensor<4x2x3xf32>
     return %1 : tensor<4x2x3xf32>`,
    '%1 = stablehlo.transpose %x, dims = [2, 0, 1] : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>\nreturn %1 : tensor<4x2x3xf32>',
  ],
  [
    'transpose that moves only an axis of one element',
    '(%x: tensor<1x3xf32>) -> tensor<3x1xf32>',
    '%0 = stablehlo.transpose %x, dims = [1, 0] : (tensor<1x3xf32>) -> tensor<3x1xf32>\nreturn %0 : tensor<3x1xf32>',
    '%0 = stablehlo.reshape %x : (tensor<1x3xf32>) -> tensor<3x1xf32>\nreturn %0 : tensor<3x1xf32>',
  ],
  [
    'broadcast of broadcast, of a reshape',
    '(%x: tensor<3xf32>) -> tensor<5x2x3xf32>',
    `%0 = stablehlo.reshape %x : (tensor<3xf32>) -> tensor<1x3xf32>
     %1 = stablehlo.broadcast_in_dim %0, dims = [0, 1] : (tensor<1x3xf32>) -> tensor<2x3xf32>
     %2 = stablehlo.broadcast_in_dim %1, dims = [1, 2] : (tensor<2x3xf32>) -> tensor<5x2x3xf32>
     return %2 : tensor<5x2x3xf32>`,
    '%2 = stablehlo.broadcast_in_dim %x, dims = [2] : (tensor<3xf32>) -> tensor<5x2x3xf32>\nreturn %2 : tensor<5x2x3xf32>',
  ],
  [
    'broadcast that repeats nothing',
    '(%x: tensor<2x3xf32>) -> tensor<3x1x2xf32>',
    '%0 = stablehlo.broadcast_in_dim %x, dims = [2, 0] : (tensor<2x3xf32>) -> tensor<3x1x2xf32>\nreturn %0 : tensor<3x1x2xf32>',
    `%0 = stablehlo.transpose %x, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>
     %1 = stablehlo.reshape %0 : (tensor<3x2xf32>) -> tensor<3x1x2xf32>
     return %1 : tensor<3x1x2xf32>`,
  ],
  [
    'arithmetic on repeated scalars',
    '(%x: tensor<f32>, %y: tensor<f32>) -> tensor<4xf32>',
    `%0 = stablehlo.broadcast_in_dim %x, dims = [] : (tensor<f32>) -> tensor<4xf32>
     %1 = stablehlo.broadcast_in_dim %y, dims = [] : (tensor<f32>) -> tensor<4xf32>
     %2 = stablehlo.multiply %0, %1 : tensor<4xf32>
     return %2 : tensor<4xf32>`,
    `%0 = stablehlo.multiply %x, %y : tensor<f32>
     %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4xf32>
     return %1 : tensor<4xf32>`,
  ],
  [
    'arithmetic on repeated vectors and scalars',
    '(%x: tensor<3xf32>, %y: tensor<3xf32>) -> tensor<2x3xf32>',
    `%0 = stablehlo.broadcast_in_dim %x, dims = [1] : (tensor<3xf32>) -> tensor<2x3xf32>
     ${splat('1', '0.5', 'f32', '2x3x')}
     %2 = stablehlo.add %0, %1 : tensor<2x3xf32>
     %3 = stablehlo.rsqrt %2 : tensor<2x3xf32>
     %4 = stablehlo.broadcast_in_dim %y, dims = [1] : (tensor<3xf32>) -> tensor<2x3xf32>
     %5 = stablehlo.multiply %3, %4 : tensor<2x3xf32>
     return %5 : tensor<2x3xf32>`,
    `${splat('1', '0.5', 'f32', '3x')}
     %2 = stablehlo.add %x, %1 : tensor<3xf32>
     %3 = stablehlo.rsqrt %2 : tensor<3xf32>
     %5 = stablehlo.multiply %3, %y : tensor<3xf32>
     %6 = stablehlo.broadcast_in_dim %5, dims = [1] : (tensor<3xf32>) -> tensor<2x3xf32>
     return %6 : tensor<2x3xf32>`,
  ],
  stays(
    'arithmetic on vectors that are repeated along other axes',
    '(%x: tensor<3xf32>, %y: tensor<3xf32>) -> tensor<3x3xf32>',
    `%0 = stablehlo.broadcast_in_dim %x, dims = [1] : (tensor<3xf32>) -> tensor<3x3xf32>
     %1 = stablehlo.broadcast_in_dim %y, dims = [0] : (tensor<3xf32>) -> tensor<3x3xf32>
     %2 = stablehlo.add %0, %1 : tensor<3x3xf32>
     return %2 : tensor<3x3xf32>`,
  ),
  [
    'a broadcast from a scalar to a scalar',
    '(%x: tensor<f32>) -> tensor<f32>',
    '%0 = stablehlo.broadcast_in_dim %x, dims = [] : (tensor<f32>) -> tensor<f32>\nreturn %0 : tensor<f32>',
    'return %x : tensor<f32>',
  ],
  [
    'slice of slice',
    '(%x: tensor<10xf32>) -> tensor<2xf32>',
    `%0 = stablehlo.slice %x [1:9:2] : (tensor<10xf32>) -> tensor<4xf32>
     %1 = stablehlo.slice %0 [1:3] : (tensor<4xf32>) -> tensor<2xf32>
     return %1 : tensor<2xf32>`,
    '%1 = stablehlo.slice %x [3:6:2] : (tensor<10xf32>) -> tensor<2xf32>\nreturn %1 : tensor<2xf32>',
  ],
  [
    'slice of nothing behind the end of a slice with strides',
    '(%x: tensor<4xf32>) -> tensor<0xf32>',
    `%0 = stablehlo.slice %x [1:4:2] : (tensor<4xf32>) -> tensor<2xf32>
     %1 = stablehlo.slice %0 [2:2] : (tensor<2xf32>) -> tensor<0xf32>
     return %1 : tensor<0xf32>`,
    '%1 = stablehlo.slice %x [0:0:2] : (tensor<4xf32>) -> tensor<0xf32>\nreturn %1 : tensor<0xf32>',
  ],
  [
    'dynamic slice at a constant, moved until it lies inside',
    '(%x: tensor<10xf32>) -> tensor<4xf32>',
    `%c = stablehlo.constant dense<8> : tensor<i32>
     %0 = stablehlo.dynamic_slice %x, %c, sizes = [4] : (tensor<10xf32>, tensor<i32>) -> tensor<4xf32>
     return %0 : tensor<4xf32>`,
    '%0 = stablehlo.slice %x [6:10] : (tensor<10xf32>) -> tensor<4xf32>\nreturn %0 : tensor<4xf32>',
  ],
  [
    'convert that loses nothing',
    '(%x: tensor<4xbf16>) -> tensor<4xbf16>',
    `%0 = stablehlo.convert %x : (tensor<4xbf16>) -> tensor<4xf32>
     %1 = stablehlo.convert %0 : (tensor<4xf32>) -> tensor<4xbf16>
     return %1 : tensor<4xbf16>`,
    'return %x : tensor<4xbf16>',
  ],
  stays(
    'convert that rounds',
    '(%x: tensor<4xf32>) -> tensor<4xf32>',
    `%0 = stablehlo.convert %x : (tensor<4xf32>) -> tensor<4xbf16>
     %1 = stablehlo.convert %0 : (tensor<4xbf16>) -> tensor<4xf32>
     return %1 : tensor<4xf32>`,
  ),
  stays(
    'integers that saturate on the way by floats, and would wrap directly',
    '(%x: tensor<4xi16>) -> tensor<4xi8>',
    `%0 = stablehlo.convert %x : (tensor<4xi16>) -> tensor<4xf32>
     %1 = stablehlo.convert %0 : (tensor<4xf32>) -> tensor<4xi8>
     return %1 : tensor<4xi8>`,
  ),
  [
    'select of a negated predicate, double negation',
    '(%p: tensor<4xi1>, %x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32>',
    `%0 = stablehlo.not %p : tensor<4xi1>
     %1 = stablehlo.negate %x : tensor<4xf32>
     %2 = stablehlo.negate %1 : tensor<4xf32>
     %3 = stablehlo.select %0, %2, %y : tensor<4xi1>, tensor<4xf32>
     return %3 : tensor<4xf32>`,
    '%3 = stablehlo.select %p, %y, %x : tensor<4xi1>, tensor<4xf32>\nreturn %3 : tensor<4xf32>',
  ],
  [
    'if with a constant',
    '(%x: tensor<f32>) -> tensor<f32>',
    `%p = stablehlo.constant dense<false> : tensor<i1>
     %0 = "stablehlo.if"(%p) ({ stablehlo.return %x : tensor<f32> }, {
       %1 = stablehlo.negate %x : tensor<f32>
       stablehlo.return %1 : tensor<f32>
     }) : (tensor<i1>) -> tensor<f32>
     return %0 : tensor<f32>`,
    '%1 = stablehlo.negate %x : tensor<f32>\nreturn %1 : tensor<f32>',
  ],
  [
    'inside of a loop',
    '(%n: tensor<i32>, %x: tensor<f32>) -> tensor<f32>',
    `%one = stablehlo.constant dense<1> : tensor<i32>
     %r:2 = stablehlo.while(%k = %n, %a = %x) : tensor<i32>, tensor<f32>
     cond {
       %p = stablehlo.compare LT, %one, %k : (tensor<i32>, tensor<i32>) -> tensor<i1>
       stablehlo.return %p : tensor<i1>
     } do {
       %j = stablehlo.subtract %k, %one : tensor<i32>
       %b = stablehlo.negate %a : tensor<f32>
       %c = stablehlo.negate %b : tensor<f32>
       stablehlo.return %j, %c : tensor<i32>, tensor<f32>
     }
     return %r#1 : tensor<f32>`,
    `%one = stablehlo.constant dense<1> : tensor<i32>
     %r:2 = stablehlo.while(%k = %n, %a = %x) : tensor<i32>, tensor<f32>
     cond {
       %p = stablehlo.compare LT, %one, %k : (tensor<i32>, tensor<i32>) -> tensor<i1>
       stablehlo.return %p : tensor<i1>
     } do {
       %j = stablehlo.subtract %k, %one : tensor<i32>
       stablehlo.return %j, %a : tensor<i32>, tensor<f32>
     }
     return %r#1 : tensor<f32>`,
  ],
]);

rewrites(constantFolding, [
  [
    'a chain of scalars',
    '(%x: tensor<f32>) -> tensor<f32>',
    `%0 = stablehlo.constant dense<3.0> : tensor<f32>
     %1 = stablehlo.constant dense<4.0> : tensor<f32>
     %2 = stablehlo.multiply %0, %1 : tensor<f32>
     %3 = stablehlo.subtract %2, %1 : tensor<f32>
     %4 = stablehlo.add %x, %3 : tensor<f32>
     return %4 : tensor<f32>`,
    '%3 = stablehlo.constant dense<8.0> : tensor<f32>\n%4 = stablehlo.add %x, %3 : tensor<f32>\nreturn %4 : tensor<f32>',
  ],
  stays(
    'a scalar that is repeated',
    '(%x: tensor<4xf32>) -> tensor<4xf32>',
    `${splat('0', '3.0')}
     %1 = stablehlo.add %x, %0 : tensor<4xf32>
     return %1 : tensor<4xf32>`,
  ),
  stays(
    'a result above 4 KB',
    '() -> tensor<1025xf32>',
    `%0 = stablehlo.iota dim = 0 : tensor<1025xf32>\n%1 = stablehlo.negate %0 : tensor<1025xf32>\nreturn %1 : tensor<1025xf32>`,
  ),
  stays(
    'what raises: it raises when it runs',
    '() -> tensor<i32>',
    `%0 = stablehlo.constant dense<1> : tensor<i32>
     %1 = stablehlo.constant dense<0> : tensor<i32>
     %2 = stablehlo.divide %0, %1 : tensor<i32>
     return %2 : tensor<i32>`,
  ),
]);

rewrites(algebra, [
  ...(
    [
      ['add', '-0.0'],
      ['subtract', '0.0'],
      ['multiply', '1.0'],
      ['divide', '1.0'],
      ['power', '1.0'],
    ] as const
  ).map(
    ([op, value]): Row => [
      `${op} of ${value}`,
      f,
      `${splat('0', value)}\n%1 = stablehlo.${op} %x, %0 : tensor<4xf32>\nreturn %1 : tensor<4xf32>`,
      'return %x : tensor<4xf32>',
    ],
  ),
  stays('x + 0, which is 0 for -0', f, `${splat('0', '0.0')}\n%1 = stablehlo.add %x, %0 : tensor<4xf32>\nreturn %1 : tensor<4xf32>`),
  stays('x * 0, which may be NaN', f, `${splat('0', '0.0')}\n%1 = stablehlo.multiply %x, %0 : tensor<4xf32>\nreturn %1 : tensor<4xf32>`),
  [
    'x * 0 of integers',
    i,
    `${splat('0', '0', 'i32')}\n%1 = stablehlo.multiply %x, %0 : tensor<4xi32>\nreturn %1 : tensor<4xi32>`,
    `${splat('0', '0', 'i32')}\nreturn %0 : tensor<4xi32>`,
  ],
  ['x - x of integers', i, '%1 = stablehlo.subtract %x, %x : tensor<4xi32>\nreturn %1 : tensor<4xi32>', `${splat('0', '0', 'i32')}\nreturn %0 : tensor<4xi32>`],
  [
    'a square',
    f,
    `${splat('0', '2.0')}\n%1 = stablehlo.power %x, %0 : tensor<4xf32>\nreturn %1 : tensor<4xf32>`,
    '%1 = stablehlo.multiply %x, %x : tensor<4xf32>\nreturn %1 : tensor<4xf32>',
  ],
  [
    'a product with -1',
    f,
    `${splat('0', '-1.0')}\n%1 = stablehlo.multiply %x, %0 : tensor<4xf32>\nreturn %1 : tensor<4xf32>`,
    '%1 = stablehlo.negate %x : tensor<4xf32>\nreturn %1 : tensor<4xf32>',
  ],
  [
    'division by a power of two',
    f,
    `${splat('0', '8.0')}\n%1 = stablehlo.divide %x, %0 : tensor<4xf32>\nreturn %1 : tensor<4xf32>`,
    `${splat('0', '0.125')}\n%1 = stablehlo.multiply %x, %0 : tensor<4xf32>\nreturn %1 : tensor<4xf32>`,
  ],
  stays('division by 3', f, `${splat('0', '3.0')}\n%1 = stablehlo.divide %x, %0 : tensor<4xf32>\nreturn %1 : tensor<4xf32>`),
  [
    'a transpose into a contraction',
    '(%x: tensor<2x3xf32>, %y: tensor<2x4xf32>) -> tensor<3x4xf32>',
    `%0 = stablehlo.transpose %x, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>
     %1 = stablehlo.dot_general %0, %y, contracting_dims = [1] x [0] : (tensor<3x2xf32>, tensor<2x4xf32>) -> tensor<3x4xf32>
     return %1 : tensor<3x4xf32>`,
    '%1 = stablehlo.dot_general %x, %y, contracting_dims = [0] x [0] : (tensor<2x3xf32>, tensor<2x4xf32>) -> tensor<3x4xf32>\nreturn %1 : tensor<3x4xf32>',
  ],
  stays(
    'a transpose of free axes before a contraction',
    '(%x: tensor<2x3x5xf32>, %y: tensor<5x4xf32>) -> tensor<3x2x4xf32>',
    `%0 = stablehlo.transpose %x, dims = [1, 0, 2] : (tensor<2x3x5xf32>) -> tensor<3x2x5xf32>
     %1 = stablehlo.dot_general %0, %y, contracting_dims = [2] x [0] : (tensor<3x2x5xf32>, tensor<5x4xf32>) -> tensor<3x2x4xf32>
     return %1 : tensor<3x2x4xf32>`,
  ),
  [
    'a transpose into a reduction',
    '(%x: tensor<2x3xf32>, %z: tensor<f32>) -> tensor<2xf32>',
    `%0 = stablehlo.transpose %x, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>
     %1 = stablehlo.reduce(%0 init: %z) applies stablehlo.add across dimensions = [0] : (tensor<3x2xf32>, tensor<f32>) -> tensor<2xf32>
     return %1 : tensor<2xf32>`,
    '%1 = stablehlo.reduce(%x init: %z) applies stablehlo.add across dimensions = [1] : (tensor<2x3xf32>, tensor<f32>) -> tensor<2xf32>\nreturn %1 : tensor<2xf32>',
  ],
]);

rewrites(inlineRegions, [
  [
    'a function with its own gradient',
    '(%x: tensor<f32>, %w: tensor<f32>) -> tensor<f32>',
    `%0 = "millrace.custom_gradient"(%x) ({
     ^bb0(%a: tensor<f32>):
       %1 = stablehlo.multiply %a, %w : tensor<f32>
       stablehlo.return %1 : tensor<f32>
     }, {
     ^bb0(%a: tensor<f32>, %y: tensor<f32>, %d: tensor<f32>):
       stablehlo.return %d : tensor<f32>
     }) : (tensor<f32>) -> tensor<f32>
     return %0 : tensor<f32>`,
    '%1 = stablehlo.multiply %x, %w : tensor<f32>\nreturn %1 : tensor<f32>',
  ],
]);

rewrites(expandComposites, [
  [
    'batch normalization',
    '(%x: tensor<2x3xf32>, %s: tensor<3xf32>, %o: tensor<3xf32>, %m: tensor<3xf32>, %v: tensor<3xf32>) -> tensor<2x3xf32>',
    `%0 = "stablehlo.batch_norm_inference"(%x, %s, %o, %m, %v) <{epsilon = 0.5 : f32, feature_index = 1 : i64}> : (tensor<2x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
     return %0 : tensor<2x3xf32>`,
    `%mb = stablehlo.broadcast_in_dim %m, dims = [1] : (tensor<3xf32>) -> tensor<2x3xf32>
     %c = stablehlo.subtract %x, %mb : tensor<2x3xf32>
     ${splat('e', '0.5', 'f32', '3x')}
     %ve = stablehlo.add %v, %e : tensor<3xf32>
     %d = stablehlo.sqrt %ve : tensor<3xf32>
     %db = stablehlo.broadcast_in_dim %d, dims = [1] : (tensor<3xf32>) -> tensor<2x3xf32>
     %n = stablehlo.divide %c, %db : tensor<2x3xf32>
     %sb = stablehlo.broadcast_in_dim %s, dims = [1] : (tensor<3xf32>) -> tensor<2x3xf32>
     %p = stablehlo.multiply %sb, %n : tensor<2x3xf32>
     %ob = stablehlo.broadcast_in_dim %o, dims = [1] : (tensor<3xf32>) -> tensor<2x3xf32>
     %r = stablehlo.add %p, %ob : tensor<2x3xf32>
     return %r : tensor<2x3xf32>`,
  ],
  stays('softmax, which has a kernel', m, '%0 = "millrace.softmax"(%x) <{axis = 1 : i64}> : (tensor<2x3xf32>) -> tensor<2x3xf32>\nreturn %0 : tensor<2x3xf32>'),
]);

/** Whether a pass answers the same object where there is nothing to do, so that interned regions stay known. */
it.each([deadCode, commonSubexpressions, canonicalize, constantFolding, algebra, inlineRegions])('$name answers a finished program itself', (pass) => {
  const program = parse(m, '%0 = stablehlo.tanh %x : tensor<2x3xf32>\nreturn %0 : tensor<2x3xf32>');
  expect(pass.run(program)).toBe(program);
});

rewrites(widenNarrowFloats, [
  [
    'a product of bf16 accumulates in f32',
    '(%x: tensor<16x32xbf16>, %y: tensor<32x16xbf16>) -> tensor<16x16xbf16>',
    `%0 = stablehlo.dot_general %x, %y, contracting_dims = [1] x [0] : (tensor<16x32xbf16>, tensor<32x16xbf16>) -> tensor<16x16xbf16>
     return %0 : tensor<16x16xbf16>`,
    `%1 = stablehlo.convert %x : (tensor<16x32xbf16>) -> tensor<16x32xf32>
     %2 = stablehlo.convert %y : (tensor<32x16xbf16>) -> tensor<32x16xf32>
     %3 = stablehlo.dot_general %1, %2, contracting_dims = [1] x [0] : (tensor<16x32xf32>, tensor<32x16xf32>) -> tensor<16x16xf32>
     %4 = stablehlo.convert %3 : (tensor<16x16xf32>) -> tensor<16x16xbf16>
     return %4 : tensor<16x16xbf16>`,
  ],
  [
    'so does a sum, with its body',
    '(%x: tensor<2x3xf16>, %i: tensor<f16>) -> tensor<2xf16>',
    `%0 = stablehlo.reduce(%x init: %i) applies stablehlo.add across dimensions = [1] : (tensor<2x3xf16>, tensor<f16>) -> tensor<2xf16>
     return %0 : tensor<2xf16>`,
    `%1 = stablehlo.convert %x : (tensor<2x3xf16>) -> tensor<2x3xf32>
     %2 = stablehlo.convert %i : (tensor<f16>) -> tensor<f32>
     %3 = stablehlo.reduce(%1 init: %2) applies stablehlo.add across dimensions = [1] : (tensor<2x3xf32>, tensor<f32>) -> tensor<2xf32>
     %4 = stablehlo.convert %3 : (tensor<2xf32>) -> tensor<2xf16>
     return %4 : tensor<2xf16>`,
  ],
  [
    'a function of which f32 alone has code',
    '(%x: tensor<4xbf16>) -> tensor<4xbf16>',
    '%0 = stablehlo.tanh %x : tensor<4xbf16>\nreturn %0 : tensor<4xbf16>',
    `%1 = stablehlo.convert %x : (tensor<4xbf16>) -> tensor<4xf32>
     %2 = stablehlo.tanh %1 : tensor<4xf32>
     %3 = stablehlo.convert %2 : (tensor<4xf32>) -> tensor<4xbf16>
     return %3 : tensor<4xbf16>`,
  ],
  stays('what has code of its own', '(%x: tensor<4xbf16>) -> tensor<4xbf16>', '%0 = stablehlo.add %x, %x : tensor<4xbf16>\nreturn %0 : tensor<4xbf16>'),
  stays(
    'a check of values',
    '(%x: tensor<4xbf16>) -> tensor<4xbf16>',
    '"check.expect_almost_eq_const"(%x) <{value = dense<1.0> : tensor<4xbf16>}> : (tensor<4xbf16>) -> ()\nreturn %x : tensor<4xbf16>',
  ),
  stays('f64', '(%x: tensor<4xf64>) -> tensor<4xf64>', '%0 = stablehlo.tanh %x : tensor<4xf64>\nreturn %0 : tensor<4xf64>'),
]);
