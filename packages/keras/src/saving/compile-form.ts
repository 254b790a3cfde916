/** What `compile` was given, as saved files hold it. Source: Keras v3's `compile_config`. */
import { failure } from '@millrace/ir';
import { FunctionLoss } from '../losses/function-loss.ts';
import { Loss } from '../losses/loss.ts';
import { Metric } from '../metrics/metric.ts';
import { snakeCase } from '../naming/names.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { Configurable } from '../options/configurable.ts';
import type { Json, JsonObject } from '../options/option-table.ts';
import { registeredFunctionName } from './custom-objects.ts';
import { saveObject } from './object-form.ts';

/** The options of compile that are saved. */
interface SavedCompile {
  readonly loss?: unknown;
  readonly lossWeights?: unknown;
  readonly metrics?: unknown;
  readonly weightedMetrics?: unknown;
}

function form(value: unknown): Json {
  if (value === null || value === undefined || typeof value === 'number') return value ?? null;
  // Names are saved as Keras writes them.
  if (typeof value === 'string') return /[A-Z]/.test(value) ? snakeCase(value) : value;
  if (Array.isArray(value)) return value.map(form);
  if (value instanceof FunctionLoss) return functionForm(value.fn);
  if (value instanceof Loss || value instanceof Metric) return saveObject(value as unknown as Configurable);
  if (typeof value === 'function') return functionForm(value);
  return Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, form(v)]));
}

function functionForm(fn: unknown): Json {
  const name = registeredFunctionName(fn);
  if (name !== undefined) return { module: 'builtins', class_name: 'function', config: name, registered_name: 'function' };
  throw failure('value', {
    op: 'save',
    message: `the function ${(fn as { name?: string }).name || 'without a name'} that compile was given cannot be saved`,
    hint: 'tf.keras.saving.registerKerasSerializable()(fn)',
  });
}

/** The saved form. */
export function saveCompile(optimizer: Optimizer, options: SavedCompile): JsonObject {
  return {
    optimizer: saveObject(optimizer as unknown as Configurable),
    loss: form(options.loss),
    loss_weights: form(options.lossWeights),
    metrics: form(options.metrics),
    weighted_metrics: form(options.weightedMetrics),
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: false,
  };
}
