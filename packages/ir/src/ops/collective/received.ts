/** Values that come from elsewhere, with types that the program states. */
import { failure } from '../../errors/index.ts';
import { type EvalValue, typeOfEval } from '../../evaluate/context.ts';
import type { Type } from '../../types/type.ts';

/** c: the last result is a token, the others are tensors. */
export function endsInToken(types: readonly Type[]): true | string {
  if (types.at(-1)?.kind !== 'token') return 'the last result must be a token';
  return types.slice(0, -1).every((t) => t.kind === 'tensor') || 'all results but the last must be tensors';
}

/** The values, when they have the types of all results but the token. */
export function received(op: string, values: readonly EvalValue[], types: readonly Type[]): readonly EvalValue[] {
  const wanted = types.slice(0, -1);
  const fits = values.length === wanted.length && values.every((v, i) => typeOfEval(v) === wanted[i]);
  if (!fits)
    throw failure('evaluation', { op, message: `got values of types ${values.map((v) => typeOfEval(v) ?? 'token').join(', ')}, want ${wanted.join(', ')}` });
  return values;
}
