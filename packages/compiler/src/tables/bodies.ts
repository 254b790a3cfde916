/** What a composite means, as a program: for targets without a kernel of its name. */
import { methods, type Operation, type Program, trace, unreachable } from '@millrace/ir';

/** The program of the body of an operation without regions; its operations have the operation's location. */
export function expandBody({ primitive, attributes, operands, location }: Operation): Program {
  const { body } = primitive;
  if (!body) return unreachable(`${primitive.name} has no body`);
  return trace(
    operands.map((o) => o.type),
    (...args) => body(args, attributes, [], methods),
    undefined,
    () => location,
  ).program;
}
