/** The layer battery: `checkLayer` and `checkRejects`. */
export { checkLayer, checkRejects } from './check-layer.ts';
export { checkGradients } from './gradients.ts';
export type { LayerRow, RejectRow } from './rows.ts';
