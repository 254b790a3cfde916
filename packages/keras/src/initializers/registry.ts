/** Initializers by name and by class name. */
import { NameTable } from '../naming/lookup.ts';
import { factoryName } from '../naming/names.ts';
import type { Configurable, ConfigurableClass } from '../options/configurable.ts';
import { type ClassTable, classTable } from '../saving/object-form.ts';
import * as all from './all.ts';

const classes = [
  ...[all.Zeros, all.Ones, all.Constant, all.Identity, all.Orthogonal, all.RandomNormal, all.RandomUniform, all.TruncatedNormal, all.VarianceScaling],
  ...[all.GlorotNormal, all.GlorotUniform, all.HeNormal, all.HeUniform, all.LecunNormal, all.LecunUniform],
] as unknown as readonly (ConfigurableClass & (new () => Configurable))[];

export const initializerClasses: ClassTable = classTable(classes);
export const initializerNames: NameTable<() => Configurable> = new NameTable(
  classes.map((c) => [factoryName(c.className), () => new c()]),
  { uniform: 'randomUniform', normal: 'randomNormal' },
);
