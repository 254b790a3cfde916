/** Tables of rewrites: data, keyed by primitive, so that shared code never asks which operation it has. */
import type { Operation, Primitive, ProgramValue } from '@millrace/ir';
import type { Pass } from '../pass.ts';
import { Rewriter } from './rewriter.ts';

/** One rewrite. */
export interface Rule {
  /** What becomes what, for messages: `transpose(transpose(x)) → transpose(x)`. */
  readonly name: string;
  /** The primitives it is tried on; absent: all that `where` accepts. */
  readonly on?: readonly Primitive[];
  readonly where?: (primitive: Primitive) => boolean;
  /** Values for the results, made of the operands or of what `rewriter` emits; null where the rule does not apply. */
  readonly apply: (operation: Operation, rewriter: Rewriter) => readonly ProgramValue[] | null;
}

export interface RuleTable {
  readonly rulesOf: (primitive: Primitive) => readonly Rule[];
}

const isQuantized = (v: ProgramValue): boolean => v.type.kind === 'tensor' && v.type.element.kind === 'quantized';

/** Operations on quantized tensors compute in other types than their operands say: no rewrite knows them. */
const onPlainTensors = (rule: Rule): Rule => ({
  ...rule,
  apply: (operation, rewriter) => (operation.operands.some(isQuantized) || operation.results.some(isQuantized) ? null : rule.apply(operation, rewriter)),
});

const appliesTo = (rule: Rule, primitive: Primitive): boolean => rule.on?.includes(primitive) ?? rule.where?.(primitive) ?? true;

/** A table of these rules; earlier ones are tried first. */
export function ruleTable(rules: readonly Rule[]): RuleTable {
  const guarded = rules.map(onPlainTensors);
  const byPrimitive = new Map<Primitive, readonly Rule[]>();
  return {
    rulesOf(primitive) {
      let found = byPrimitive.get(primitive);
      if (!found) byPrimitive.set(primitive, (found = guarded.filter((r) => appliesTo(r, primitive))));
      return found;
    },
  };
}

/** A pass that applies rules everywhere, also inside regions. */
export function rewritePass(name: string, summary: string, rules: readonly Rule[]): Pass {
  const table = ruleTable(rules);
  return { name, summary, run: (program) => new Rewriter(table).rewrite(program) };
}
