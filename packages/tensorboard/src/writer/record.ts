/** The functions that say where, when and whether to record. Source: `tf.summary.*`. */
import { nameScope, type Tensor } from '@millrace/core';
import type { ValueMetadata, WritableTensor } from '@millrace/formats';
import { failure } from '@millrace/ir';
import { type Condition, conditionHolds, currentContext, resolveStep, type Step, withContext } from './context.ts';
import type { SummaryWriter } from './summary-writer.ts';

/** The default writer, unless it drops everything. */
function recordingWriter(): SummaryWriter | null {
  const { writer } = currentContext();
  return writer?.events ? writer : null;
}

/** Whether summaries would be recorded now: there is a default writer, and the condition holds. */
export const shouldRecordSummaries = (): boolean => recordingWriter() !== null && conditionHolds();

/** Runs `body`; summaries inside are recorded only where `condition` holds. Inner conditions replace outer ones. */
export const recordIf = <T>(condition: Condition, body: () => T): T => withContext({ condition }, body);

/** Runs `body`; tags inside begin with `name/`. */
export const scope = <T>(name: string, body: () => T): T => withContext({ scope: `${currentContext().scope}${name}/` }, () => nameScope(name, body));

/** The step of summaries that name none. A variable or a tensor is read at each summary. */
export function setStep(step: Step | null): void {
  currentContext().step.value = step;
}
export const getStep = (): Step | null => currentContext().step.value;

/** What every kind of summary takes. */
export interface SummaryOptions {
  /** Default: the step of `setStep` or of the writer's scope. */
  readonly step?: Step;
  /** Markdown, shown beside the data. */
  readonly description?: string;
}

/** How a summary shows and is stored. */
export interface SummaryKind {
  readonly plugin: string;
  readonly content?: Uint8Array;
  /** 1 scalar, 2 tensor, 3 blob sequence. */
  readonly dataClass: 0 | 1 | 2 | 3;
}

/** What a summary is recorded to: the writer, the whole tag and the step; null where nothing is to be recorded. */
export function target(op: string, name: string, { step }: SummaryOptions): { writer: SummaryWriter; tag: string; step: bigint } | null {
  if (typeof name !== 'string' || name === '') throw failure('value', { op, message: 'the name of the summary is missing' });
  const writer = recordingWriter();
  if (writer === null || !conditionHolds()) return null;
  return { writer, tag: currentContext().scope + name, step: resolveStep(op, step) };
}

/** Records a tensor under a plugin, when it is to be recorded; `data` is made only then. Whether it was. */
export function recordTensor(op: string, name: string, options: SummaryOptions, kind: SummaryKind, data: () => WritableTensor): boolean {
  const to = target(op, name, options);
  if (to === null) return false;
  to.writer.writeValue({ step: to.step, tag: to.tag, metadata: metadataOf(kind, options), tensor: data() });
  return true;
}

const metadataOf = ({ plugin, content, dataClass }: SummaryKind, { description }: SummaryOptions): ValueMetadata => ({
  pluginName: plugin,
  pluginContent: content,
  description,
  dataClass,
});

/** A tensor's own dtype, sizes and memory. @throws FailedPreconditionError inside a trace, where it has none */
export function tensorData(op: string, x: Tensor): WritableTensor {
  const dtype = x.dtype.name;
  if (dtype === 'complex64' || dtype === 'complex128' || dtype.startsWith('float8'))
    throw failure('operand-type', { op, message: `a summary does not hold ${dtype}`, valid: 'real numbers of 16 bits or more, integers, booleans' });
  const values = x.dataSync<Float32Array>();
  // 16-bit floats are read as float32.
  return { dtype: dtype === 'float16' || dtype === 'bfloat16' ? 'float32' : dtype, shape: x.shape as readonly number[], values };
}
