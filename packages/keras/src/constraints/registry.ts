/** Constraints by name and by class name. */
import { NameTable } from '../naming/lookup.ts';
import { factoryName } from '../naming/names.ts';
import type { Configurable, ConfigurableClass } from '../options/configurable.ts';
import { type ClassTable, classTable } from '../saving/object-form.ts';
import { MaxNorm } from './max-norm.ts';
import { MinMaxNorm } from './min-max-norm.ts';
import { NonNeg } from './non-neg.ts';
import { UnitNorm } from './unit-norm.ts';

const classes = [MaxNorm, MinMaxNorm, NonNeg, UnitNorm] as unknown as readonly (ConfigurableClass & (new () => Configurable))[];
export const constraintClasses: ClassTable = classTable(classes);
export const constraintNames: NameTable<() => Configurable> = new NameTable(classes.map((c) => [factoryName(c.className), () => new c()]));
