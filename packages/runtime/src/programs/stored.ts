/**
 * Executables as bytes: the record of `packRecord` with
 *
 *   format, version (of the compiler), target, name, states, writes, arguments and outputs (types), plan, keys (of kernels), module (blob)
 *
 * Such bytes hold no reference to the program, so a program that was read from them shows no program text, and lines as they were when it was
 * compiled. They are for the version and the target that made them. A module of kernels can reach the memory of programs and nothing else; what the
 * steps around them do is checked when they are read (`planOf`).
 */
import {
  BlobWriter,
  fieldsOf,
  type KernelModule,
  kernelStepsOf,
  listOf,
  malformed,
  memberOf,
  type ProgramPlan,
  packRecord,
  planOf,
  planRecord,
  storedType,
  textOf,
  typeRecord,
  unpackRecord,
  wholesOf,
} from '@millrace/compiler';
import { Program, type TensorType } from '@millrace/ir';

/** The form of the record; another one is another program's. */
const format = 1;

/** A planned program without its text. */
export interface PlannedProgram {
  readonly name: string;
  readonly states: number;
  readonly writes: readonly number[];
  readonly argumentTypes: readonly TensorType[];
  readonly outputTypes: readonly TensorType[];
  readonly plan: ProgramPlan;
  /** The code of all its kernels, made when it is first asked for; null where the target has none. */
  readonly code: () => KernelModule | null;
}

/** Who made the bytes, and for what. */
export interface Stamp {
  readonly version: string;
  readonly target: string;
  /** Of the target: the most parts that a call has. */
  readonly threads: number;
}

const noProgram: Program = new Program([], [], []);

/** `source`: the program before the passes, whose lines the steps name. Throws NotStorable where a part has no stored form. */
export function packExecutable(planned: PlannedProgram, source: Program | null, stamp: Stamp): Uint8Array<ArrayBuffer> {
  const { name, states, writes, argumentTypes, outputTypes, plan } = planned;
  const module = planned.code();
  const blobs = new BlobWriter();
  const types = { arguments: argumentTypes.map(typeRecord), outputs: outputTypes.map(typeRecord) };
  const code = { keys: module ? module.keys : null, module: module && blobs.add(module.bytes) };
  const record = { format, ...stamp, name, states, writes, ...types, plan: planRecord(plan, source ?? noProgram, blobs), ...code };
  return packRecord(record, blobs.blobs);
}

/** Throws MalformedRecord for what is no such record, or that of another version or target. */
export function unpackExecutable(bytes: Uint8Array<ArrayBuffer>, source: Program | null, stamp: Stamp): PlannedProgram {
  const { record, blobs } = unpackRecord(bytes);
  const fields = fieldsOf(record);
  if (fields.format !== format) return malformed(`format ${String(fields.format)} of stored executables; this is ${format}`);
  for (const key of ['version', 'target'] as const)
    if (fields[key] !== stamp[key]) return malformed(`made for the ${key} ${String(fields[key])}; this is ${stamp[key]}`);
  const argumentTypes = listOf(fields.arguments).map(storedType);
  const outputTypes = listOf(fields.outputs).map(storedType);
  const plan = planOf(fields.plan, blobs, source);
  const [states] = wholesOf([fields.states], 0, argumentTypes.length);
  const slots = [...plan.states, ...plan.inputs];
  const fits = plan.states.length === states && slots.length === argumentTypes.length && plan.outputs.length === outputTypes.length;
  if (!fits || argumentTypes.some((t, i) => slots[i].bytes !== t.size * t.element.bytes)) return malformed('arguments that do not fit the plan');
  const sameOutput = (t: TensorType, k: number): boolean => {
    const { element, shape } = plan.outputs[k].layout;
    return element === t.element && shape.length === t.rank && shape.every((d, axis) => d === t.shape[axis]);
  };
  if (!outputTypes.every(sameOutput)) return malformed('outputs that do not fit the plan');
  const module = fields.keys === null ? null : { keys: listOf(fields.keys).map(textOf), bytes: memberOf(blobs, fields.module) };
  const writes = wholesOf(fields.writes, 0, states - 1);
  checkCalls(plan, new Set(module?.keys), stamp.threads);
  return { name: textOf(fields.name), states, writes, argumentTypes, outputTypes, plan, code: () => module };
}

/** What a step calls is in the module, and what it shares has somebody to share it with. */
function checkCalls(plan: ProgramPlan, keys: ReadonlySet<string>, threads: number): void {
  for (const { calls } of kernelStepsOf(plan.steps)) {
    for (const { kernel, parts } of calls) {
      if (!keys.has(kernel.key)) malformed('a call of a kernel that is not there');
      if (parts.length < 1 || parts.length > threads) malformed(`a call in ${parts.length} parts for ${threads} threads`);
    }
  }
}
