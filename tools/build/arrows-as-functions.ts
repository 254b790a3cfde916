import MagicString from 'magic-string';
import type { Rolldown } from 'tsdown';
import { nodesOf, type SyntaxNode } from './syntax.ts';

type Arrow = SyntaxNode & { readonly async: boolean; readonly params: readonly SyntaxNode[]; readonly body: SyntaxNode };

/** What an arrow function takes from around it, and another function has of its own. */
const isOuter = (node: SyntaxNode): boolean =>
  node.type === 'ThisExpression' ||
  node.type === 'Super' ||
  node.type === 'MetaProperty' ||
  (node.type === 'Identifier' && (node as SyntaxNode & { name: string }).name === 'arguments');

const isPlainFunction = (node: SyntaxNode): boolean => node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration';

/** Whether the function means something else when it is no arrow. The computed keys and field values of a class inside count as well, to be safe. */
function needsArrow(arrow: Arrow): boolean {
  for (const node of nodesOf(arrow, (n) => !isPlainFunction(n))) if (isOuter(node)) return true;
  return false;
}

function rewrite(arrow: Arrow, code: string, written: MagicString): void {
  const { start, end, params, body } = arrow;
  const head = params.length > 0 ? params[params.length - 1].end : start;
  const sign = code.indexOf('=>', head);
  const open = code.slice(start + (arrow.async ? 'async'.length : 0)).trimStart()[0] === '(';
  written.appendLeft(arrow.async ? start + 'async'.length : start, arrow.async ? ' function' : 'function');
  if (!open) {
    written.appendLeft(params[0].start, '(');
    written.appendRight(params[0].end, ')');
  }
  if (body.type === 'BlockStatement') written.remove(sign, sign + 2);
  else {
    written.overwrite(sign, sign + 2, '{ return (');
    written.appendLeft(end, '); }');
  }
}

/**
 * Writes arrow functions as `function`, where nothing in them is taken from around (`this`, `arguments`). V8 reads the head of an arrow
 * twice, first as an expression: a tenth of the time of `import 'millrace'` (docs/decisions/0020).
 */
export const arrowsAsFunctions: Rolldown.Plugin = {
  name: 'arrows-as-functions',
  renderChunk(code) {
    const written = new MagicString(code);
    for (const node of nodesOf(this.parse(code)))
      if (node.type === 'ArrowFunctionExpression' && !needsArrow(node as Arrow)) rewrite(node as Arrow, code, written);
    return { code: written.toString(), map: written.generateMap({ hires: true }) };
  },
};
