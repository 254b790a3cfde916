/** The layers of MobileNetV1 (Howard et al. 2017, table 1), with batch normalization folded into weights and biases, as for inference. */
export interface MobileNetLayer {
  readonly kind: 'conv' | 'depthwise' | 'pointwise';
  readonly stride: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Of the weights, in the order of TensorFlow: rows, columns, inputs, outputs. */
  readonly shape: readonly [number, number, number, number];
  /** Of the weights: what keeps the size of activations about the same. */
  readonly scale: number;
}

/** Output channels and stride of the thirteen separable blocks. */
const blocks: readonly (readonly [number, number])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  ...Array.from({ length: 5 }, () => [512, 1] as const),
  [1024, 2],
  [1024, 1],
];

const scaleFor = (fanIn: number): number => Math.sqrt(6 / fanIn);

function blockLayers(inputs: number, outputs: number, stride: number): readonly MobileNetLayer[] {
  return [
    { kind: 'depthwise', stride, inputs, outputs: inputs, shape: [3, 3, inputs, 1], scale: scaleFor(9) },
    { kind: 'pointwise', stride: 1, inputs, outputs, shape: [1, 1, inputs, outputs], scale: scaleFor(inputs) },
  ];
}

export const classes = 1000;
export const mobileNetLayers: readonly MobileNetLayer[] = [
  { kind: 'conv', stride: 2, inputs: 3, outputs: 32, shape: [3, 3, 3, 32], scale: scaleFor(27) },
  ...blocks.flatMap(([outputs, stride], i) => blockLayers(i === 0 ? 32 : blocks[i - 1][0], outputs, stride)),
];
