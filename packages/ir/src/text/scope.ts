/** Names of values while text is read: each region sees its own values and, as captures, those outside it. */
import { type Operation, Program, type ProgramRegion, ProgramValue } from '../program/program.ts';
import type { Type } from '../types/type.ts';
import type { Lexer, Token } from './lexer.ts';

export class Scope {
  readonly #outer: Scope | undefined;
  readonly #values: Map<string, readonly ProgramValue[]> = new Map();
  readonly #own: Set<ProgramValue> = new Set();
  readonly #captures: Map<ProgramValue, ProgramValue> = new Map();
  readonly #args: ProgramValue[] = [];
  readonly operations: Operation[] = [];
  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  /** Adds values under one name; `%x#1` is the second of them. */
  define(lexer: Lexer, token: Token, values: readonly ProgramValue[]): void {
    if (this.isDefined(token.text)) throw lexer.error(`%${token.text} is defined twice`, token.start);
    this.#values.set(token.text, values);
    for (const value of values) this.#own.add(value);
  }

  argument(lexer: Lexer, token: Token, type: Type): void {
    const value = new ProgramValue(type, keptName(token.text));
    this.#args.push(value);
    this.define(lexer, token, [value]);
  }

  /** An argument that the text does not name. */
  anonymousArgument(type: Type): void {
    this.#args.push(new ProgramValue(type));
  }

  /** Whether a name is defined here or outside. */
  isDefined(name: string): boolean {
    return this.#values.has(name) || (this.#outer?.isDefined(name) ?? false);
  }

  /** The value that a token names. */
  resolve(lexer: Lexer, token: Token): ProgramValue {
    const found = this.#find(token.text);
    if (!found) throw lexer.error(`%${token.text} is not defined here`, token.start, { hint: 'values must be defined before they are used' });
    const index = token.index ?? 0;
    if (token.index === undefined && found.length > 1)
      throw lexer.error(`%${token.text} stands for ${found.length} values; write %${token.text}#0`, token.start);
    if (index >= found.length) throw lexer.error(`%${token.text} has ${found.length} results; there is no #${index}`, token.start);
    return this.#lift(found[index]);
  }

  #find(name: string): readonly ProgramValue[] | undefined {
    return this.#values.get(name) ?? (this.#outer ? this.#outer.#find(name) : undefined);
  }

  /** The value inside this region; one from outside becomes a capture here and in the regions between. */
  #lift(value: ProgramValue): ProgramValue {
    if (!this.#outer || this.#own.has(value)) return value;
    let inner = this.#captures.get(value);
    if (!inner) {
      inner = new ProgramValue(value.type, value.name);
      this.#captures.set(value, inner);
    }
    return inner;
  }

  /** The finished region: captures first, then its own arguments. */
  close(results: readonly ProgramValue[]): ProgramRegion {
    const captured = [...this.#captures];
    const program = new Program([...captured.map(([, inner]) => inner), ...this.#args], this.operations, results);
    return { program, captures: captured.map(([outer]) => this.#outer!.#lift(outer)) };
  }
}

/** Numbers are not names: printing counts anew. */
export const keptName = (name: string): string | undefined => (/^[0-9]/.test(name) ? undefined : name);
