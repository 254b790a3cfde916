/** ResNet50 (He et al. 2015, table 1; strides in the first convolution of a block), with batch normalization folded into weights and biases. */
export interface ResNetLayer {
  readonly stride: number;
  readonly outputs: number;
  /** Of the weights, in the order of TensorFlow: rows, columns, inputs, outputs. */
  readonly shape: readonly [number, number, number, number];
  /** Of the weights: what keeps the size of activations about the same. */
  readonly scale: number;
  /** Rows and columns of the result. */
  readonly size: number;
}

/** Filters of the narrow convolutions, blocks and first stride of the four stages. */
const stages: readonly (readonly [filters: number, blocks: number, stride: number])[] = [
  [64, 3, 1],
  [128, 4, 2],
  [256, 6, 2],
  [512, 3, 2],
];

function layer(kernel: number, stride: number, inputs: number, outputs: number, size: number, damping = 1): ResNetLayer {
  return { stride, outputs, shape: [kernel, kernel, inputs, outputs], scale: damping * Math.sqrt(6 / (kernel * kernel * inputs)), size };
}

/** Shortcut, where there is one, then the three convolutions: the last one adds little, so that sums do not grow from block to block. */
function blockLayers(inputs: number, filters: number, stride: number, size: number): readonly ResNetLayer[] {
  const wide = 4 * filters;
  const shortcut = inputs === wide ? [] : [layer(1, stride, inputs, wide, size, 0.7)];
  return [...shortcut, layer(1, stride, inputs, filters, size), layer(3, 1, filters, filters, size), layer(1, 1, filters, wide, size, 0.25)];
}

/** Convolutions by block. */
const blocks: readonly (readonly ResNetLayer[])[] = stages.flatMap(([filters, count, stride], stage) =>
  Array.from({ length: count }, (_, i) => blockLayers(i > 0 ? 4 * filters : stage === 0 ? 64 : 2 * filters, filters, i > 0 ? 1 : stride, 56 / 2 ** stage)),
);

export const resNetLayers: readonly ResNetLayer[] = [layer(7, 2, 3, 64, 112), ...blocks.flat()];
export const resNetFlops: number = resNetLayers.reduce(
  (sum, { shape: [rows, columns, inputs, outputs], size }) => sum + 2 * size * size * rows * columns * inputs * outputs,
  0,
);

/** What the network needs of a library. Padding is that of TensorFlow's SAME. */
export interface ResNetParts<T> {
  /** Convolution `index` of `resNetLayers` with its bias. */
  readonly convolution: (x: T, index: number) => T;
  readonly relu: (x: T) => T;
  readonly add: (a: T, b: T) => T;
  /** Maximum of 3x3, stride 2. */
  readonly pool: (x: T) => T;
}

/** From an image to the activations of the last block. */
export function resNet<T>({ convolution, relu, add, pool }: ResNetParts<T>, image: T): T {
  let next = 0;
  const convolve = (x: T): T => convolution(x, next++);
  return blocks.reduce(
    (x, layers) => {
      const shortcut = layers.length === 4 ? convolve(x) : x;
      const narrow = relu(convolve(relu(convolve(x))));
      return relu(add(convolve(narrow), shortcut));
    },
    pool(relu(convolve(image))),
  );
}
