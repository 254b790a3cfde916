/**
 * Mode `grad`: derivatives against central differences, in f64, in one random direction, so that the cost does not grow with the shape.
 * Forward mode, reverse mode, and second order (forward over reverse). Model: JAX's check_grads.
 */
import {
  complex128,
  currentBase,
  type ElementType,
  elementValue,
  emit,
  evaluateOperation,
  f64,
  jvp,
  type Literal,
  literal,
  OpError,
  pullbackRegion,
  splat,
  trace,
  type Value,
} from '@millrace/ir';
import type { CaseTable, RandomCase } from './cases.ts';
import { drawLiteral, normal, Random } from './draws.ts';
import { type Instance, instanceOf } from './instances.ts';

const wide = (e: ElementType): boolean => e === f64 || e === complex128;
const step = 2 ** -17;

/** Instances of a table in f64 and complex128 whose derivative can be checked. */
export function gradInstances(table: CaseTable, seed: number = 7): Instance[] {
  if (typeof table.primitive.derivative === 'string') return [];
  return (table.random ?? []).flatMap((row) => {
    if (row.grad === false) return [];
    return row.shapes.flatMap((shapes) => wideTypes(row).map((dtype) => instanceOf(table, row, shapes, dtype, seed)));
  });
}

/** f64 stands for all floats of a row, complex128 for all complex types. */
function wideTypes(row: RandomCase): ElementType[] {
  const kinds = new Set(row.dtypes.map((d) => d.kind));
  return [...(kinds.has('float') ? [f64] : []), ...(kinds.has('complex') ? [complex128] : [])];
}

const constant = (l: Literal): Value => currentBase().constant(l);
const literalOfValue = (v: Value): Literal => v.payload as Literal;

/** Real inner product: for complex tensors the real part of conj(a) * b. */
function dot(a: Literal, b: Literal): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += Number(a.data[i]) * Number(b.data[i]);
  return sum;
}

function shifted(x: Literal, direction: Literal | null, by: number): Literal {
  if (!direction) return x;
  const data = (x.data as Float64Array).slice();
  for (let i = 0; i < data.length; i++) data[i] += by * (direction.data[i] as number);
  return literal(x.type, data);
}

interface Setting {
  readonly instance: Instance;
  /** Random directions for operands that are differentiated by, else null. */
  readonly directions: readonly (Literal | null)[];
  /** Random weights of the floating results. */
  readonly weights: readonly (Literal | null)[];
  readonly results: readonly Literal[];
  readonly tolerance: number;
}

function settingOf(instance: Instance): Setting {
  const random = new Random(instance.seed + 1);
  const { row, operands, table } = instance;
  const only = Array.isArray(row.grad) ? (row.grad as readonly number[]) : null;
  const directions = operands.map((o, i) =>
    wide(o.type.element) && (!only || only.includes(i)) ? drawLiteral(normal(), random, o.type.element, o.type.shape as number[]) : null,
  );
  const results = run(instance, operands);
  const weights = results.map((r) => (wide(r.type.element) ? drawLiteral(normal(), random, r.type.element, r.type.shape as number[]) : null));
  return { instance, directions, weights, results, tolerance: table.gradTolerance ?? 1e-5 };
}

function run(instance: Instance, operands: readonly Literal[]): readonly Literal[] {
  return evaluateOperation(
    instance.primitive,
    operands,
    instance.attributes,
    instance.regions.map((r) => ({ program: r.program, captures: [] })),
  ) as readonly Literal[];
}

/** Central difference of the weighted results along the directions. */
function numericDerivative({ instance, directions, weights }: Setting): number {
  const at = (by: number): readonly Literal[] =>
    run(
      instance,
      instance.operands.map((o, i) => shifted(o, directions[i], by)),
    );
  const [plus, minus] = [at(step), at(-step)];
  return weights.reduce((sum, w, k) => sum + (w ? (dot(w, plus[k]) - dot(w, minus[k])) / (2 * step) : 0), 0);
}

const apply = (instance: Instance, args: readonly Value[]): readonly Value[] => emit(instance.primitive, args, instance.attributes, instance.regions);

/** The weighted sum of cotangents that reverse mode gives along the directions, as a function of the operands. */
function reverseGradients(setting: Setting, args: readonly Value[]): (Value | null)[] {
  const { instance, weights } = setting;
  const region = trace(
    instance.operands.map((o) => o.type),
    (...inner) => apply(instance, inner),
  );
  return pullbackRegion(
    region,
    args,
    weights.map((w) => (w ? constant(w) : null)),
  ).args;
}

function close(got: number, want: number, tolerance: number, scale: number): boolean {
  return Math.abs(got - want) <= tolerance * Math.max(1, Math.abs(want), scale) || (Number.isNaN(got) && Number.isNaN(want));
}

/** What is wrong with the derivatives of an instance, or null. The evaluator must be the installed base. */
export function checkGradients(instance: Instance): string | null {
  const setting = settingOf(instance);
  if (setting.directions.every((d) => d === null) || setting.weights.every((w) => w === null)) return null;
  const numeric = numericDerivative(setting);
  const args = instance.operands.map(constant);
  const tangents = setting.directions.map((d) => (d ? constant(d) : null));
  const scale = setting.results.reduce((s, r) => s + Math.sqrt(dot(r, r)) * 1e-3, 0);
  const forward = jvp((...xs) => apply(instance, xs), args, tangents).tangents.reduce(
    (sum, t, k) => sum + (t && setting.weights[k] ? dot(setting.weights[k]!, literalOfValue(t)) : 0),
    0,
  );
  if (!close(forward, numeric, setting.tolerance, scale)) return `${instance.name}: forward mode gives ${forward}, central difference ${numeric}`;
  if (instance.row.grad === 'forward') return null;
  const gradients = reverseGradients(setting, args);
  const reverse = gradients.reduce((sum, g, i) => sum + (g && setting.directions[i] ? dot(literalOfValue(g), setting.directions[i]!) : 0), 0);
  if (!close(reverse, numeric, setting.tolerance, scale)) return `${instance.name}: reverse mode gives ${reverse}, central difference ${numeric}`;
  return checkSecondOrder(setting, args, tangents, scale);
}

/** Forward over reverse against a central difference of reverse mode. An operation without a second derivative rule says so and is not checked. */
function checkSecondOrder(setting: Setting, args: readonly Value[], tangents: readonly (Value | null)[], scale: number): string | null {
  const { instance, directions } = setting;
  let analytic: number;
  try {
    const out = jvp((...xs) => reverseGradients(setting, xs).map((g, i) => g ?? constant(zeroLike(instance.operands[i]))), args, tangents).tangents;
    analytic = out.reduce((sum, t, i) => sum + (t && directions[i] ? dot(literalOfValue(t), directions[i]!) : 0), 0);
  } catch (error) {
    if (error instanceof OpError && error.code === 'not-differentiable') return null;
    throw error;
  }
  const along = (by: number): number => {
    const at = instance.operands.map((o, i) => constant(shifted(o, directions[i], by)));
    return reverseGradients(setting, at).reduce((sum, g, i) => sum + (g && directions[i] ? dot(literalOfValue(g), directions[i]!) : 0), 0);
  };
  const numeric = (along(step) - along(-step)) / (2 * step);
  return close(analytic, numeric, setting.tolerance * 10, scale)
    ? null
    : `${instance.name}: second order gives ${analytic}, central difference of reverse mode ${numeric}`;
}

const zeroLike = (l: Literal): Literal => splat(l.type, elementValue(l.type.element, 0));
