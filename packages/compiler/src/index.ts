/** From the lowering algebra to code: loop IR, schedules, and emitters for js and wasm. */
// loops
export { finishBlocks, pushBlock, reductionBlock, reductionLanes } from './loops/reduction-order.ts';
