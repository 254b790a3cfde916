import type { Tensor } from '@millrace/core';
import { snakeCase } from '../naming/names.ts';
import { Loss, type LossOptions } from './loss.ts';

/** A loss from a function of labels and predictions that gives a value for each sample. Labels reach it as they are. */
export class FunctionLoss extends Loss {
  static override readonly alignsLabels: boolean = false;
  readonly #compute: (yTrue: Tensor, yPred: Tensor) => Tensor;
  constructor(compute: (yTrue: Tensor, yPred: Tensor) => Tensor, options: LossOptions = {}) {
    super({ name: snakeCase(compute.name || 'loss'), ...options });
    this.#compute = compute;
  }
  /** The function. */
  get fn(): (yTrue: Tensor, yPred: Tensor) => Tensor {
    return this.#compute;
  }
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return this.#compute(yTrue, yPred);
  }
}
