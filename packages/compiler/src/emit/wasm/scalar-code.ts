/** From expressions of the scalar language to vector code. */
import { type ElementType, f32, roundToElement, type Scalar, type ScalarNode, ScalarTypes, unreachable } from '@millrace/ir';
import { type Expr, f32x4, i32x4, op } from './expr.ts';
import type { Local } from './function-builder.ts';
import { narrowFloat, narrowOperations } from './narrow-floats.ts';
import { type CodeTarget, type LaneType, vectorConversions, vectorOperations } from './vector-operations.ts';

const laneTypes: ReadonlySet<string> = new Set<LaneType>(['f32', 'i32', 'ui32', 'i1']);

/** The type in whose lanes elements are held. */
const heldAs = (element: ElementType): ElementType => (narrowFloat(element) ? f32 : element);
/** Whether elements of this type fit the four 32-bit lanes of a vector. */
export const isLaneType = (element: ElementType): boolean => laneTypes.has(heldAs(element).name);
/** The row of a conversion; narrow floats convert as f32. Wide integers do not become narrow floats: they would be rounded twice. */
function conversionOf(from: ElementType, to: ElementType): string | null {
  if (narrowFloat(to) && from.kind !== 'float' && from.kind !== 'boolean') return null;
  return `${heldAs(from).name}:${heldAs(to).name}`;
}

type Apply = Extract<ScalarNode, { readonly kind: 'apply' }>;

/** Types of an application's arguments, constants included. */
function argumentTypes(s: Scalar, node: Apply, types: ScalarTypes, expected: ElementType): ElementType[] {
  const common = types.argumentType(s, expected);
  return node.args.map((a, i) => (node.op === 'select' && i === 0 ? (types.natural(a) ?? unreachable('a predicate is a constant')) : common));
}

/** Whether `emitScalar` has code for every part of an expression over inputs of these types. */
export function canVectorize(s: Scalar, inputs: readonly ElementType[], result: ElementType): boolean {
  const types = new ScalarTypes(inputs);
  const check = (e: Scalar, expected: ElementType): boolean => {
    const { node } = e;
    const type = types.natural(e) ?? expected;
    if (node.kind === 'index' || !isLaneType(type)) return false;
    if (node.kind !== 'apply') return true;
    const args = argumentTypes(e, node, types, expected);
    if (!args.every(isLaneType) || !node.args.every((a, i) => check(a, args[i]))) return false;
    if ((narrowFloat(type) || args.some(narrowFloat)) && !narrowOperations.has(node.op)) return false;
    if (node.op === 'select') return true;
    if (node.op === 'bitcast_convert') return args[0].bits === type.bits;
    if (node.op === 'convert') return heldAs(args[0]) === heldAs(type) || (conversionOf(args[0], type) ?? '') in vectorConversions;
    return vectorOperations[node.op]?.[heldAs(args[0]).name as LaneType] !== undefined;
  };
  return isLaneType(result) && inputs.every(isLaneType) && check(s, types.natural(s) ?? result);
}

function constantVector(value: number, type: ElementType): Expr {
  if (heldAs(type) === f32) return f32x4(roundToElement(type, value));
  return type.kind === 'boolean' ? i32x4(value === 0 ? 0 : -1) : i32x4(value | 0);
}

/** The vector code of expressions over loaded inputs, which gives what is to be stored; parts that several share are computed once. */
export function emitScalars(
  target: CodeTarget,
  expressions: readonly Scalar[],
  inputs: readonly Expr[],
  inputTypes: readonly ElementType[],
  results: readonly ElementType[],
): Local[] {
  const types = new ScalarTypes(inputTypes);
  const memo = new Map<Scalar, Local>();
  const { f } = target;
  const held = inputs.map((x, i) => {
    const narrow = narrowFloat(inputTypes[i]);
    return narrow ? f.let(narrow.widen(f, x)) : x;
  });

  function emit(e: Scalar, expected: ElementType): Expr {
    const { node } = e;
    if (node.kind === 'constant') return constantVector(node.value, expected);
    if (node.kind === 'input') return held[node.index];
    if (node.kind === 'index') return unreachable('coordinates are not vectorized');
    let made = memo.get(e);
    if (!made) memo.set(e, (made = f.let(apply(e, node, expected))));
    return made;
  }
  function apply(e: Scalar, node: Apply, expected: ElementType): Expr {
    const argTypes = argumentTypes(e, node, types, expected);
    const args = node.args.map((a, i) => emit(a, argTypes[i]));
    if (node.op === 'select') return op('v128.bitselect', args[1], args[2], args[0]);
    const type = types.natural(e) ?? expected;
    if (node.op === 'bitcast_convert' || (node.op === 'convert' && argTypes[0] === type)) return args[0];
    const value = compute(node, args, argTypes, type);
    const narrow = narrowOperations.get(node.op) === 'rounds' ? narrowFloat(type) : undefined;
    return narrow ? narrow.round(f, value) : value;
  }
  function compute({ op: name }: Apply, args: readonly Expr[], argTypes: readonly ElementType[], type: ElementType): Expr {
    if (name === 'convert' && heldAs(argTypes[0]) === heldAs(type)) return args[0];
    const make = name === 'convert' ? vectorConversions[conversionOf(argTypes[0], type) ?? ''] : vectorOperations[name]?.[heldAs(argTypes[0]).name as LaneType];
    return (make ?? unreachable(`no vector code for ${name}`))(target, ...args);
  }
  return expressions.map((e, k) => {
    const value = emit(e, types.natural(e) ?? results[k]);
    const narrow = narrowFloat(results[k]);
    return f.let(narrow ? narrow.bits(f, value) : value);
  });
}
