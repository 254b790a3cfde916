import MagicString from 'magic-string';
import type { Rolldown } from 'tsdown';
import { nodesOf, type SyntaxNode } from './syntax.ts';

const escapeOf = (c: string): string => `\\u{${c.codePointAt(0)!.toString(16)}}`;
/** A template literal with this value, in printable ASCII. */
const asTemplate = (text: string): string => `\`${text.replace(/[\\`]|\$\{/g, '\\$&').replace(/[^ -~]/gu, escapeOf)}\``;

/**
 * Writes the strings of a module in ASCII. One character beyond Latin-1 makes V8 keep and scan a whole file at two bytes a character.
 * Strings become template literals, whose escapes the code generator keeps.
 */
export const asciiStrings: Rolldown.Plugin = {
  name: 'ascii-strings',
  transform(code, id) {
    if (!/[^\0-\x7f]/.test(code) || !id.endsWith('.ts')) return null;
    const written = new MagicString(code);
    for (const node of nodesOf(this.parse(code, { lang: 'ts' }))) {
      if (node.type !== 'TemplateElement' && node.type !== 'Literal') continue;
      const { start, end, value } = node as SyntaxNode & { readonly value?: unknown };
      const text = code.slice(start, end);
      if (!/[^\0-\x7f]/.test(text)) continue;
      written.overwrite(start, end, typeof value === 'string' ? asTemplate(value) : text.replace(/[^\0-\x7f]/gu, escapeOf));
    }
    return { code: written.toString(), map: written.generateMap({ hires: true }) };
  },
};
