/** The table of primitives, by chapter. One line a primitive. */
// elementwise
export { add } from './elementwise/add.ts';
export { compare } from './elementwise/compare.ts';
export { complex } from './elementwise/complex.ts';
export { constant } from './elementwise/constant.ts';
export { convert } from './elementwise/convert.ts';
export { divide } from './elementwise/divide.ts';
export { imag } from './elementwise/imag.ts';
export { multiply } from './elementwise/multiply.ts';
export { negate } from './elementwise/negate.ts';
export { real } from './elementwise/real.ts';
export { select } from './elementwise/select.ts';
export { subtract } from './elementwise/subtract.ts';
export { tanh } from './elementwise/tanh.ts';
// gather
export { gather } from './gather/gather.ts';
export { scatter } from './gather/scatter.ts';
// linear
export { dotGeneral } from './linear/dot-general.ts';
// millrace
export { fused } from './millrace/fused.ts';
export { stopGradient } from './millrace/stop-gradient.ts';
// reduction
export { reduce } from './reduction/reduce.ts';
// shape
export { broadcastInDim } from './shape/broadcast-in-dim.ts';
export { concatenate } from './shape/concatenate.ts';
export { iota } from './shape/iota.ts';
export { pad } from './shape/pad.ts';
export { reshape } from './shape/reshape.ts';
export { slice } from './shape/slice.ts';
export { transpose } from './shape/transpose.ts';
