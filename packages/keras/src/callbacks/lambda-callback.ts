import { checkOptions } from '@millrace/ir';
import { Callback, type CallbackHooks, hookNames } from './callback.ts';

/** A callback from functions: `lambdaCallback({ onEpochEnd: (epoch, logs) => … })`. Throws TypeError for an unknown hook. */
export class LambdaCallback extends Callback {
  constructor(hooks: CallbackHooks) {
    super();
    checkOptions('lambdaCallback', hooks, hookNames);
    Object.assign(this, hooks);
  }
}
export const lambdaCallback = (hooks: CallbackHooks): LambdaCallback => new LambdaCallback(hooks);
