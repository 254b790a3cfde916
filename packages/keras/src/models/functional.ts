import type { Configurable, LoadContext } from '../options/configurable.ts';
import type { JsonObject } from '../options/option-table.ts';
import { loadGraph } from './graph-config.ts';
import { Model, type ModelOptions } from './model.ts';

/** A model of inputs and outputs; the class under which functional models are saved. Source: `keras.Model(inputs, outputs)`. */
export class Functional extends Model {
  static override readonly className: string = 'Functional';
  static override readonly module: string = 'keras.src.models.functional';
  static override fromConfig(config: JsonObject, context?: LoadContext): Configurable {
    const { inputs, outputs } = loadGraph(config, context as LoadContext);
    return new Functional({ inputs, outputs, name: (config.name ?? null) as string | null, trainable: config.trainable !== false });
  }
}

/**
 * A functional model from symbolic inputs to outputs made of them: one tensor, a list or a record each.
 * @throws ValueError when an output depends on something that is not among the inputs
 */
export const model = (options: ModelOptions): Functional => new Functional(options);
