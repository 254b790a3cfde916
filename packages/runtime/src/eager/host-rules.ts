/** Operations that the builder runs itself, on values: constants, and control flow, whose regions run through the current builders. */
import type { Literal, Lowered, Value } from '@millrace/ir';
import type { HostRule } from './operation-cache.ts';

/** What rules need of the builder. */
export interface HostContext {
  constant(literal: Literal): Value;
}

/** By the name of the opaque form. */
const rules: Readonly<Record<string, (context: HostContext) => HostRule>> = {
  constant: (context) => (_operands, attributes) => [context.constant(attributes.value as unknown as Literal)],
};

/** The rule for an operation that the builder runs, or null. */
export function hostRule(lowered: Lowered, context: HostContext): HostRule | null {
  const name = lowered.form === 'opaque' ? lowered.kernel : lowered.form;
  return rules[name]?.(context) ?? null;
}
