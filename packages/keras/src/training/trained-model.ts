/** The side of a model that training sees. */
import type { Tensor, Variable } from '@millrace/core';
import type { DTypePolicy } from '../dtype-policy.ts';
import type { CallArguments } from '../layers/base/call-context.ts';
import type { TensorTree } from '../layers/base/tree.ts';
import type { Metric } from '../metrics/metric.ts';
import type { StepLogs } from './options.ts';

/** What training needs of a model. */
export interface TrainedModel {
  readonly name: string;
  readonly dtypePolicy: DTypePolicy;
  stopTraining: boolean;
  readonly trainableWeights: readonly Variable[];
  readonly losses: readonly Tensor[];
  readonly metrics: readonly Metric[];
  readonly graph: { readonly outputNames: readonly string[] } | null;
  apply(inputs: TensorTree, args?: Partial<CallArguments>): TensorTree;
  trainStep(data: unknown): StepLogs;
  testStep(data: unknown): StepLogs;
  predictStep(data: unknown): TensorTree;
  computeLoss(x: TensorTree, y: TensorTree | null, yPred: TensorTree, sampleWeight: TensorTree | null, training?: boolean): Tensor;
  computeMetrics(x: TensorTree, y: TensorTree | null, yPred: TensorTree, sampleWeight: TensorTree | null): StepLogs;
}
