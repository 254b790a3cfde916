/** Operations that the builder runs itself, on values: constants, and control flow, whose regions run through the current builders. */
import {
  callRegion,
  type Literal,
  type Lowered,
  methods,
  type Primitive,
  type Region,
  type TensorType,
  unreachable,
  type Value,
  withoutRecorder,
} from '@millrace/ir';
import { Storage } from '../memory/storage.ts';
import type { HostRule } from './operation-cache.ts';
import { scanRule } from './scan-rule.ts';

/** What rules need of the builder. */
export interface HostContext {
  constant(literal: Literal): Value;
  /** The element of a scalar. */
  scalarOf(value: Value, op: string): number;
  storageOf(value: Value, op: string): Storage;
  fromStorage(type: TensorType, storage: Storage): Value;
}

type Maker = (context: HostContext) => HostRule;

/** Runs a region unseen by tapes: they record the operation as a whole, and differentiate it by its own rule. */
const run = (region: Region, args: readonly Value[] = []): readonly Value[] => withoutRecorder('all', () => callRegion(region, args));

const constantRule: Maker = (context) => (_operands, attributes) => [context.constant(attributes.value as unknown as Literal)];

const ifRule: Maker =
  (context) =>
  ([pred], _attributes, [trueBranch, falseBranch]) =>
    run(context.scalarOf(pred, 'if') !== 0 ? trueBranch : falseBranch);

const caseRule: Maker =
  (context) =>
  ([index], _attributes, branches) => {
    const k = context.scalarOf(index, 'case');
    return run(branches[k >= 0 && k < branches.length ? k : branches.length - 1]);
  };

const whileRule: Maker =
  (context) =>
  (operands, _attributes, [cond, body]) => {
    let carried = operands;
    while (context.scalarOf(run(cond, carried)[0], 'while') !== 0) carried = run(body, carried);
    return carried;
  };

/** The operands as they are, under names of their own. */
const barrierRule: Maker = (context) => (operands) =>
  operands.map((x) => {
    if (x.type.kind !== 'tensor') return x;
    const storage = context.storageOf(x, 'optimization_barrier');
    storage.shared = true;
    return context.fromStorage(x.type, new Storage(storage.data, storage.strides, storage.offset, true));
  });

/** By the name of the opaque form, or of the form. */
const rules: Readonly<Record<string, Maker>> = {
  constant: constantRule,
  if: ifRule,
  case: caseRule,
  optimization_barrier: barrierRule,
  while: whileRule,
  scan: scanRule,
};

/** Runs a composite for which no device has a kernel as the primitives that it means. */
export const bodyRule =
  (primitive: Primitive): HostRule =>
  (operands, attributes, regions) =>
    withoutRecorder('all', () => primitive.body?.(operands, attributes, regions, methods) ?? unreachable(`${primitive.name} has no body`));

/** The rule for an operation that the builder runs, or null. */
export function hostRule(lowered: Lowered, context: HostContext): HostRule | null {
  const name = lowered.form === 'opaque' ? lowered.kernel : lowered.form;
  return rules[name]?.(context) ?? null;
}
