/** Bad input: each call names the class of the error and what its message must hold. Nothing may be left half done, so the operands stay usable. */
import { describe, expect, test } from 'vitest';
import * as tf from '../src/index.ts';

type Rejection = readonly [name: string, call: () => unknown, type: new (...args: never[]) => Error, ...parts: readonly string[]];

const { InvalidArgumentError, ValueError, FailedPreconditionError, ResourceExhaustedError } = tf.errors;
const matrix = tf.constant([
  [1, 2, 3],
  [4, 5, 6],
]);
const whole = tf.constant([1, 2], { dtype: 'int32' });

const rows: readonly Rejection[] = [
  // shapes
  ['broadcast', () => tf.add([1, 2], [1, 2, 3]), InvalidArgumentError, 'add', '[2]', '[3]', '2 ≠ 3', 'rejections.test.ts'],
  ['matmul inner sizes', () => tf.matmul(matrix, matrix), InvalidArgumentError, 'matmul: inner dimensions differ: [2, 3] x [2, 3] (3 ≠ 2)'],
  ['matmul rank', () => tf.matmul([1, 2], matrix), InvalidArgumentError, 'a has shape [2]', 'rank 2 or more'],
  ['reshape with two -1', () => tf.reshape(matrix, [-1, -1]), InvalidArgumentError, 'more than one -1'],
  ['reshape that does not divide', () => tf.reshape(matrix, [4, -1]), InvalidArgumentError, '6 is not divisible by 4'],
  ['reshape of another count', () => tf.reshape(matrix, [5]), InvalidArgumentError, '6 elements', '[5]'],
  ['broadcastTo', () => tf.broadcastTo([1, 2], [3]), InvalidArgumentError, '[2]', '[3]'],
  ['transpose', () => tf.transpose(matrix, { perm: [0, 0] }), InvalidArgumentError, 'perm is [0, 0]'],
  ['squeeze', () => tf.squeeze(matrix, { axis: 0 }), InvalidArgumentError, 'axis 0', 'size 2'],
  ['concat names the input', () => tf.concat([matrix, [[1, 2]]], 0), InvalidArgumentError, 'inputs[1]', 'axis 1'],
  ['concat of ranks', () => tf.concat([matrix, [1]], 0), InvalidArgumentError, 'inputs[1] has rank 1'],
  ['concat of nothing', () => tf.concat([], 0), ValueError, 'empty'],
  [
    'stack names the input',
    () =>
      tf.stack([
        [1, 2],
        [1, 2, 3],
      ]),
    InvalidArgumentError,
    'inputs[1]',
    '[3]',
  ],
  ['split', () => tf.split(matrix, 2, { axis: 1 }), InvalidArgumentError, 'size 3', '2 does not divide'],
  ['split sizes', () => tf.split(matrix, [1, 1], { axis: 1 }), InvalidArgumentError, '[1, 1]'],
  ['unstack', () => tf.unstack(matrix, { num: 3 }), InvalidArgumentError, 'num is 3'],
  ['slice past the end', () => tf.slice(matrix, [0, 2], [2, 2]), InvalidArgumentError, 'pass the end of axis 1'],
  ['index out of range', () => matrix.at(2), InvalidArgumentError, 'index 2 of axis 0 is not in [0, 2)'],
  ['too many indices', () => matrix.at(0, 0, 0), InvalidArgumentError, '3 entries'],
  ['stride 0', () => matrix.sl`::0`, InvalidArgumentError, 'step is 0'],
  ['unreadable index', () => matrix.sl`a:b`, ValueError, "'a:b'"],
  ['REFLECT beyond the size', () => tf.pad([1, 2, 3], [[3, 0]], { mode: 'REFLECT' }), InvalidArgumentError, 'at most 2'],
  ['paddings', () => tf.pad(matrix, [[1, 1]]), InvalidArgumentError, '2 pairs'],
  ['tile', () => tf.tile(matrix, [2]), InvalidArgumentError, '2 entries'],
  ['repeat', () => tf.repeat(matrix, [1, 2, 3], { axis: 0 }), InvalidArgumentError, '3 entries'],
  ['roll', () => tf.roll(matrix, [1, 2], 0), InvalidArgumentError, 'equal counts'],
  ['ensureShape', () => tf.ensureShape(matrix, [null, 4]), InvalidArgumentError, '[2, 3]', '[?, 4]'],
  ['scatterNd updates', () => tf.scatterNd([[0]], [1, 2], [3]), InvalidArgumentError, 'updates has shape [2]'],
  ['gatherNd depth', () => tf.gatherNd(matrix, [[0, 0, 0]]), InvalidArgumentError, '3 coordinates'],
  ['booleanMask', () => tf.booleanMask(matrix, [true]), InvalidArgumentError, '[1]'],
  ['addN', () => tf.addN([[1], [1, 2]]), InvalidArgumentError, 'inputs[1]'],
  ['topK', () => tf.math.topK([1, 2], { k: 3 }), InvalidArgumentError, 'k is 3'],
  ['searchsorted', () => tf.searchsorted([[1, 2]], [1]), InvalidArgumentError, 'equal leading sizes'],
  ['argmax of nothing', () => tf.argmax(tf.zeros([0])), InvalidArgumentError, 'size 0'],
  ['tensordot', () => tf.tensordot(matrix, matrix, 1), InvalidArgumentError, 'size 3', 'size 2'],
  ['einsum labels', () => tf.einsum('ijk->i', matrix), InvalidArgumentError, '3 labels', 'rank 2'],
  ['einsum operands', () => tf.einsum('ij,jk->ik', matrix), InvalidArgumentError, '2 operands; got 1'],
  ['einsum sizes', () => tf.einsum('ij,ik->jk', matrix, [[1]]), InvalidArgumentError, "label 'i' has size 2"],
  ['einsum notation', () => tf.einsum('i1->i', matrix), ValueError, "'i1' is not valid"],
  ['einsum output', () => tf.einsum('ij->z', matrix), ValueError, "'z'"],
  ['norm order', () => tf.norm(matrix, { ord: 'l2' as never }), ValueError, "'l2'"],
  // matrices
  ['not positive definite', () => tf.linalg.cholesky([[1, 2], [2, 1]]), InvalidArgumentError, 'Cholesky decomposition was not successful'], // biome-ignore format: one row a line
  ['not square', () => tf.linalg.cholesky(matrix), InvalidArgumentError, 'x has shape [2, 3]', 'square matrices'],
  ['a vector for a matrix', () => tf.linalg.qr([1, 2]), InvalidArgumentError, 'x has shape [2]', 'rank 2 or more'],
  ['integers for a matrix', () => tf.linalg.inv(tf.constant([[1]], { dtype: 'int32' })), InvalidArgumentError, 'int32', 'floating or complex'],
  ['inv of a singular matrix', () => tf.linalg.inv([[1, 2], [2, 4]]), InvalidArgumentError, 'inv: Input is not invertible'], // biome-ignore format: one row a line
  ['solve of a singular matrix', () => tf.linalg.solve([[0]], [[1]]), InvalidArgumentError, 'solve: Input is not invertible'],
  ['lu of a singular matrix', () => tf.linalg.lu([[0]]), InvalidArgumentError, 'lu: Input is not invertible'],
  ['lu with a float permutation', () => tf.linalg.lu([[1]], { outputIdxType: 'float32' }), InvalidArgumentError, 'int32 or int64'],
  ['solve of other sizes', () => tf.linalg.solve([[1]], [[1], [2]]), InvalidArgumentError, 'matrix has shape [1, 1] and rhs has shape [2, 1]'],
  ['solve of other batches', () => tf.linalg.solve([[[1]], [[1]]], [[[1]], [[1]], [[1]]]), InvalidArgumentError, '[2]', '[3]'],
  [
    'the gradient of a singular determinant',
    () => tf.grad((x: tf.Tensor) => tf.linalg.det(x))(tf.constant([[0]])),
    InvalidArgumentError,
    'Input is not invertible',
  ],
  ['lstsq of lower rank', () => tf.linalg.lstsq([[0]], [[1]]), InvalidArgumentError, 'not positive definite'], // biome-ignore format: one row a line
  ['pinv', () => tf.linalg.pinv(matrix, { rcond: -1 }), ValueError, 'rcond is -1'],
  ['eigh of NaN', () => tf.linalg.eigh([[Number.NaN]]), InvalidArgumentError, 'eigen decomposition was not successful'],
  ['eig of infinity', () => tf.linalg.eigvals([[Infinity]]), InvalidArgumentError, 'eigen decomposition was not successful'],
  [
    'qr, full, by a gradient',
    () => tf.grad((x: tf.Tensor) => tf.linalg.qr(x, { fullMatrices: true }).r)(tf.constant([[1], [2]])),
    tf.errors.UnimplementedError,
    'fullMatrices: false',
  ],
  ['a diagonal outside', () => tf.linalg.diagPart(matrix, { k: [0, 3] }), InvalidArgumentError, 'no diagonal 3 in 2 x 3'],
  ['an empty range of diagonals', () => tf.linalg.diagPart(matrix, { k: [1, 0] }), ValueError, 'k is [1, 0]'],
  ['an unknown alignment', () => tf.linalg.diagPart(matrix, { k: [0, 1], align: 'LEFT' as never }), ValueError, 'LEFT_RIGHT'],
  ['diag of sizes that do not fit', () => tf.linalg.diag([1, 2], { numRows: 5, numCols: 5 }), InvalidArgumentError, 'at least 2 and 2, one of them equal'],
  ['setDiag', () => tf.linalg.setDiag(matrix, [1, 2, 3], { k: 1 }), InvalidArgumentError, 'shape [2]'],
  ['tridiagonalSolve', () => tf.linalg.tridiagonalSolve([[0], [0], [0]], [[1]]), InvalidArgumentError, 'Input is not invertible'],
  ['two diagonals', () => tf.linalg.tridiagonalSolve(matrix, [[1]]), InvalidArgumentError, '[..., 3, n]'],
  ['a matrix norm that is none', () => tf.norm(matrix, { ord: 3, axis: [0, 1] }), ValueError, 'ord 3'],
  // signals
  ['fft of real numbers', () => tf.signal.fft([1, 2] as never), InvalidArgumentError, 'float32', 'complex64'],
  ['rfft of integers', () => tf.signal.rfft(whole as never), InvalidArgumentError, 'int32', 'float32 or float64'],
  ['rfft2d of a vector', () => tf.signal.rfft2d([1, 2]), InvalidArgumentError, 'rank 2'],
  ['fftLength', () => tf.signal.rfft([1, 2], { fftLength: [2, 2] }), ValueError, '2 entries', '1'],
  ['fftLength 0', () => tf.signal.rfft([1, 2], { fftLength: 0 }), ValueError, 'fftLength is 0'],
  ['fftnd axes', () => tf.signal.rfftnd(matrix, { axes: [0, 0] }), ValueError, 'axes [0, 0]'],
  ['frame without a step', () => tf.signal.frame([1], { frameLength: 1 } as never), TypeError, 'frameStep is missing'],
  ['frame of length 0', () => tf.signal.frame([1], { frameLength: 0, frameStep: 1 }), ValueError, 'frameLength is 0'],
  ['overlapAndAdd of a vector', () => tf.signal.overlapAndAdd([1], { frameStep: 1 }), InvalidArgumentError, 'rank 2'],
  [
    'a window of another length',
    () => tf.signal.stft([1, 2, 3, 4], { frameLength: 4, frameStep: 2, windowFn: () => tf.ones([3]) as never }),
    InvalidArgumentError,
    'windowFn returned',
    '[4]',
  ],
  ['a window of length 0', () => tf.signal.hannWindow(0), ValueError, 'windowLength is 0'],
  ['a window of integers', () => tf.signal.hannWindow(4, { dtype: 'int32' }), InvalidArgumentError, 'floating'],
  ['an odd window', () => tf.signal.kaiserBesselDerivedWindow(3), ValueError, 'an even length'],
  ['dct type', () => tf.signal.dct([1, 2], { type: 5 as never }), ValueError, 'type is 5'],
  ['dct 1 with a norm', () => tf.signal.dct([1, 2], { type: 1, norm: 'ortho' }), ValueError, 'ortho for type 1'],
  ['dct of nothing', () => tf.signal.dct([]), ValueError, 'n is 0'],
  ['mdct', () => tf.signal.mdct([1, 2], { frameLength: 6 }), ValueError, 'a multiple of 4'],
  ['mel edges', () => tf.signal.linearToMelWeightMatrix({ upperEdgeHertz: 5000 }), ValueError, 'upperEdgeHertz is 5000', 'at most 4000'],
  ['a sound of one axis', () => tf.audio.encodeWav([1, 2], 8000), InvalidArgumentError, '[samples, channels]'],
  ['a rate of 0', () => tf.audio.encodeWav([[1]], 0), ValueError, 'sampleRate is 0'],
  ['no WAV file', () => tf.audio.decodeWav(new Uint8Array(50)), InvalidArgumentError, "does not start with 'RIFF'", 'at byte 0'],
  ['a string for a WAV file', () => tf.audio.decodeWav('a.wav' as never), TypeError, 'a Uint8Array'],
  // dtypes
  ['dtype mismatch', () => tf.add(matrix, whole), InvalidArgumentError, 'a is float32', 'b is int32', "tf.cast(b, 'float32')"],
  ['where', () => tf.where([true], tf.constant([1]), tf.constant([1n]) as never), InvalidArgumentError, 'x is float32', 'y is int64'],
  ['where condition', () => tf.where([1], [1], [2]), InvalidArgumentError, 'bool'],
  ['an array of floats beside integers, whatever it holds', () => tf.add(whole, new Float32Array([1, 2])), InvalidArgumentError, 'a is int32', 'b is float32'],
  ['exp of integers', () => tf.exp(whole), InvalidArgumentError, 'exp: x has dtype int32', 'floating'],
  ['logicalAnd of numbers', () => tf.logicalAnd([1], [1]), InvalidArgumentError, 'float32', 'bool'],
  ['less of complex', () => tf.less([{ re: 1, im: 0 }], [{ re: 1, im: 0 }]), InvalidArgumentError, 'complex64'],
  ['a fraction for an integer tensor', () => tf.add(whole, 1.5), ValueError, '1.5', 'int32'],
  ['a number too large for the dtype', () => tf.constant([300], { dtype: 'uint8' }), ValueError, 'value[0] is 300', '0 to 255'],
  ['a number for bool', () => tf.constant([1], { dtype: 'bool' }), TypeError, 'value[0]', 'true or false'],
  ['an unknown dtype', () => tf.cast(matrix, 'flaot32' as never), ValueError, "did you mean 'float32'"],
  ['strings', () => tf.constant('a' as never), tf.errors.UnimplementedError, 'strings'],
  ['null', () => tf.constant(null as never), TypeError, 'null'],
  // creation
  [
    'ragged rows',
    () =>
      tf.constant([
        [1, 2, 3],
        [4, 5],
      ]),
    InvalidArgumentError,
    'value[1] has length 2, expected 3',
  ],
  ['ragged depth', () => tf.constant([[1], 2] as never), InvalidArgumentError, 'value[1]', 'an array of length 1'],
  ['too deep', () => tf.constant([1, [2]] as never), InvalidArgumentError, 'value[1] is an array of length 1'],
  ['values that do not fill', () => tf.constant([1, 2, 3], { shape: [2, 2] }), ValueError, '3 values', '[2, 2]'],
  ['range with delta 0', () => tf.range(0, 5, 0), InvalidArgumentError, 'delta is 0'],
  ['range of fractions', () => tf.range(0.5), ValueError, '0.5', "{ dtype: 'float32' }"],
  ['linspace', () => tf.linspace(0, 1, 0), ValueError, 'num is 0'],
  ['negative size', () => tf.zeros([-1]), ValueError, 'shape[0] is -1'],
  ['NaN size', () => tf.zeros([Number.NaN]), ValueError, 'NaN'],
  ['too many elements', () => tf.zeros([2 ** 30, 2 ** 30]), ValueError, '2^53'],
  ['too much memory', () => tf.range(2 ** 40), ResourceExhaustedError, 'bytes cannot be allocated; results took'],
  ['a result too large to allocate', () => tf.eye(100_000), ResourceExhaustedError, 'a result needs'],
  // axes and options
  ['axis out of range', () => tf.reduceSum(matrix, { axis: 2 }), InvalidArgumentError, 'axis 2 is not in [-2, 2)'],
  ['axis given twice', () => tf.reduceSum(matrix, { axis: [0, -2] }), InvalidArgumentError, 'axis 0 is given twice'],
  ['NaN axis', () => tf.reduceSum(matrix, { axis: Number.NaN }), ValueError, 'NaN'],
  ['fractional axis', () => tf.expandDims(matrix, 0.5), ValueError, '0.5'],
  ['unknown option', () => tf.reduceSum(matrix, { axes: 0 } as never), TypeError, "'axes'", "did you mean 'axis'"],
  ['unknown option of matmul', () => tf.matmul(matrix, matrix, { transposeb: true } as never), TypeError, "did you mean 'transposeB'"],
  ['unknown choice', () => tf.sort(matrix, { direction: 'UP' as never }), ValueError, "'UP'", 'ASCENDING'],
  [
    'unknown mode',
    () =>
      tf.pad(
        matrix,
        [
          [0, 0],
          [0, 0],
        ],
        { mode: 'WRAP' as never },
      ),
    ValueError,
    'WRAP',
  ],
  // reading
  ['item of a vector', () => whole.item(), InvalidArgumentError, 'item', 'a scalar'],
  ['a tensor as a number', () => Number(whole), TypeError, 'x.item()'],
  ['too large for a number', () => tf.constant([2n ** 60n]).toNumberArray(), ValueError, '2^53'],
  ['min of complex', () => tf.complex64.min, TypeError, 'complex64'],
  ['asDtype', () => tf.asDtype(999), ValueError, '999'],
];

describe('bad input raises', () => {
  for (const [name, call, type, ...parts] of rows) {
    test(name, () => {
      let error: unknown;
      try {
        call();
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(type);
      for (const part of parts) expect((error as Error).message).toContain(part);
    });
  }
  test('a disposed tensor', () => {
    const x = tf.constant([1, 2]);
    x.dispose();
    expect(() => x.add(1)).toThrow(FailedPreconditionError);
    expect(() => x.dataSync()).toThrow('disposed');
  });
});

describe('checks on data', () => {
  const int = (values: number[]): tf.Tensor => tf.constant(values, { dtype: 'int32' });
  const checks: readonly Rejection[] = [
    ['gather', () => tf.gather([1, 2, 3, 4, 5], [0, 1, 2, 7]), InvalidArgumentError, 'gather: indices[3] = 7 is not in [0, 5)'],
    ['gather of a scalar', () => tf.gather([1, 2], -1), InvalidArgumentError, 'indices = -1 is not in [0, 2)'],
    ['gather with a narrow dtype', () => tf.gather(tf.range(300), tf.constant([-1], { dtype: 'int8' })), InvalidArgumentError, 'indices[0] = -1 is negative'],
    [
      'gatherNd',
      () =>
        tf.gatherNd(
          [
            [1, 2],
            [3, 4],
          ],
          [
            [0, 0],
            [1, 2],
          ],
        ),
      InvalidArgumentError,
      'indices[1, 1] = 2 is not in [0, 2)',
    ],
    ['scatterNd', () => tf.scatterNd([[4]], [1], [4]), InvalidArgumentError, 'indices[0, 0] = 4 is not in [0, 4)'],
    ['tensorScatterNdUpdate', () => tf.tensorScatterNdUpdate([1, 2], [[-1]], [1]), InvalidArgumentError, 'indices[0, 0] = -1'],
    ['unsortedSegmentSum', () => tf.math.unsortedSegmentSum([1, 2], [0, 3], 3), InvalidArgumentError, 'segmentIds[1] = 3 is not below 3'],
    ['segmentSum', () => tf.math.segmentSum([1, 2], [1, 0]), InvalidArgumentError, 'segmentIds[1] = 0 after 1'],
    ['confusionMatrix', () => tf.math.confusionMatrix([0, 5], [0, 1], { numClasses: 2 }), InvalidArgumentError, 'labels[1] = 5 is not in [0, 2)'],
    ['bincount', () => tf.math.bincount([-1]), InvalidArgumentError, '-1'],
    ['floordiv', () => tf.math.floordiv(int([1, 2]), int([1, 0])), InvalidArgumentError, 'floordiv: the divisor is 0 at [1]'],
    ['floormod', () => tf.math.floormod(int([1]), int([0])), InvalidArgumentError, 'the divisor is 0'],
    ['truncatediv', () => tf.truncatediv(int([1]), int([0])), InvalidArgumentError, 'the divisor is 0'],
    ['truncatemod', () => tf.truncatemod(int([1]), int([0])), InvalidArgumentError, 'the divisor is 0'],
    ['pow', () => tf.pow(int([2, 2]), int([1, -3])), InvalidArgumentError, 'to the power -3 at [1]'],
  ];
  for (const [name, call, type, ...parts] of checks) {
    test(name, () => {
      expect(call).toThrow(type);
      for (const part of parts) expect(call).toThrow(part);
    });
  }
  test('a narrow dtype reaches all that it can', () => expect(tf.gather(tf.range(300), tf.constant([127], { dtype: 'int8' })).array()).toEqual([127]));
});
