/** Eager execution: the base builder. Values are made by the host (core's tensors) and hold a Storage. */
import {
  type Attributes,
  type Builder,
  evaluateOperation,
  failure,
  type Literal,
  literal,
  type Primitive,
  type Region,
  type TensorType,
  type TypedArray,
  type Value,
  type ValueHost,
} from '@millrace/ir';
import { contiguous, Storage } from '../memory/storage.ts';

export class EagerBuilder implements Builder {
  readonly level: number = 0;
  readonly #host: ValueHost;
  constructor(host: ValueHost) {
    this.#host = host;
  }

  /** A value over row-major data; the array is not copied. */
  fromData(type: TensorType, data: TypedArray): Value {
    return this.#host.make(type, this, new Storage(data));
  }

  /** The row-major elements of a value. Do not write to the array: it may be shared. */
  dataOf(value: Value, op: string = 'read'): TypedArray {
    const storage = value.payload as Storage;
    storage.check(op);
    return contiguous(storage, value.type as TensorType);
  }

  apply(primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): readonly Value[] {
    const read = (v: Value): Literal => {
      if (v.builder !== this) throw failure('wrong-kind', { op: primitive.shortName, message: 'an operand belongs to a trace that has ended' });
      return literal(v.type as TensorType, this.dataOf(v, primitive.shortName));
    };
    const results = evaluateOperation(
      primitive,
      operands.map(read),
      attributes,
      regions.map((r) => ({ program: r.program, captures: r.captures.map(read) })),
    );
    return results.map((r) => this.fromData((r as Literal).type, (r as Literal).data));
  }

  constant(l: Literal): Value {
    return this.fromData(l.type, l.data);
  }
}
