/** The js device: typed-array loops made from the lowering algebra, and kernels by name for what has no loop form. Needs no WebAssembly. */
import { mayCompile } from '@millrace/compiler';
import type { Lowered } from '@millrace/ir';
import type { Device, Kernel, KernelRequest } from '../device.ts';
import { contractKernel } from './contract.ts';
import { bitcastConvertKernel } from './kernels/bitcast-convert.ts';
import { checkKernel } from './kernels/check.ts';
import { choleskyKernel } from './kernels/cholesky.ts';
import { decompositionKernels } from './kernels/decompositions.ts';
import { advanceStreamKernel, drawKernel, scrambleSeedKernel } from './kernels/draw.ts';
import { dynamicUpdateSliceKernel } from './kernels/dynamic-update-slice.ts';
import { fftKernel } from './kernels/fft.ts';
import { gatherKernel } from './kernels/gather.ts';
import { groupedConvolutionKernel } from './kernels/grouped-convolution.ts';
import { layerNormGradientKernel, layerNormKernel } from './kernels/layer-norm.ts';
import { reduceRegion, reduceWindowRegion } from './kernels/reduce.ts';
import { rngBitGeneratorKernel } from './kernels/rng-bit-generator.ts';
import { scatterKernel } from './kernels/scatter.ts';
import { softmaxKernels } from './kernels/softmax.ts';
import { sortKernel } from './kernels/sort.ts';
import { topKKernel } from './kernels/top-k.ts';
import { triangularSolveKernel } from './kernels/triangular-solve.ts';
import { selectAndScatterKernel, windowArgmaxKernel } from './kernels/window-argmax.ts';
import { moveKernel } from './move.ts';
import { pointwiseKernel } from './pointwise.ts';
import { reduceKernel } from './reduce.ts';

type Maker = (request: KernelRequest) => Kernel | null;

const makers: Readonly<Partial<Record<Lowered['form'], Maker>>> = {
  pointwise: pointwiseKernel,
  reduce: reduceKernel,
  contract: contractKernel,
  move: moveKernel,
};

/** By the name of the opaque form. */
const opaqueMakers: Readonly<Record<string, Maker>> = {
  advance_stream: advanceStreamKernel,
  bitcast_convert: bitcastConvertKernel,
  check: checkKernel,
  cholesky: choleskyKernel,
  ...decompositionKernels,
  draw: drawKernel,
  dynamic_update_slice: dynamicUpdateSliceKernel,
  fft: fftKernel,
  gather: gatherKernel,
  grouped_convolution: groupedConvolutionKernel,
  layer_norm: layerNormKernel,
  layer_norm_gradient: layerNormGradientKernel,
  reduce: reduceRegion,
  reduce_window: reduceWindowRegion,
  rng_bit_generator: rngBitGeneratorKernel,
  scatter: scatterKernel,
  scramble_seed: scrambleSeedKernel,
  select_and_scatter: selectAndScatterKernel,
  ...softmaxKernels,
  sort: sortKernel,
  top_k: topKKernel,
  triangular_solve: triangularSolveKernel,
  window_argmax: windowArgmaxKernel,
};

const makerOf = (lowered: Lowered): Maker | undefined => (lowered.form === 'opaque' ? opaqueMakers[lowered.kernel] : makers[lowered.form]);

/**
 * Stored integers of quantized tensors may be moved where all of them mean the same; anything else is arithmetic of the expressed type, which the
 * evaluator does (`dequantize_op_quantize`).
 */
function mayRun({ lowered, operands, results }: KernelRequest): boolean {
  const elements = [...operands, ...results].map((t) => t.element);
  if (elements.every((e) => e.kind !== 'quantized')) return true;
  return lowered.form === 'move' && elements.every((e) => e === elements[0]);
}

export const jsDevice: Device = {
  name: 'js',
  kernel: (request) => (mayCompile() && mayRun(request) ? (makerOf(request.lowered)?.(request) ?? null) : null),
};
