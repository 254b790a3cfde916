export { besselI0e, besselI1e } from './bessel.ts';
export { erf, erfc, erfInv } from './erf.ts';
export { digamma, lgamma, polygamma } from './gamma.ts';
export { zeta } from './zeta.ts';
