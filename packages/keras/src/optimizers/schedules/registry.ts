/** Schedules by class name. */
import type { ConfigurableClass } from '../../options/configurable.ts';
import { type ClassTable, classTable } from '../../saving/object-form.ts';
import * as all from './all.ts';

export const scheduleClasses: ClassTable = classTable([
  all.CosineDecay,
  all.ExponentialDecay,
  all.InverseTimeDecay,
  all.PiecewiseConstantDecay,
  all.PolynomialDecay,
] as unknown as readonly ConfigurableClass[]);
