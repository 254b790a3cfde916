import { Callback, type Logs } from './callback.ts';

/** Ends training at the first step whose loss is not finite. Source: `keras.callbacks.TerminateOnNaN`. */
export class TerminateOnNaN extends Callback {
  override onTrainBatchEnd(batch: number, logs: Logs): void {
    if (logs.loss === undefined || Number.isFinite(logs.loss)) return;
    console.warn(`Batch ${batch}: Invalid loss, terminating training`);
    this.model.stopTraining = true;
  }
}
export const terminateOnNaN = (): TerminateOnNaN => new TerminateOnNaN();
