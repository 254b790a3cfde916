export { ambientLocation, atLocation, setAmbientLocation } from './ambient-location.ts';
export { broadcastDim, broadcastShape } from './broadcast.ts';
export { commonType, isCompatible } from './compatible.ts';
export * from './dim.ts';
export * from './element.ts';
export * from './float-format.ts';
export * from './literal.ts';
export * from './location.ts';
export * from './type.ts';
