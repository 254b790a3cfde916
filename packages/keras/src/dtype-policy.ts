/** Which dtype a layer computes in and which its variables have. Source: `keras.DTypePolicy`. */
import { failure } from '@millrace/ir';
import { describeValue, type Json, type Option } from './options/option-table.ts';

export type FloatName = 'float16' | 'bfloat16' | 'float32' | 'float64';
export type PolicyName = FloatName | 'mixed_float16' | 'mixed_bfloat16';

/** What each policy computes in, and what its variables are. Mixed ones keep variables, and so updates, in float32. */
const dtypes: Readonly<Record<PolicyName, readonly [compute: FloatName, variable: FloatName]>> = {
  float32: ['float32', 'float32'],
  float64: ['float64', 'float64'],
  mixed_float16: ['float16', 'float32'],
  mixed_bfloat16: ['bfloat16', 'float32'],
  float16: ['float16', 'float16'],
  bfloat16: ['bfloat16', 'bfloat16'],
};

/**
 * A dtype to compute in and one for variables.
 *
 * @example
 * tf.keras.mixedPrecision.setGlobalPolicy('mixed_bfloat16');
 * const layer = tf.keras.layers.dense({ units: 4 });
 * [layer.computeDtype, layer.variableDtype]; // ['bfloat16', 'float32']
 */
export class DTypePolicy {
  readonly name: PolicyName;
  readonly computeDtype: FloatName;
  readonly variableDtype: FloatName;
  /** @throws ValueError for an unknown name */
  constructor(name: PolicyName) {
    if (!Object.hasOwn(dtypes, name)) throw unknownPolicy('DTypePolicy', 'name', name);
    this.name = name;
    [this.computeDtype, this.variableDtype] = dtypes[name];
  }
}

const unknownPolicy = (op: string, option: string, value: unknown): Error =>
  failure('value', { op, message: `${option}: unknown policy ${describeValue(value)}`, valid: Object.keys(dtypes).join(', ') });

const policies: ReadonlyMap<string, DTypePolicy> = new Map((Object.keys(dtypes) as PolicyName[]).map((name) => [name, new DTypePolicy(name)]));

let globalPolicy: DTypePolicy = policies.get('float32') as DTypePolicy;

/** The policy of layers that name none. */
export const getGlobalPolicy = (): DTypePolicy => globalPolicy;

/** Sets the policy of layers that name none. Throws ValueError for an unknown name, UnimplementedError for an integer one. */
export function setGlobalPolicy(policy: DTypePolicy | PolicyName): void {
  globalPolicy = parsePolicy(policy, 'setGlobalPolicy', 'policy');
}

function parsePolicy(value: unknown, op: string, name: string): DTypePolicy {
  if (value === null) return globalPolicy;
  if (value instanceof DTypePolicy) return value;
  const saved = value as { class_name?: unknown; config?: { name?: unknown } };
  const wanted = typeof value === 'object' && saved.class_name === 'DTypePolicy' ? saved.config?.name : ((value as { name?: unknown }).name ?? value);
  const policy = typeof wanted === 'string' ? policies.get(wanted) : undefined;
  if (policy) return policy;
  if (typeof wanted === 'string' && /^int\d+/.test(wanted))
    throw failure('unimplemented', { op, message: `${name} '${wanted}': layers compute in floating dtypes so far`, valid: [...policies.keys()].join(', ') });
  throw unknownPolicy(op, name, wanted);
}

/** An option that holds a policy; null is the global one. */
export const policyOption: Option = {
  fallback: null,
  saved: true,
  describe: [...policies.keys()].map((name) => `'${name}'`).join(' | '),
  parse: (value, place) => parsePolicy(value, place.op, place.option),
  serialize: (value): Json => ({ module: 'keras', class_name: 'DTypePolicy', config: { name: (value as DTypePolicy).name }, registered_name: null }),
};
