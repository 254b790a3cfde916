/** Eager execution inside of traces, tapes and loops: where variables get their initial values. Source: `tf.init_scope`. */
import { withBase, withoutRecorder } from '@millrace/ir';
import { eager } from '../tensor/tensor.ts';
import { withoutBatches } from './batch-context.ts';
import { withHostCallbacks } from './traced/host-callbacks.ts';
import { withStateScope } from './variable-state.ts';

/** Runs `body` eagerly, whatever is being traced around it: unseen by tapes, with variables read and assigned at once. */
export const initScope = <T>(body: () => T): T =>
  withBase(eager, () => withoutRecorder('all', () => withoutBatches(() => withHostCallbacks(null, () => withStateScope(null, body)))));
