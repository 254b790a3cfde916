/** Millrace as a peer. */
import type { Workloads } from '../protocol.ts';
import { encoderInputs, encoderLayer, encoderWeights } from './encoder.ts';
import { mobileNet } from './mobilenet.ts';
import { computation, operations } from './operations.ts';
import { resNetWorkloads } from './resnet.ts';
import { training } from './training.ts';

export const workloads: Workloads = {
  ...operations,
  ...training,
  ...resNetWorkloads,
  mobilenetv1: mobileNet,
  encoder_infer: computation(() => [...encoderInputs(), ...encoderWeights()], encoderLayer),
};
