/** The table of primitives, by chapter. One line a primitive. */
// chlo
export { acos } from './chlo/acos.ts';
export { acosh } from './chlo/acosh.ts';
export { asin } from './chlo/asin.ts';
export { asinh } from './chlo/asinh.ts';
export { atan } from './chlo/atan.ts';
export { atanh } from './chlo/atanh.ts';
export { besselI0e } from './chlo/bessel-i0e.ts';
export { besselI1e } from './chlo/bessel-i1e.ts';
export {
  broadcastAdd,
  broadcastAnd,
  broadcastAtan2,
  broadcastCompare,
  broadcastComplex,
  broadcastDivide,
  broadcastMaximum,
  broadcastMinimum,
  broadcastMultiply,
  broadcastNextAfter,
  broadcastOr,
  broadcastPolygamma,
  broadcastPower,
  broadcastRemainder,
  broadcastSelect,
  broadcastShiftLeft,
  broadcastShiftRightArithmetic,
  broadcastShiftRightLogical,
  broadcastSubtract,
  broadcastXor,
  broadcastZeta,
} from './chlo/broadcast.ts';
export { conj } from './chlo/conj.ts';
export { chloConstant } from './chlo/constant.ts';
export { constantLike } from './chlo/constant-like.ts';
export { cosh } from './chlo/cosh.ts';
export { digamma } from './chlo/digamma.ts';
export { erf } from './chlo/erf.ts';
export { erfInv } from './chlo/erf-inv.ts';
export { erfc } from './chlo/erfc.ts';
export { isInf } from './chlo/is-inf.ts';
export { isNegInf } from './chlo/is-neg-inf.ts';
export { isPosInf } from './chlo/is-pos-inf.ts';
export { lgamma } from './chlo/lgamma.ts';
export { mulhi } from './chlo/mulhi.ts';
export { nextAfter } from './chlo/next-after.ts';
export { polygamma } from './chlo/polygamma.ts';
export { sinh } from './chlo/sinh.ts';
export { square } from './chlo/square.ts';
export { chloTan } from './chlo/tan.ts';
export { topK } from './chlo/top-k.ts';
export { zeta } from './chlo/zeta.ts';
// collective
export { allGather } from './collective/all-gather.ts';
export { allReduce } from './collective/all-reduce.ts';
export { allToAll } from './collective/all-to-all.ts';
export { asyncDone } from './collective/async-done.ts';
export { asyncStart } from './collective/async-start.ts';
export { collectiveBroadcast } from './collective/collective-broadcast.ts';
export { collectivePermute } from './collective/collective-permute.ts';
export { collectiveReduce } from './collective/collective-reduce.ts';
export { partitionId } from './collective/partition-id.ts';
export { recv } from './collective/recv.ts';
export { reduceScatter } from './collective/reduce-scatter.ts';
export { replicaId } from './collective/replica-id.ts';
export { send } from './collective/send.ts';
// control
export { caseOf } from './control/case.ts';
export { getTupleElement } from './control/get-tuple-element.ts';
export { ifElse } from './control/if.ts';
export { map } from './control/map.ts';
export { optimizationBarrier } from './control/optimization-barrier.ts';
export { tuple } from './control/tuple.ts';
export { whileLoop } from './control/while.ts';
// elementwise
export { abs } from './elementwise/abs.ts';
export { add } from './elementwise/add.ts';
export { and } from './elementwise/and.ts';
export { atan2 } from './elementwise/atan2.ts';
export { bitcastConvert } from './elementwise/bitcast-convert.ts';
export { cbrt } from './elementwise/cbrt.ts';
export { ceil } from './elementwise/ceil.ts';
export { clamp } from './elementwise/clamp.ts';
export { compare } from './elementwise/compare.ts';
export { complex } from './elementwise/complex.ts';
export { constant } from './elementwise/constant.ts';
export { convert } from './elementwise/convert.ts';
export { cosine } from './elementwise/cosine.ts';
export { countLeadingZeros } from './elementwise/count-leading-zeros.ts';
export { divide } from './elementwise/divide.ts';
export { exponential } from './elementwise/exponential.ts';
export { exponentialMinusOne } from './elementwise/exponential-minus-one.ts';
export { floor } from './elementwise/floor.ts';
export { imag } from './elementwise/imag.ts';
export { isFiniteElement } from './elementwise/is-finite.ts';
export { log } from './elementwise/log.ts';
export { logPlusOne } from './elementwise/log-plus-one.ts';
export { logistic } from './elementwise/logistic.ts';
export { maximum } from './elementwise/maximum.ts';
export { minimum } from './elementwise/minimum.ts';
export { multiply } from './elementwise/multiply.ts';
export { negate } from './elementwise/negate.ts';
export { not } from './elementwise/not.ts';
export { or } from './elementwise/or.ts';
export { popcnt } from './elementwise/popcnt.ts';
export { power } from './elementwise/power.ts';
export { real } from './elementwise/real.ts';
export { reducePrecision } from './elementwise/reduce-precision.ts';
export { remainder } from './elementwise/remainder.ts';
export { roundNearestAfz } from './elementwise/round-nearest-afz.ts';
export { roundNearestEven } from './elementwise/round-nearest-even.ts';
export { rsqrt } from './elementwise/rsqrt.ts';
export { select } from './elementwise/select.ts';
export { shiftLeft } from './elementwise/shift-left.ts';
export { shiftRightArithmetic } from './elementwise/shift-right-arithmetic.ts';
export { shiftRightLogical } from './elementwise/shift-right-logical.ts';
export { sign } from './elementwise/sign.ts';
export { sine } from './elementwise/sine.ts';
export { sqrt } from './elementwise/sqrt.ts';
export { subtract } from './elementwise/subtract.ts';
export { tan } from './elementwise/tan.ts';
export { tanh } from './elementwise/tanh.ts';
export { xor } from './elementwise/xor.ts';
// gather
export { dynamicGather } from './gather/dynamic-gather.ts';
export { dynamicSlice } from './gather/dynamic-slice.ts';
export { dynamicUpdateSlice } from './gather/dynamic-update-slice.ts';
export { gather } from './gather/gather.ts';
export { scatter } from './gather/scatter.ts';
export { customCall } from './host/custom-call.ts';
export { expectAlmostEq } from './host/expect-almost-eq.ts';
export { expectAlmostEqConst } from './host/expect-almost-eq-const.ts';
export { expectClose } from './host/expect-close.ts';
// host
export { expectEq } from './host/expect-eq.ts';
export { expectEqConst } from './host/expect-eq-const.ts';
export { infeed } from './host/infeed.ts';
export { interpreterPrint } from './host/interpreter-print.ts';
export { interpreterProbe } from './host/interpreter-probe.ts';
export { outfeed } from './host/outfeed.ts';
export { runParallel } from './host/run-parallel.ts';
// linear
export { batchNormGrad } from './linear/batch-norm-grad.ts';
export { batchNormInference } from './linear/batch-norm-inference.ts';
export { batchNormTraining } from './linear/batch-norm-training.ts';
export { cholesky } from './linear/cholesky.ts';
export { convolution } from './linear/convolution.ts';
export { dotGeneral } from './linear/dot-general.ts';
export { dynamicConv } from './linear/dynamic-conv.ts';
export { fft } from './linear/fft.ts';
export { triangularSolve } from './linear/triangular-solve.ts';
// millrace
export { advanceStream } from './millrace/advance-stream.ts';
export { check } from './millrace/check.ts';
export {
  softmaxCrossEntropy,
  softmaxCrossEntropyGradient,
  sparseSoftmaxCrossEntropy,
  sparseSoftmaxCrossEntropyGradient,
} from './millrace/cross-entropy.ts';
export { customGradient } from './millrace/custom-gradient.ts';
export { det, slogdet } from './millrace/det.ts';
export { draw } from './millrace/draw.ts';
export { eig } from './millrace/eig.ts';
export { eigh } from './millrace/eigh.ts';
export { fused } from './millrace/fused.ts';
export { fusedContract } from './millrace/fused-contract.ts';
export { fusedReduce } from './millrace/fused-reduce.ts';
export { gelu, geluApproximate } from './millrace/gelu.ts';
export { layerNorm, layerNormGradient } from './millrace/layer-norm.ts';
export { logSoftmax, logSoftmaxGradient } from './millrace/log-softmax.ts';
export { lu } from './millrace/lu.ts';
export { matrixFunction } from './millrace/matrix-function.ts';
export { matrixSolve } from './millrace/matrix-solve.ts';
export { pinv } from './millrace/pinv.ts';
export { qr } from './millrace/qr.ts';
export { scan } from './millrace/scan.ts';
export { scrambleSeed } from './millrace/scramble-seed.ts';
export { softmax, softmaxGradient } from './millrace/softmax.ts';
export { stopGradient } from './millrace/stop-gradient.ts';
export { svd } from './millrace/svd.ts';
export { tridiagonalSolve } from './millrace/tridiagonal-solve.ts';
// module
export { afterAll } from './module/after-all.ts';
export { call } from './module/call.ts';
export { composite } from './module/composite.ts';
export { createToken } from './module/create-token.ts';
// quantized
export { uniformDequantize } from './quantized/uniform-dequantize.ts';
export { uniformQuantize } from './quantized/uniform-quantize.ts';
// random
export { rng } from './random/rng.ts';
export { rngBitGenerator } from './random/rng-bit-generator.ts';
export { reduce } from './reduction/reduce.ts';
// reduction
export { reduceWindow } from './reduction/reduce-window.ts';
export { selectAndScatter } from './reduction/select-and-scatter.ts';
export { sort } from './reduction/sort.ts';
export { windowArgmax } from './reduction/window-argmax.ts';
// shape
export { broadcastInDim } from './shape/broadcast-in-dim.ts';
export { concatenate } from './shape/concatenate.ts';
export { dynamicBroadcastInDim } from './shape/dynamic-broadcast-in-dim.ts';
export { dynamicIota } from './shape/dynamic-iota.ts';
export { dynamicPad } from './shape/dynamic-pad.ts';
export { dynamicReshape } from './shape/dynamic-reshape.ts';
export { getDimensionSize } from './shape/get-dimension-size.ts';
export { iota } from './shape/iota.ts';
export { pad } from './shape/pad.ts';
export { realDynamicSlice } from './shape/real-dynamic-slice.ts';
export { reshape } from './shape/reshape.ts';
export { reverse } from './shape/reverse.ts';
export { setDimensionSize } from './shape/set-dimension-size.ts';
export { slice } from './shape/slice.ts';
export { transpose } from './shape/transpose.ts';
