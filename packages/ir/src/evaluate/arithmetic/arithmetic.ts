/** Arithmetic on single elements. All dispatch on element types lives here, so that `evaluate` rules can be read. */
import { failure } from '../../errors/index.ts';
import type { ElementType } from '../../types/element.ts';
import { bigArithmetic } from './big.ts';
import { booleanArithmetic } from './boolean.ts';
import { complexArithmetic } from './complex.ts';
import { integerArithmetic } from './integer.ts';
import type { Arithmetic } from './interface.ts';
import { realArithmetic } from './real.ts';

/** The arithmetic of an element type. Quantized types have none: their operations dequantize first. */
export function arithmeticOf(element: ElementType): Arithmetic {
  switch (element.kind) {
    case 'boolean':
      return booleanArithmetic as unknown as Arithmetic;
    case 'signed':
    case 'unsigned':
      return (element.bits === 64 ? bigArithmetic(element) : integerArithmetic(element)) as unknown as Arithmetic;
    case 'float':
      return realArithmetic as unknown as Arithmetic;
    case 'complex':
      return complexArithmetic as unknown as Arithmetic;
    case 'quantized':
      throw failure('evaluation', { op: 'arithmetic', message: `${element.name} has no arithmetic of its own` });
  }
}
