/** Objects that are called like functions: `layer(x)`, `loss(yTrue, yPred)`. Calling one runs its `apply`. */

/** Base of everything in Keras that TensorFlow calls directly. An instance is a function whose prototype is the class. */
export class Callable {
  constructor() {
    const self = (...args: unknown[]): unknown => (self as unknown as { apply(...args: unknown[]): unknown }).apply(...args);
    Object.setPrototypeOf(self, new.target.prototype);
    // A function's own `name` and `length` would shadow accessors of the class.
    Reflect.deleteProperty(self, 'name');
    Reflect.deleteProperty(self, 'length');
    // biome-ignore lint/correctness/noConstructorReturn: the instance has to be a function for `layer(x)` to work
    return self as unknown as Callable;
  }
}
