/** What attribute parsing needs besides the tokens, and aliases of attributes. */
import type { Lexer } from './lexer.ts';
import type { SplatBudget } from './parse-literals.ts';

/** What attribute parsing needs besides the tokens. */
export interface AttributeReader {
  readonly lexer: Lexer;
  readonly budget: SplatBudget;
  /** Where the text of each `#alias` begins. */
  readonly aliases: ReadonlyMap<string, number>;
}

/** Reads an attribute at its alias's definition, then goes on after the use. */
export function throughAlias<T>(reader: AttributeReader, body: () => T): T {
  const { lexer, aliases } = reader;
  const token = lexer.peek();
  const target = token.kind === 'attribute' ? aliases.get(token.text) : undefined;
  if (target === undefined) return body();
  lexer.next();
  const back = lexer.mark();
  lexer.reset({ offset: target });
  const value = lexer.nested(() => throughAlias(reader, body));
  lexer.reset(back);
  return value;
}
