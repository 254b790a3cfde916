/**
 * From source text to a function, by `new Function`. Pages with a Content-Security-Policy may forbid it: then nothing is compiled, one warning
 * says so, and the reference evaluator runs what other devices do not.
 */
import { libraryValue } from './library.ts';

const compiled = new Map<string, unknown>();
let forbidden = false;

/** Whether the host lets code be made at run time. */
export const mayCompile = (): boolean => compileSource('() => 0') !== null;

const identifier = /[A-Za-z_$][\w$]*/g;

/**
 * The function whose source is `source` (an arrow function or a function expression); names that it uses from the library become
 * parameters around it. Equal sources give one function. Null where the host forbids code.
 */
export function compileSource<F>(source: string): F | null {
  const found = compiled.get(source);
  if (found !== undefined) return found as F;
  if (forbidden) return null;
  const names = [...new Set(source.match(identifier))].filter((n) => libraryValue(n) !== undefined);
  try {
    const make = new Function(...names, `"use strict"; return ${source};`);
    const made = make(...names.map(libraryValue)) as F;
    compiled.set(source, made);
    return made;
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    forbidden = true;
    console.warn(
      'millrace: this page forbids code made at run time (Content-Security-Policy without unsafe-eval); operations without another device run slowly',
    );
    return null;
  }
}
