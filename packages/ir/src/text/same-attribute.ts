export { sameAttribute } from '../primitive/same-attribute.ts';
