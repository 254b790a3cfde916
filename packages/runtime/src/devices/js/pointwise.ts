/** Pointwise operations on the js device: a flat loop where operands are row-major, a nest over coalesced axes for views. */
import { compileSource, type FlatMode, flatSource, type PointwiseSignature, stridedSource, usesCoordinates } from '@millrace/compiler';
import { type PointwiseForm, staticShape, stridesOf, type TensorType, type TypedArray } from '@millrace/ir';
import { coalesce, viewThrough } from '../../memory/geometry.ts';
import { allocateResult, giveBack } from '../../memory/pool.ts';
import { type Storage, type StridedCopy, stridedCopy } from '../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../device.ts';

type Flat = (n: number, ...rest: (TypedArray | number)[]) => void;
type Strided = (geometry: readonly number[], ...arrays: TypedArray[]) => void;

/** From this many elements on, an operand that is read against the grain is copied first. */
const copiedSize = 16384;

/** A kernel for a pointwise form, or null where an operation of it has no code. */
export function pointwiseKernel({ lowered, operands, results }: KernelRequest): Kernel | null {
  const form = lowered as PointwiseForm;
  const signature: PointwiseSignature = { form, operands: operands.map((t) => t.element), results: results.map((t) => t.element) };
  const { size } = results[0];
  const strided = stridedKernel(signature, operands, results[0]);
  if (form.maps || usesCoordinates(form.results)) return strided;
  const modes = operands.map((t): FlatMode => (t.size === 1 && size !== 1 ? 'once' : 'each'));
  const source = flatSource(signature, modes);
  if (source === null || strided === null) return null;
  const flat = compileSource<Flat>(source);
  return flat && flatKernel(flat, size, operands.length, results.length, strided);
}

/** Calls the flat loop with spread arguments; the common counts are written out, since small operations are all overhead. */
function flatKernel(flat: Flat, n: number, operands: number, results: number, strided: Kernel): Kernel {
  if (results === 1 && operands === 1) {
    return (inputs, outputs) => {
      const [x] = inputs;
      if (x.strides === null) flat(n, x.data, x.offset, outputs[0]);
      else strided(inputs, outputs);
    };
  }
  if (results === 1 && operands === 2) {
    return (inputs, outputs) => {
      const x = inputs[0];
      const y = inputs[1];
      if (x.strides === null && y.strides === null) flat(n, x.data, x.offset, y.data, y.offset, outputs[0]);
      else strided(inputs, outputs);
    };
  }
  if (results === 1 && operands === 3) {
    return (inputs, outputs) => {
      const x = inputs[0];
      const y = inputs[1];
      const z = inputs[2];
      const isFlat = x.strides === null && y.strides === null && z.strides === null;
      if (isFlat) flat(n, x.data, x.offset, y.data, y.offset, z.data, z.offset, outputs[0]);
      else strided(inputs, outputs);
    };
  }
  return (inputs, outputs) => {
    if (inputs.some((x) => x.strides !== null)) strided(inputs, outputs);
    else flat(n, ...inputs.flatMap((x) => [x.data, x.offset]), ...outputs);
  };
}

/** The nest for views. Views of one type mostly have the same strides object, so the last geometry is kept. */
function stridedKernel(signature: PointwiseSignature, operands: readonly TensorType[], result: TensorType): Kernel | null {
  const shape = staticShape(result);
  const { maps } = signature.form;
  const keepsAxes = usesCoordinates(signature.form.results);
  const natural = operands.map((t) => (t.rank === 0 && !maps ? shape.map(() => 0) : stridesOf(staticShape(t))));
  const loops: (Strided | null | undefined)[] = [];
  if (maps && !operands.every((_, k) => viewThrough(maps[k], natural[k], shape.length))) return null;
  if (stridedSource(signature, 1) === null) return null;

  let lastStrides: (readonly number[] | null)[] = [];
  let geometry: number[] = [];
  let offsetPlaces: number[] = [];
  let addedOffsets: number[] = [];
  let loop: Strided | null = null;
  let copies: (StridedCopy | null)[] = [];
  /** Whether a large operand's last axis walks memory in long steps while another axis is dense: then a tiled copy comes first. */
  const jumps = (x: Storage, rank: number): boolean =>
    x.strides !== null && rank >= 2 && result.size >= copiedSize && x.strides[rank - 1] >= 16 && x.strides[rank - 2] === 1;

  function plan(inputs: readonly Storage[]): void {
    copies = inputs.map((x, k) => (!maps && jumps(x, operands[k].rank) ? stridedCopy(operands[k].element, shape, x.strides as readonly number[]) : null));
    addedOffsets = operands.map(() => 0);
    const strides = inputs.slice(0, operands.length).map((x, k) => {
      const own = operands[k].rank === 0 || copies[k] ? natural[k] : (x.strides ?? natural[k]);
      if (!maps) return own;
      const view = viewThrough(maps[k], own, shape.length);
      addedOffsets[k] = view!.offset;
      return view!.strides;
    });
    const { sizes, strides: joined } = keepsAxes ? { sizes: shape, strides } : coalesce(shape, strides);
    geometry = [...sizes];
    offsetPlaces = joined.map((s) => {
      geometry.push(0, ...s);
      return geometry.length - s.length - 1;
    });
    const rank = sizes.length;
    if (loops[rank] === undefined) loops[rank] = compileSource<Strided>(stridedSource(signature, rank) as string);
    loop = loops[rank] as Strided | null;
    lastStrides = inputs.map((x) => x.strides);
  }

  return (inputs, outputs) => {
    if (loop === null || inputs.some((x, k) => x.strides !== lastStrides[k])) plan(inputs);
    const arrays: TypedArray[] = [];
    for (let k = 0; k < operands.length; k++) {
      const copy = copies[k];
      geometry[offsetPlaces[k]] = (copy ? 0 : inputs[k].offset) + addedOffsets[k];
      if (copy) {
        const data = allocateResult(operands[k].element, result.size);
        copy(inputs[k].data, inputs[k].offset, data);
        arrays.push(data);
      } else arrays.push(inputs[k].data);
    }
    (loop as Strided)(geometry, ...arrays, ...outputs);
    for (let k = 0; k < operands.length; k++) if (copies[k]) giveBack(arrays[k]);
  };
}
