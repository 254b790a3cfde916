/** Events of the steps of programs; a comparison a step where nobody listens. */
import type { Origin } from '@millrace/compiler';
import { emitEvent, hasListeners, type OperationEvent } from '../events/events.ts';

/** `run`, with an event where somebody listens. */
export function observed({ name, operands, results }: Origin, device: OperationEvent['device'], run: () => void): () => void {
  return () => {
    if (!hasListeners()) {
      run();
      return;
    }
    const start = performance.now();
    run();
    emitEvent({ name, device, operands, results, start, end: performance.now() });
  };
}
