/** TensorFlow's dtypes, one for each element type it knows. Source: tensorflow/core/framework/types.proto (numbers). */
import * as ir from '@millrace/ir';
import { failure } from '@millrace/ir';

export class DType<Name extends string = string> {
  /** TensorFlow's name: `float32`. */
  readonly name: Name;
  readonly element: ir.ElementType;
  /** The number in types.proto. */
  readonly enumValue: number;
  constructor(name: Name, element: ir.ElementType, enumValue: number) {
    this.name = name;
    this.element = element;
    this.enumValue = enumValue;
  }
  toString(): string {
    return this.name;
  }
}

export const float32: DType<'float32'> = new DType('float32', ir.f32, 1);
const all: readonly DType[] = [float32];
const byElement: ReadonlyMap<ir.ElementType, DType> = new Map(all.map((d) => [d.element, d]));

/** The dtype of an element type. */
export function dtypeOf(element: ir.ElementType): DType {
  const found = byElement.get(element);
  if (!found) throw failure('unimplemented', { op: 'dtype', message: `element type ${element.name} has no TensorFlow dtype` });
  return found;
}
