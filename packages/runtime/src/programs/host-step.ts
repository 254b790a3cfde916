/** Operations of a program that the host runs: js kernels on windows of the memory, or the reference evaluator. */
import type { HostStep, View } from '@millrace/compiler';
import { atLocation, evaluateProgram, type Literal, literal, type Operation, Program, randomSource, type TensorType, type TypedArray } from '@millrace/ir';
import { countFallback } from '../devices/chain.ts';
import type { Kernel } from '../devices/device.ts';
import { jsDevice } from '../devices/js/device.ts';
import { contiguous } from '../memory/storage.ts';
import type { Binding, Run } from './binding.ts';
import { windowOn } from './memory.ts';

const typesOf = (values: readonly { readonly type: unknown }[]): TensorType[] => values.map((v) => v.type as TensorType);

const kernels = new WeakMap<Operation, Kernel | null>();

/** The js kernel of an operation, or null; made once, for the planner asks before a binding does. */
export function hostKernel(operation: Operation): Kernel | null {
  let kernel = kernels.get(operation);
  if (kernel === undefined) kernels.set(operation, (kernel = makeKernel(operation)));
  return kernel;
}

function makeKernel({ primitive, attributes, operands, results, regions }: Operation): Kernel | null {
  const types = typesOf(operands);
  const programs = regions.map((r) => r.program);
  const lowered = primitive.lower(types, attributes, programs);
  return jsDevice.kernel({ primitive, attributes, lowered, operands: types, results: typesOf(results), regions: programs });
}

export function hostStep(binding: Binding, step: HostStep): Run {
  const kernel = hostKernel(step.operation);
  const { results } = step.origin;
  const outputs = (): TypedArray[] =>
    results.map((t, k) => windowOn(binding.memory, t.element.storage, binding.slot(step.writes[k]), t.size * t.element.lanes));
  const run = kernel
    ? () =>
        kernel(
          step.reads.map((v) => binding.storage(v)),
          outputs(),
        )
    : () => evaluate(binding, step, outputs());
  // what it raises names the line where the operation was written
  return () => atLocation(step.origin.location, run);
}

/** What `rng` draws from, so that two runs differ. */
const random = randomSource(0n);

function evaluate(binding: Binding, { operation, reads }: HostStep, outputs: readonly TypedArray[]): void {
  const { primitive, operands, regions, results } = operation;
  countFallback(`${primitive.name}(${operands.map((o) => (o.type as TensorType).element.name).join(', ')})`);
  const used = [...operands, ...regions.flatMap((r) => r.captures)];
  const literals = new Map(used.map((value, i) => [value, read(binding, reads[i], value.type as TensorType)]));
  // as a program, so that declared types of results hold: quantized ones say more than inference knows
  const made = evaluateProgram(new Program([...literals.keys()], [operation], results), [...literals.values()], { random });
  made.forEach((r, k) => outputs[k].set((r as Literal).data as never));
}

const read = (binding: Binding, view: View, type: TensorType): Literal => literal(type, contiguous(binding.storage(view), type));
