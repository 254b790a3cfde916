/** Values that come from elsewhere, with types that the program states. */
import { failure } from '../../errors/index.ts';
import { type EvalValue, typeOfEval } from '../../evaluate/context.ts';
import type { Type } from '../../types/type.ts';

/** c: the last result is a token. */
export const endsInToken = (types: readonly Type[]): true | string => types.at(-1)?.kind === 'token' || 'the last result must be a token';

/** The values, when they have the types of all results but the token. */
export function received(op: string, values: readonly EvalValue[], types: readonly Type[]): readonly EvalValue[] {
  const wanted = types.slice(0, -1);
  const fits = values.length === wanted.length && values.every((v, i) => typeOfEval(v) === wanted[i]);
  if (!fits)
    throw failure('evaluation', { op, message: `got values of types ${values.map((v) => typeOfEval(v) ?? 'token').join(', ')}, want ${wanted.join(', ')}` });
  return values;
}
