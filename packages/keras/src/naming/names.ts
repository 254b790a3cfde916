/** Names: Python's snake_case of our camelCase, and the automatic names of layers. Source: Keras's `to_snake_case` and `auto_name`. */

/** `kernelInitializer` → `kernel_initializer`, `beta1` → `beta_1`, `Conv2D` → `conv2d`, `ReLU` → `re_lu`. */
export function snakeCase(name: string): string {
  const words = name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2');
  return (/^[a-z]/.test(name) ? words.replace(/([a-z])(\d)/g, '$1_$2') : words).toLowerCase();
}

/** `use_bias` → `useBias`. */
export const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The factory's name of a class: `BatchNormalization` → `batchNormalization`, `Conv2D` → `conv2d`. */
export const factoryName = (className: string): string => (className.charAt(0).toLowerCase() + className.slice(1)).replace(/(\d)D/g, '$1d');

let counts = new Map<string, number>();

/** `dense`, then `dense_1`, `dense_2`, … in this session. */
export function uniqueName(prefix: string): string {
  const count = counts.get(prefix) ?? 0;
  counts.set(prefix, count + 1);
  return count === 0 ? prefix : `${prefix}_${count}`;
}

/** An automatic name for an instance of a class. */
export const autoName = (className: string): string => uniqueName(snakeCase(className));

/** Starts counting from the beginning. */
export function resetNames(): void {
  counts = new Map();
}
