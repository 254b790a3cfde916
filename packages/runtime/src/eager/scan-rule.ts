/** `millrace.scan` on eager values: slices are windows on their rows, outputs are written into stacked arrays. */
import { type Attributes, callRegion, type Region, type TensorType, tensorType, type Value, withoutRecorder } from '@millrace/ir';
import { allocateResult } from '../memory/pool.ts';
import { contiguous, Storage } from '../memory/storage.ts';
import type { HostContext } from './host-rules.ts';
import type { HostRule } from './operation-cache.ts';

const typeOf = (v: Value): TensorType => v.type as TensorType;

/** Row `index` along axis 0, sharing the data. */
function rowOf(context: HostContext, x: Value, index: number): Value {
  const { element, shape } = typeOf(x);
  const type = tensorType(element, shape.slice(1));
  const storage = context.storageOf(x, 'scan');
  storage.shared = true;
  const step = storage.strides === null ? type.size : storage.strides[0];
  return context.fromStorage(type, new Storage(storage.data, storage.strides?.slice(1) ?? null, storage.offset + index * step, true));
}

/** Collects the outputs of the steps, once the first step has shown their types. */
class Stack {
  readonly #context: HostContext;
  readonly #type: TensorType;
  readonly #data: ReturnType<typeof allocateResult>;
  constructor(context: HostContext, type: TensorType) {
    this.#context = context;
    this.#type = type;
    this.#data = allocateResult(type.element, type.size);
  }
  write(row: Value, index: number): void {
    const type = typeOf(row);
    this.#data.set(contiguous(this.#context.storageOf(row, 'scan'), type) as never, index * type.size * type.element.lanes);
  }
  value(): Value {
    return this.#context.fromStorage(this.#type, new Storage(this.#data));
  }
}

function runScan(context: HostContext, operands: readonly Value[], attributes: Attributes, body: Region): readonly Value[] {
  const carryCount = attributes.carryCount as number;
  const slices = operands.slice(carryCount);
  const length = (attributes.length as number | undefined) ?? (typeOf(slices[0]).shape[0] as number);
  let carry = operands.slice(0, carryCount);
  const outputs = body.program.results.slice(carryCount).map((place) => {
    const type = place.type as TensorType;
    return new Stack(context, tensorType(type.element, [length, ...type.shape]));
  });
  for (let step = 0; step < length; step++) {
    const at = attributes.reverse ? length - 1 - step : step;
    const results = callRegion(body, [...carry, ...slices.map((x) => rowOf(context, x, at))]);
    carry = results.slice(0, carryCount);
    for (const [k, output] of outputs.entries()) output.write(results[carryCount + k], at);
  }
  return [...carry, ...outputs.map((o) => o.value())];
}

/** Unseen by tapes, which record the loop as a whole. */
export const scanRule =
  (context: HostContext): HostRule =>
  (operands, attributes, [body]) =>
    withoutRecorder('all', () => runScan(context, operands, attributes, body));
