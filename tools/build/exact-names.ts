import MagicString from 'magic-string';
import type { Rolldown } from 'tsdown';
import { nodesOf, type SyntaxNode } from './syntax.ts';

type Declared = SyntaxNode & { readonly id: { readonly name?: string }; readonly init?: Expression | null };
type Statement = SyntaxNode & { readonly id?: { readonly name: string } | null; readonly declarations?: readonly Declared[] };
type Expression = SyntaxNode & { readonly id?: unknown; readonly body: SyntaxNode };
type Name = SyntaxNode & { readonly name: string };

const uses = (expression: SyntaxNode, name: string): boolean => {
  for (const node of nodesOf(expression)) if (node.type === 'Identifier' && (node as Name).name === name) return true;
  return false;
};

/** A word that may name a function expression; the bundler also numbers names such as `default`. */
const isName = (word: string): boolean => {
  try {
    new Function(`'use strict'; const ${word} = 0;`);
    return true;
  } catch {
    return false;
  }
};

/** The name in the sources of a name that the bundler numbered; undefined for one that it did not. */
const sourceName = (name: string | undefined): string | undefined => /^(.+)\$\d+$/.exec(name ?? '')?.[1];

/** Writes the name into the function or class where it may stand there; answers whether it could. */
function writeName(expression: Expression, name: string, code: string, written: MagicString): boolean {
  const head = /^(?:async\s+)?(?:function\s*\*?|class)/.exec(code.slice(expression.start, expression.end))![0];
  if (isName(name) && !uses(expression, name)) written.appendLeft(expression.start + head.length, ` ${name}`);
  else if (expression.type === 'ClassExpression')
    written.appendRight(expression.body.start + 1, ` static { Object.defineProperty(this, 'name', { value: '${name}' }); }`);
  else return false;
  return true;
}

const naming = (pairs: readonly string[]): string =>
  pairs.length === 0 ? '' : `\nfor (const [named, value] of [${pairs.join(', ')}]) Object.defineProperty(named, 'name', { value });\n`;

/**
 * Gives functions and classes back the names of their sources, where the bundler numbered them (`add$6`): users read them in stack traces,
 * and the names of classes and functions are written into files. Function declarations get theirs first of all, and a function whose body
 * has another meaning for its name when the file has been evaluated.
 */
export const exactNames: Rolldown.Plugin = {
  name: 'exact-names',
  renderChunk(code) {
    const written = new MagicString(code);
    const program = this.parse(code);
    const early: string[] = [];
    const late: string[] = [];
    for (const statement of program.body as readonly Statement[]) {
      const name = sourceName(statement.id?.name);
      if (statement.type === 'FunctionDeclaration' && name !== undefined) early.push(`[${statement.id!.name}, '${name}']`);
      for (const { id, init } of statement.declarations ?? []) {
        const from = sourceName(id.name);
        if (from === undefined || !init || init.id || (init.type !== 'FunctionExpression' && init.type !== 'ClassExpression')) continue;
        if (!writeName(init, from, code, written)) late.push(`[${id.name}, '${from}']`);
      }
    }
    written.prepend(naming(early)).append(naming(late));
    return { code: written.toString(), map: written.generateMap({ hires: true }) };
  },
};
