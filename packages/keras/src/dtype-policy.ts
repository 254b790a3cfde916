/** Which dtype a layer computes in and which its variables have. Source: `keras.DTypePolicy`. */
import { failure } from '@millrace/ir';
import { describeValue, type Json, type Option } from './options/option-table.ts';

export type FloatName = 'float32' | 'float64';

/** One dtype for computing and variables; mixed policies come later. */
export class DTypePolicy {
  /** `float32`. */
  readonly name: FloatName;
  readonly computeDtype: FloatName;
  readonly variableDtype: FloatName;
  constructor(name: FloatName) {
    this.name = name;
    this.computeDtype = name;
    this.variableDtype = name;
  }
}

const policies: ReadonlyMap<string, DTypePolicy> = new Map((['float32', 'float64'] as const).map((name) => [name, new DTypePolicy(name)]));
const later = ['mixed_float16', 'mixed_bfloat16', 'float16', 'bfloat16', 'int8', 'int32'];

let globalPolicy: DTypePolicy = policies.get('float32') as DTypePolicy;

/** The policy of layers that name none. */
export const getGlobalPolicy = (): DTypePolicy => globalPolicy;

/** Sets the policy of layers that name none. Throws ValueError for an unknown name, UnimplementedError for a mixed one. */
export function setGlobalPolicy(policy: DTypePolicy | FloatName): void {
  globalPolicy = parsePolicy(policy, 'setGlobalPolicy', 'policy');
}

function parsePolicy(value: unknown, op: string, name: string): DTypePolicy {
  if (value === null) return globalPolicy;
  if (value instanceof DTypePolicy) return value;
  const saved = value as { class_name?: unknown; config?: { name?: unknown } };
  const wanted = typeof value === 'object' && saved.class_name === 'DTypePolicy' ? saved.config?.name : ((value as { name?: unknown }).name ?? value);
  const policy = typeof wanted === 'string' ? policies.get(wanted) : undefined;
  if (policy) return policy;
  if (typeof wanted === 'string' && later.includes(wanted))
    throw failure('unimplemented', { op, message: `${name} '${wanted}': layers compute in float32 or float64 so far` });
  throw failure('value', { op, message: `${name}: unknown policy ${describeValue(wanted)}`, valid: [...policies.keys(), ...later].join(', ') });
}

/** An option that holds a policy; null is the global one. */
export const policyOption: Option = {
  fallback: null,
  saved: true,
  describe: "'float32' | 'float64'",
  parse: (value, place) => parsePolicy(value, place.op, place.option),
  serialize: (value): Json => ({ module: 'keras', class_name: 'DTypePolicy', config: { name: (value as DTypePolicy).name }, registered_name: null }),
};
