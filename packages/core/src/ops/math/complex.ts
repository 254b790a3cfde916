/** Complex numbers: making them, and taking their parts. */
import { failure, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { alignOperands, constantLike, requireKind } from '../broadcast.ts';
import { floatingOrComplex, numeric } from './families.ts';

/** A complex tensor of its parts: float32 gives complex64, float64 complex128. Shapes broadcast. TensorFlow: `tf.complex`. */
export function complex(real: TensorLike, imag: TensorLike): Tensor<'complex64' | 'complex128'> {
  const [re, im] = alignOperands('complex', [real, imag], ['real', 'imag']);
  if (re.type.element.kind !== 'float' || re.type.element.format)
    throw failure('operand-type', { op: 'complex', message: `real has dtype ${re.dtype}`, valid: 'float32 or float64' });
  return methods.complex(re, im) as Tensor<'complex64' | 'complex128'>;
}

/** The real part; real tensors pass through. TensorFlow: `tf.math.real`. */
export function real(x: TensorLike): Tensor {
  const operand = toTensor('real', x);
  return operand.type.element.kind === 'complex' ? (methods.real(operand) as Tensor) : operand;
}

/** The imaginary part; zeros for real tensors. TensorFlow: `tf.math.imag`. */
export function imag(x: TensorLike): Tensor {
  const operand = toTensor('imag', x);
  return operand.type.element.kind === 'complex' ? (methods.imag(operand) as Tensor) : constantLike(operand, 0);
}

/** The complex conjugate; real tensors pass through. TensorFlow: `tf.math.conj`. */
export function conj<D extends DTypeName>(x: TensorLike<D>): Tensor<D> {
  const operand = toTensor('conj', x);
  requireKind('conj', operand, numeric);
  return methods.conjugate(operand) as Tensor<D>;
}

/** The argument: atan2(imag, real). TensorFlow: `tf.math.angle`. */
export function angle(x: TensorLike): Tensor {
  const operand = toTensor('angle', x);
  requireKind('angle', operand, floatingOrComplex);
  return methods.atan2(imag(operand), real(operand)) as Tensor;
}
