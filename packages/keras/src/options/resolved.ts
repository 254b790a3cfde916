/** Types of options after parsing: shorthand forms are gone. */
import type { Activation } from '../activations/activation.ts';
import type { Constraint } from '../constraints/constraint.ts';
import type { Initializer } from '../initializers/initializer.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';

type ResolvedOption<T> = Initializer extends T
  ? Initializer | Extract<T, null>
  : Regularizer extends T
    ? Regularizer | Extract<T, null>
    : Constraint extends T
      ? Constraint | Extract<T, null>
      : Activation extends T
        ? Activation
        : readonly number[] extends T
          ? Exclude<T, number>
          : T;

/** The options of interface `O` after parsing: all present, each in its one inner form. */
export type Resolved<O> = { readonly [K in keyof O]-?: ResolvedOption<Exclude<O[K], undefined>> };
