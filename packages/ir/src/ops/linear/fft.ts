import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { linesOf } from '../../evaluate/index-space.ts';
import { attr, complex, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import { addDims, type Dim, floorDivDims, sameDim } from '../../types/dim.ts';
import { complex64, complex128, type ElementType, f32, f64 } from '../../types/element.ts';
import { buildLiteral, elementAt, type Literal } from '../../types/literal.ts';
import { showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { tensorTypeOf } from '../values.ts';
import { discreteTransform, type Signal } from './fourier.ts';

/** Sizes along the last axis: n/2 + 1 complex numbers say what n real ones do. */
const halfSize = (n: Dim): Dim => (n === 0 ? 0 : addDims(floorDivDims(n, 2), 1));

const complexOf = (e: ElementType): ElementType | undefined => (e === f32 ? complex64 : e === f64 ? complex128 : undefined);

/** All elements as complex numbers in f64, with their shape. */
interface Field {
  readonly shape: readonly number[];
  readonly signal: Signal;
}

function fieldOf(x: Literal): Field {
  const size = x.type.size;
  const signal = { re: new Float64Array(size), im: new Float64Array(size) };
  for (let i = 0; i < size; i++) {
    const e = elementAt(x, i);
    signal.re[i] = typeof e === 'object' ? e.re : (e as number);
    signal.im[i] = typeof e === 'object' ? e.im : 0;
  }
  return { shape: staticShape(x.type), signal };
}

/** The transform of every line along one axis; `inverse` divides by the length. */
function alongAxis({ shape, signal }: Field, axis: number, inverse: boolean): Field {
  const n = shape[axis];
  const out = { re: signal.re.slice(), im: signal.im.slice() };
  for (const at of linesOf(shape, axis)) {
    const line = { re: Float64Array.from({ length: n }, (_, k) => signal.re[at(k)]), im: Float64Array.from({ length: n }, (_, k) => signal.im[at(k)]) };
    const result = discreteTransform(line, inverse);
    for (let k = 0; k < n; k++) {
      out.re[at(k)] = result.re[k];
      out.im[at(k)] = result.im[k];
    }
  }
  return { shape, signal: out };
}

/** Another length along the last axis: cut, or extended so that the transform is real (element n - k is the conjugate of element k). */
function resizeLast({ shape, signal }: Field, length: number): Field {
  const old = shape[shape.length - 1];
  const rows = old === 0 ? 0 : signal.re.length / old;
  const out = { re: new Float64Array(rows * length), im: new Float64Array(rows * length) };
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < length; k++) {
      const mirrored = k >= old;
      const from = row * old + (mirrored ? length - k : k);
      out.re[row * length + k] = signal.re[from];
      out.im[row * length + k] = mirrored ? -signal.im[from] : signal.im[from];
    }
  }
  return { shape: [...shape.slice(0, -1), length], signal: out };
}

function evaluateFft(operand: Literal, kind: FftType, count: number, length: number, type: TensorType): Literal {
  let field = fieldOf(operand);
  const last = field.shape.length - 1;
  const others = Array.from({ length: count - 1 }, (_, i) => last - 1 - i);
  const inverse = kind === 'IFFT' || kind === 'IRFFT';
  if (kind === 'RFFT') field = resizeLast(alongAxis(field, last, false), halfSize(length) as number);
  else if (kind !== 'IRFFT') field = alongAxis(field, last, inverse);
  for (const axis of others) field = alongAxis(field, axis, inverse);
  if (kind === 'IRFFT') field = alongAxis(resizeLast(field, length), last, true);
  const { re, im } = field.signal;
  return buildLiteral(type, (i) => (type.element.kind === 'complex' ? { re: re[i], im: im[i] } : re[i]));
}

type FftType = 'FFT' | 'IFFT' | 'RFFT' | 'IRFFT';

const productOf = (sizes: readonly number[]): number => sizes.reduce((n, d) => n * d, 1);
const scaled = (x: Value, factor: number, b: Methods): Value => b.multiply(x, b.full(tensorTypeOf(x), factor));

/** 1 for the first and, where n is even, the last of the n/2 + 1 numbers; 2 for those that stand for a conjugate too. At the shape of x. */
function multiplicities(x: Value, n: number, b: Methods): Value {
  const { shape, element, rank } = tensorTypeOf(x);
  const half = Math.floor(n / 2) + 1;
  const type = tensorType(element, [half]);
  const weights = b.constant(buildLiteral(type, (k) => ({ re: k === 0 || (n % 2 === 0 && k === half - 1) ? 1 : 2, im: 0 })));
  return b.broadcast(weights, shape, [rank - 1]);
}

/** The adjoint of each transform: what a pullback is for complex numbers. */
function adjointFft(ct: Value, kind: FftType, fftLength: readonly number[], operand: TensorType, b: Methods): Value {
  const isReal = kind === 'RFFT' || kind === 'IRFFT';
  const n = productOf(isReal ? fftLength : staticShape(tensorType(operand.element, operand.shape.slice(-fftLength.length))));
  switch (kind) {
    case 'FFT':
      return scaled(b.fft(ct, { fftType: 'IFFT', fftLength }), n, b);
    case 'IFFT':
      return scaled(b.fft(ct, { fftType: 'FFT', fftLength }), 1 / n, b);
    case 'RFFT': {
      const { element, shape, rank } = tensorTypeOf(ct);
      const missing = fftLength[fftLength.length - 1] - (shape[rank - 1] as number);
      const none = shape.map(() => 0);
      const whole = b.pad(ct, b.scalar(element, 0), { edgePaddingLow: none, edgePaddingHigh: [...none.slice(1), missing], interiorPadding: none });
      return b.real(scaled(b.fft(whole, { fftType: 'IFFT', fftLength }), n, b));
    }
    case 'IRFFT': {
      const spectrum = b.fft(ct, { fftType: 'RFFT', fftLength });
      return scaled(b.multiply(spectrum, multiplicities(spectrum, fftLength[fftLength.length - 1], b)), 1 / n, b);
    }
  }
}

/** Discrete Fourier transforms over the last axes, forward and inverse, complex and real. Source: StableHLO specification, fft. */
export const fft: Primitive = definePrimitive({
  name: 'stablehlo.fft',
  operands: { operand: floating.or(complex) },
  attributes: { fftType: attr.choice(['FFT', 'IFFT', 'RFFT', 'IRFFT'], { mlir: 'fft_type' }), fftLength: attr.ints() },
  constraints: {
    c1: ({ operand, fftLength }) => fftLength.length <= operand.rank || `fftLength must have at most ${operand.rank} entries; got ${fftLength.length}`,
    c2: ({ operand, fftType }) => {
      const real = fftType === 'RFFT';
      const fits = real ? complexOf(operand.element) !== undefined : operand.element === complex64 || operand.element === complex128;
      return fits || `${fftType} takes ${real ? 'f32 or f64' : 'complex numbers'}; got ${operand.element.name}`;
    },
    c3: ({ fftLength }) => (fftLength.length >= 1 && fftLength.length <= 3) || `fftLength must have 1 to 3 entries; got ${fftLength.length}`,
    c4: ({ operand, fftType, fftLength }) => {
      if (fftType !== 'RFFT') return true;
      const sizes = operand.shape.slice(operand.rank - fftLength.length);
      return (
        sizes.every((d, i) => sameDim(d, fftLength[i])) || `fftLength ${showShape(fftLength)} must be the last sizes of the operand ${showShape(operand.shape)}`
      );
    },
    c5: ({ operand, fftType, fftLength }) => {
      if (fftType !== 'IRFFT') return true;
      const sizes = operand.shape.slice(operand.rank - fftLength.length);
      const wanted = fftLength.map((n, i) => (i === fftLength.length - 1 ? halfSize(n) : n));
      return (
        sizes.every((d, i) => sameDim(d, wanted[i])) ||
        `the operand ${showShape(operand.shape)} must have last sizes ${showShape(wanted)} for fftLength ${showShape(fftLength)}`
      );
    },
  },
  infer: ({ operand, fftType, fftLength }) => {
    const last = fftLength[fftLength.length - 1];
    if (fftType === 'RFFT') return tensorType(complexOf(operand.element) as ElementType, [...operand.shape.slice(0, -1), halfSize(last)]);
    if (fftType === 'IRFFT') return tensorType(operand.element.part as ElementType, [...operand.shape.slice(0, -1), last]);
    return operand.type;
  },
  evaluate: ({ operand, fftType, fftLength }, { resultTypes }) =>
    evaluateFft(operand, fftType, fftLength.length, fftLength[fftLength.length - 1], resultTypes[0] as TensorType),
  derivative: {
    linear: 'jointly',
    transpose: { operand: ({ operand, fftType, fftLength, ct }, b) => adjointFft(ct, fftType, fftLength, tensorTypeOf(operand), b) },
  },
  batch: ({ operand, fftType, fftLength }, b) => b.fft(operand.value, { fftType, fftLength }),
  lower: () => opaque('fft'),
  traits: { expensive: true },
  assembly: '$operand , type = $fftType , length = $fftLength attrs type(functional)',
});
