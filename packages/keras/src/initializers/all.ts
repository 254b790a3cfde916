/** Classes and factories of initializers. */
export { Constant, type ConstantOptions, constant } from './constant.ts';
export { GlorotNormal, glorotNormal } from './glorot-normal.ts';
export { GlorotUniform, glorotUniform } from './glorot-uniform.ts';
export { HeNormal, heNormal } from './he-normal.ts';
export { HeUniform, heUniform } from './he-uniform.ts';
export { Identity, type IdentityOptions, identity } from './identity.ts';
export { LecunNormal, lecunNormal } from './lecun-normal.ts';
export { LecunUniform, lecunUniform } from './lecun-uniform.ts';
export { Ones, ones } from './ones.ts';
export { Orthogonal, type OrthogonalOptions, orthogonal } from './orthogonal.ts';
export { RandomNormal, type RandomNormalOptions, randomNormal } from './random-normal.ts';
export { RandomUniform, type RandomUniformOptions, randomUniform } from './random-uniform.ts';
export { TruncatedNormal, type TruncatedNormalOptions, truncatedNormal } from './truncated-normal.ts';
export { VarianceScaling, type VarianceScalingOptions, varianceScaling } from './variance-scaling.ts';
export { Zeros, zeros } from './zeros.ts';
