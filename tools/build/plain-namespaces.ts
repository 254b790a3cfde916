import MagicString from 'magic-string';
import type { Rolldown } from 'tsdown';
import { nodesOf, type SyntaxNode } from './syntax.ts';

type NamespaceCall = SyntaxNode & { readonly arguments: readonly [{ readonly properties: readonly Member[] }] };
interface Member {
  readonly key: SyntaxNode;
  readonly value: { readonly body: SyntaxNode };
}

const isNamespaceCall = (node: SyntaxNode): node is NamespaceCall =>
  node.type === 'CallExpression' && (node as SyntaxNode & { callee: { name?: string } }).callee.name === '__exportAll';

/** Where the top level of a file declares its names that have no value before. */
function declarationsOf(program: ReturnType<Rolldown.PluginContext['parse']>): Map<string, number> {
  const places = new Map<string, number>();
  for (const statement of program.body)
    if (statement.type === 'ClassDeclaration' && statement.id) places.set(statement.id.name, statement.start);
    else if (statement.type === 'VariableDeclaration')
      for (const { id, start } of statement.declarations) if (id.type === 'Identifier') places.set(id.name, start);
  return places;
}

/**
 * Writes the namespace of an `export * as name` as a frozen object. The bundler makes a getter for each member, as a name may be assigned
 * again or not be there yet; ours are constants (`tools/source-rules.ts`), and a namespace that stands before one of its members is left.
 * The getters were a seventh of the functions of `import 'millrace'`.
 */
export const plainNamespaces: Rolldown.Plugin = {
  name: 'plain-namespaces',
  renderChunk(code) {
    if (!code.includes('__exportAll(')) return null;
    const program = this.parse(code);
    const declared = declarationsOf(program);
    const textOf = ({ start, end }: SyntaxNode): string => code.slice(start, end);
    const written = new MagicString(code);
    for (const call of nodesOf(program)) {
      if (!isNamespaceCall(call)) continue;
      const members = call.arguments[0].properties;
      if (members.some(({ value }) => (declared.get(textOf(value.body)) ?? -1) > call.start)) continue;
      const list = members.map(({ key, value }) => `${textOf(key)}: ${textOf(value.body)}`).join(', ');
      written.overwrite(call.start, call.end, `Object.freeze({ __proto__: null, ${list}, [Symbol.toStringTag]: 'Module' })`);
    }
    return { code: written.toString(), map: written.generateMap({ hires: true }) };
  },
};
