/** The functions that say where, when and whether to record. Source: `tf.summary.*`. */
import { convertToTensor, hostCallback, nameScope, openTrace, Tensor, type TensorLike } from '@millrace/core';
import type { ValueMetadata, WritableTensor } from '@millrace/formats';
import { failure } from '@millrace/ir';
import { type Condition, changeInTrace, conditionHolds, currentContext, resolveStep, type Step, stepSource, withContext } from './context.ts';
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
export const scope = <T>(name: string, body: () => T): T => withContext({ scope: `${name}/` }, () => nameScope(name, body));

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

/** What a summary is recorded to: the writer, the whole tag and the step. */
export interface Target {
  readonly writer: SummaryWriter;
  readonly tag: string;
  readonly step: bigint;
}

/**
 * Records what `write` makes of `data`, where it is to be recorded; `write` is called only then. Inside of a `tf.function` that is decided, and done, at
 * every call of the function: its own scopes, conditions and steps hold together with the writer, the step and the condition of the caller.
 * Returns whether it was recorded; inside of a trace that is not known, and true.
 */
export function record(op: string, name: string, options: SummaryOptions, data: readonly TensorLike[], write: (to: Target, data: Tensor[]) => void): boolean {
  if (typeof name !== 'string' || name === '') throw failure('value', { op, message: 'the name of the summary is missing' });
  if (openTrace() !== null) return recordAtCalls(op, name, options, data, write);
  const writer = recordingWriter();
  if (writer === null || !conditionHolds()) return false;
  write({ writer, tag: currentContext().scope + name, step: resolveStep(op, options.step) }, data.map(asTensor));
  return true;
}

const asTensor = (x: TensorLike): Tensor => (x instanceof Tensor ? x : convertToTensor(x));

function recordAtCalls(
  op: string,
  name: string,
  { step, ...rest }: SummaryOptions,
  data: readonly TensorLike[],
  write: (to: Target, data: Tensor[]) => void,
): boolean {
  const { step: ownStep, condition: ownCondition, ...change } = changeInTrace();
  // The step and the condition of the function itself may be values of its program; those of the caller are looked up at each call.
  const givenStep = step ?? ownStep?.value ?? variableOf(currentContext().step.value);
  const from = givenStep === null || givenStep === undefined ? undefined : stepSource(givenStep);
  const asked = typeof ownCondition === 'function' ? ownCondition() : ownCondition;
  // A function that answers with JavaScript's values is asked again at each call.
  const condition = asked instanceof Tensor ? asked : ownCondition;
  const facts: readonly (Step | Condition | undefined)[] = [from, condition];
  const inputs = [...data.map(asTensor), ...facts.filter((x) => x instanceof Tensor)];
  const run = (values: readonly Tensor[]): void => {
    const others = values.slice(data.length);
    const [stepNow, conditionNow] = facts.map((x) => (x instanceof Tensor ? others.shift() : x));
    const body = (): boolean => record(op, name, { ...rest, step: stepNow as Step | undefined }, values.slice(0, data.length), write);
    withContext({ ...change, ...(conditionNow === undefined ? {} : { condition: conditionNow as Condition }) }, body);
  };
  hostCallback(op, inputs, run, run);
  return true;
}

/** A default step that the program may change itself is read where the summary stands. */
const variableOf = (step: Step | null): Step | null => (typeof step === 'object' && step !== null && 'value' in step ? step : null);

/** Records a tensor under a plugin, when it is to be recorded; `encode` is called only then. Whether it was. */
export function recordTensor(
  op: string,
  name: string,
  options: SummaryOptions,
  kind: SummaryKind,
  data: readonly TensorLike[],
  encode: (data: Tensor[]) => WritableTensor,
): boolean {
  const metadata = metadataOf(kind, options);
  return record(op, name, options, data, ({ writer, tag, step }, values) => writer.writeValue({ step, tag, metadata, tensor: encode(values) }));
}

export const metadataOf = ({ plugin, content, dataClass }: SummaryKind, { description }: SummaryOptions): ValueMetadata => ({
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
