/** Distance between results, in units in the last place. */
import { type Complex, decodeTable, type ElementType, elementAt, type Literal, type TensorType } from '@millrace/ir';

export interface Difference {
  readonly index: number;
  readonly got: string;
  readonly want: string;
  readonly ulp: number;
}

/** Digits of a floating type's significand, with the hidden one. */
function precisionOf(element: ElementType): number {
  if (element.format) return element.format.mantissaBits + 1;
  return element.bits === 32 ? 24 : 53;
}

/** Units in the last place between two numbers of a floating type; NaN equals NaN, and infinity equals only itself. */
export function ulpDistance(got: number, want: number, element: ElementType): number {
  if (Object.is(got, want) || got === want || (Number.isNaN(got) && Number.isNaN(want))) return 0;
  if (!Number.isFinite(got) || !Number.isFinite(want)) return Infinity;
  const precision = precisionOf(element);
  const smallest = element.format ? smallestOf(element) : element.bits === 32 ? 2 ** -149 : 2 ** -1074;
  const unit = Math.max(2 ** (Math.floor(Math.log2(Math.max(Math.abs(want), Number.MIN_VALUE))) + 1 - precision), smallest);
  return Math.abs(got - want) / unit;
}

function smallestOf(element: ElementType): number {
  return Math.abs(decodeTable(element.format!)[1]);
}

/** The worst difference of two literals, or null when they agree within `tolerance` ULP. Other than floats must be equal. */
export function worstDifference(got: Literal, want: Literal, tolerance: number): Difference | null {
  const { element } = want.type;
  if (got.type !== want.type) return { index: -1, got: String(got.type), want: String(want.type), ulp: Infinity };
  let worst: Difference | null = null;
  for (let i = 0; i < want.type.size; i++) {
    const a = elementAt(got, i);
    const b = elementAt(want, i);
    let ulp: number;
    if (element.part) {
      const [x, y] = [a as Complex, b as Complex];
      // The parts of a complex result are judged by the larger one: cancellation leaves no digits in the smaller.
      const scale = Math.max(Math.abs(y.re), Math.abs(y.im));
      const part = (p: number, q: number): number =>
        Number.isFinite(scale) && scale > 0 && Number.isFinite(p)
          ? ulpDistance(scale + Math.abs(p - q), scale, element.part!)
          : ulpDistance(p, q, element.part!);
      ulp = Math.max(part(x.re, y.re), part(x.im, y.im));
    } else if (element.kind === 'float') ulp = ulpDistance(a as number, b as number, element);
    else ulp = a === b ? 0 : Infinity;
    if (ulp > tolerance && (!worst || ulp > worst.ulp)) worst = { index: i, got: show(a), want: show(b), ulp };
  }
  return worst;
}

const show = (v: unknown): string => (typeof v === 'object' && v !== null ? `${(v as Complex).re}+${(v as Complex).im}i` : String(v));

/** Whether |got - want| <= relative * (1 + |want|) everywhere: for sums, whose order of additions is free. */
export function withinRelative(got: Literal, want: Literal, relative: number): boolean {
  if (got.type !== want.type) return false;
  for (let i = 0; i < want.data.length; i++) {
    const a = decoded(got, i);
    const b = decoded(want, i);
    if (Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b))) continue;
    if (!(Math.abs(a - b) <= relative * (1 + Math.abs(b)))) return false;
  }
  return true;
}

function decoded(l: { type: TensorType; data: Literal['data'] }, slot: number): number {
  const raw = Number(l.data[slot]);
  return l.type.element.format ? decodeTable(l.type.element.format)[raw] : raw;
}
