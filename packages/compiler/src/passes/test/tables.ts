/** Tables of programs before and after a pass, in MLIR text. */
import { type Program, sameProgram, verifyProgram } from '@millrace/ir';
import { parseModule, printProgram } from '@millrace/ir/text';
import { describe, expect, it } from 'vitest';
import { deadCode } from '../dead-code.ts';
import type { Pass } from '../pass.ts';

/** Name, arguments and results of the function, its body before, and its body after the pass and dead code. */
export type Row = readonly [name: string, signature: string, before: string, after: string];

export const parse = (signature: string, body: string): Program => parseModule(`func.func @main${signature} {\n${body}\n}`).functions[0].program;

/** A test for each row. */
export function rewrites(pass: Pass, rows: readonly Row[]): void {
  describe(pass.name, () => {
    it.each(rows)('%s', (_name, signature, before, after) => {
      const made = deadCode.run(pass.run(parse(signature, before)));
      verifyProgram(made);
      const expected = parse(signature, after);
      if (!sameProgram(made, expected)) expect.fail(`${printProgram(made)}\nis not\n${printProgram(expected)}`);
    });
  });
}

/** A row that must stay as it is. */
export const stays = (name: string, signature: string, body: string): Row => [`stays: ${name}`, signature, body, body];
