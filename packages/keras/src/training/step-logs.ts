/** What steps return, as numbers. */
import * as tf from '@millrace/core';
import type { BatchLogs, StepLogs } from './options.ts';

/** Logs as numbers: tensors are read. */
export function numbersOf(logs: StepLogs): BatchLogs {
  const numbers: BatchLogs = {};
  for (const name in logs) {
    const value = logs[name];
    numbers[name] = typeof value === 'number' ? value : Number(value.rank === 0 ? value.item() : tf.reduceMean(value).item());
  }
  return numbers;
}
