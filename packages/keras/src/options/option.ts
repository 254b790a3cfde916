/** Every kind of option: `option.integer(32, { atLeast: 1 })`, `option.initializer('zeros')`, … */
import * as plain from './kinds.ts';
import * as objects from './object-kinds.ts';

export const option: typeof plain & typeof objects = { ...plain, ...objects };
