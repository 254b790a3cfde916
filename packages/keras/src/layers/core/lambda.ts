import { failure } from '@millrace/ir';
import { Configurable, type LoadContext } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import { describeValue, type JsonObject, type Option, type OptionTable } from '../../options/option-table.ts';
import { registeredFunction, registeredFunctionName } from '../../saving/custom-objects.ts';
import type { CallArguments } from '../base/call-context.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import type { Shape, ShapeTree } from '../base/shapes.ts';
import type { TensorTree } from '../base/tree.ts';

/** What a lambda layer computes; may return a tree of tensors. */
export type LambdaFunction = (inputs: never, args: CallArguments) => TensorTree;

export interface LambdaOptions extends LayerOptions {
  /** The function. It should not use variables: they would not be tracked. */
  fn: LambdaFunction;
  /** Sizes of one output without the batch, where tracing `fn` cannot tell them. Default null. */
  outputShape?: Shape | null;
}

/** A function as an option: saved by its registered name, never as code. */
const functionOption: Option = {
  fallback: undefined,
  key: 'function',
  saved: true,
  describe: 'a function of tensors',
  parse(value, place) {
    if (typeof value === 'function') return value;
    throw failure('wrong-kind', { op: place.op, message: `${place.option} must be a function; got ${describeValue(value)}` });
  },
  serialize(value) {
    const name = registeredFunctionName(value);
    if (name !== undefined) return { module: 'builtins', class_name: 'function', config: name, registered_name: 'function' };
    throw failure('value', {
      op: 'lambda',
      message: 'a function cannot be saved',
      hint: 'register it (tf.keras.saving.registerKerasSerializable()(fn)), or write a layer class with getConfig',
    });
  },
};

/**
 * A function as a layer.
 *
 * - Throws on loading: ValueError for code in a file (Keras marshals Python functions); a registered function loads by its name.
 * - Source: `keras.layers.Lambda`.
 *
 * @example
 * tf.keras.layers.lambda((x) => tf.square(x))(tf.constant([2])).array(); // [4]
 */
export class Lambda extends Layer<LambdaOptions> {
  static override readonly className: string = 'Lambda';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<LambdaOptions> = { ...Layer.options, fn: functionOption, outputShape: option.optional(option.shape()) };
  override call(inputs: TensorTree, args: CallArguments): TensorTree {
    return (this.options.fn as unknown as LambdaFunction)(inputs as never, args);
  }
  override computeOutputShape(inputShape: ShapeTree): ShapeTree | null {
    const { outputShape } = this.options;
    return outputShape === null ? null : [(inputShape as Shape)[0] ?? null, ...outputShape];
  }
  static override fromConfig(config: JsonObject, context?: LoadContext): Configurable {
    const saved = config.function as { class_name?: string; config?: unknown } | string | undefined;
    const name = typeof saved === 'object' && saved.class_name === 'function' ? saved.config : saved;
    const fn = typeof name === 'string' ? registeredFunction(name) : undefined;
    if (fn === undefined) {
      throw failure('value', {
        op: 'lambda',
        message: `the file holds a Lambda layer with the code of a Python function, which is never run${context?.safeMode === false ? ', also with safeMode: false' : ''}`,
        hint: 'build the model in code and load only its weights, or give the function by name: customObjects: { name: fn }',
      });
    }
    const { function: _function, arguments: _arguments, mask: _mask, output_shape: outputShape, ...rest } = config;
    return new Lambda({ ...(rest as object), fn: fn as LambdaFunction, outputShape: (outputShape ?? null) as Shape | null });
  }
}
/** `lambda(fn)` or `lambda({ fn, outputShape })`. */
export const lambda = (options: LambdaOptions | LambdaFunction): Lambda =>
  new Lambda(typeof options === 'function' && !(options instanceof Configurable) ? { fn: options as LambdaFunction } : (options as LambdaOptions));
