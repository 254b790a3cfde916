/** Regularizers by name and by class name. */
import { NameTable } from '../naming/lookup.ts';
import type { Configurable, ConfigurableClass } from '../options/configurable.ts';
import { type ClassTable, classTable } from '../saving/object-form.ts';
import { L1 } from './l1.ts';
import { L1L2 } from './l1l2.ts';
import { L2 } from './l2.ts';

const classes = [L1, L2, L1L2] as unknown as readonly ConfigurableClass[];
export const regularizerClasses: ClassTable = classTable(classes);
export const regularizerNames: NameTable<() => Configurable> = new NameTable<() => Configurable>([
  ['l1', () => new L1()],
  ['l2', () => new L2()],
  // By name alone both factors are 0.01, as in Keras.
  ['l1l2', () => new L1L2({ l1: 0.01, l2: 0.01 })],
]);
