/** Options that layers with a kernel and a bias share. */
import type { ActivationLike } from '../../activations/registry.ts';
import type { ConstraintLike } from '../../constraints/constraint.ts';
import type { InitializerLike } from '../../initializers/initializer.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import type { RegularizerLike } from '../../regularizers/regularizer.ts';

export interface BiasOptions {
  /** Function applied to the result. Default null: none. */
  activation?: ActivationLike;
  /** Whether a bias is added. Default true. */
  useBias?: boolean;
  /** Default 'zeros'. */
  biasInitializer?: InitializerLike;
  /** Default null. */
  biasRegularizer?: RegularizerLike | null;
  /** Default null. */
  biasConstraint?: ConstraintLike | null;
}

export interface KernelOptions extends BiasOptions {
  /** Default 'glorotUniform'. */
  kernelInitializer?: InitializerLike;
  /** Default null. */
  kernelRegularizer?: RegularizerLike | null;
  /** Default null. */
  kernelConstraint?: ConstraintLike | null;
}

export const biasOptions: OptionTable<BiasOptions> = {
  activation: option.activation(),
  useBias: option.boolean(true),
  biasInitializer: option.initializer('zeros'),
  biasRegularizer: option.regularizer(),
  biasConstraint: option.constraint(),
};

export const kernelOptions: OptionTable<KernelOptions> = {
  ...biasOptions,
  kernelInitializer: option.initializer('glorotUniform'),
  kernelRegularizer: option.regularizer(),
  kernelConstraint: option.constraint(),
};
