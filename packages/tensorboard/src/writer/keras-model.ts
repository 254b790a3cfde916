import { checkOptions } from '@millrace/ir';
import { recordTensor, type SummaryOptions } from './record.ts';
import { commonKeys } from './scalar.ts';

/** The version of the plugin's data: the byte '1'. */
const kind = { plugin: 'graph_keras_model', content: new TextEncoder().encode('1'), dataClass: 3 } as const;

/**
 * Records the structure of a Keras model for the conceptual graph.
 * @param json  what `model.toJSON()` gave
 * @returns whether it was recorded
 * @see tensorflow/python/ops/summary_ops_v2.py, keras_model
 */
export function kerasModel(name: string, json: string, options: SummaryOptions = {}): boolean {
  const op = 'summary.kerasModel';
  checkOptions(op, options, commonKeys);
  return recordTensor(op, name, options, kind, [], () => ({ dtype: 'string', shape: [], values: [new TextEncoder().encode(json)] }));
}
