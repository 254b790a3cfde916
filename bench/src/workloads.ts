/** The table of workloads: names, sizes, and the work in one run, for rooflines. */
import { resNetFlops } from './resnet.ts';

export interface Workload {
  readonly name: string;
  /** Function of the peers that runs it. */
  readonly run: string;
  readonly size?: number;
  readonly flops?: number;
  /** Bytes that must move between memory and processor, once each. */
  readonly bytes?: number;
  readonly description: string;
  /** Whether Millrace also runs it inside `tf.function`, as a row of its own. */
  readonly inFunction?: boolean;
  /** Whether every peer must give the same first element. */
  readonly checked?: boolean;
  /** Whether each time is that of a new process, from its start. */
  readonly fresh?: boolean;
  /** Whether an earlier process has compiled it and its cache is there: Millrace only. */
  readonly cached?: boolean;
}

type Operation = Omit<Workload, 'run' | 'inFunction' | 'checked'>;

/** One operation on equal inputs: eager and in a function, the result compared between peers. */
const operation = (fields: Operation, run: string = fields.name): Workload => ({ ...fields, run, inFunction: true, checked: true });

const matmul = (n: number): Workload =>
  operation({ name: `matmul${n}`, size: n, flops: 2 * n ** 3, bytes: 12 * n ** 2, description: `[${n}, ${n}] x [${n}, ${n}], f32` }, 'matmul');

const mlpWeights = 784 * 512 + 512 * 512 + 512 * 10;
const encoderWeights = 4 * 256 * 256 + 2 * 256 * 1024;
/** Products with weights, then scores and the mixing of values: 8 sequences of 128, 256 wide. */
const encoderFlops = 2 * 8 * 128 * encoderWeights + 2 * 2 * 8 * 128 * 128 * 256;
/** Forward per picture: two convolutions (28 and 14 wide, padding the same) and two dense layers. */
const cnnFlops = 2 * (28 * 28 * 9 * 32 + 14 * 14 * 9 * 32 * 64 + 7 * 7 * 64 * 128 + 128 * 10);

export const workloads: readonly Workload[] = [
  ...[256, 512, 1024, 2048].map(matmul),
  operation({ name: 'gelu1m', bytes: 8e6, flops: 8e6, description: 'gelu(ax + b) on 1M elements, exact form' }),
  operation({ name: 'softmax1024', bytes: 8 * 1024 ** 2, description: 'softmax over rows of [1024, 1024]' }),
  operation({ name: 'layernorm1024', bytes: 8 * 1024 ** 2, description: 'layer normalization of rows of [1024, 1024]' }),
  operation({ name: 'sum_axis0', bytes: 4 * 2048 ** 2, flops: 2048 ** 2, description: 'sum over axis 0 of [2048, 2048]' }),
  operation({ name: 'sum_axis1', bytes: 4 * 2048 ** 2, flops: 2048 ** 2, description: 'sum over axis 1 of [2048, 2048]' }),
  operation({ name: 'conv3x3', flops: 2 * 8 * 56 * 56 * 64 * 64 * 9, description: '8x56x56x64 to 64 channels, 3x3, same' }),
  operation({ name: 'depthwise3x3', flops: 2 * 8 * 56 * 56 * 128 * 9, description: '8x56x56x128, depthwise 3x3, same' }),
  { name: 'mlp_train', run: 'mlp_train', inFunction: true, flops: 6 * 128 * mlpWeights, description: '784-512-512-10, Adam, batch 128' },
  {
    name: 'cnn_train',
    run: 'cnn_train',
    inFunction: true,
    flops: 3 * 64 * cnnFlops,
    description: 'conv 32, pool, conv 64, pool, dense 128, dense 10; Adam, batch 64',
  },
  { name: 'lstm_train', run: 'lstm_train', flops: 6 * 64 * 50 * 192 * 512, description: 'LSTM 64 to 128, 50 steps, Adam, batch 64' },
  operation({ name: 'encoder_infer', flops: encoderFlops, description: 'transformer layer 256 wide, 4 heads, 1024 inner, batch 8, 128 long' }),
  { name: 'encoder_train', run: 'encoder_train', flops: 3 * encoderFlops, description: 'the same layer, a train step with Adam' },
  operation({ name: 'mobilenetv1', flops: 1.137e9, description: 'MobileNetV1 inference, batch 1, 224x224, batch normalization folded' }),
  operation({ name: 'resnet50', flops: resNetFlops, description: 'ResNet50 inference, batch 1, 224x224, batch normalization folded' }),
  { name: 'eager_chain', run: 'eager_chain', flops: 8000, checked: true, description: '1,000 chained additions of 8 numbers' },
  {
    name: 'function_chain',
    run: 'function_chain',
    flops: 8000,
    checked: true,
    description: '1,000 chained additions of 8 numbers inside one compiled function',
  },
  { name: 'first_step', run: 'mlp_train', fresh: true, description: 'start of a process to the end of its first train step of the MLP' },
  { name: 'first_step_cached', run: 'mlp_train', fresh: true, cached: true, description: 'the same with what an earlier process has compiled' },
  { name: 'first_predict', run: 'resnet50', inFunction: true, fresh: true, description: 'start of a process to the end of its first prediction of ResNet50' },
  {
    name: 'first_predict_cached',
    run: 'resnet50',
    inFunction: true,
    fresh: true,
    cached: true,
    description: 'the same with what an earlier process has compiled',
  },
  { name: 'compile_mlp', run: 'compile_mlp', description: 'tracing and compiling the train step of the MLP, nothing run' },
  { name: 'compile_resnet50', run: 'compile_resnet50', description: 'tracing and compiling the inference of ResNet50, nothing run' },
];
