/** From the scalar language to primitives. */
import { unreachable } from '../errors/index.ts';
import { primitiveNamed } from '../ops/registry.ts';
import type { Attributes } from '../primitive/attributes.ts';
import type { Primitive } from '../primitive/primitive.ts';
import type { ElementType } from '../types/element.ts';

/** The primitive that a scalar operation stands for, with its attributes. */
export function scalarPrimitive(op: string, type?: ElementType): { readonly primitive: Primitive; readonly attributes: Attributes } {
  const [name, direction] = op.startsWith('compare_') ? ['compare', op.slice(8)] : [op, undefined];
  const primitive =
    primitiveNamed(`stablehlo.${name}`) ??
    primitiveNamed(`chlo.${name}`) ??
    primitiveNamed(`millrace.${name}`) ??
    unreachable(`scalar operation ${op} has no primitive`);
  const given: Attributes = direction ? { comparisonDirection: direction } : type ? { element: type } : {};
  return { primitive, attributes: primitive.complete(given) };
}
