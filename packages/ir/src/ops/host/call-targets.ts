/** Functions outside the program that `custom_call` can reach, by target name. */
import type { EvalValue } from '../../evaluate/context.ts';
import { i1 } from '../../types/element.ts';
import { type Literal, scalarLiteral } from '../../types/literal.ts';
import { compareElements, exactly, ulps, within } from './comparison.ts';

/** What a target does with its operands. */
export type CallTarget = (operands: readonly EvalValue[], config: Readonly<Record<string, unknown>>) => readonly EvalValue[];

const option = (config: Readonly<Record<string, unknown>>, name: string, otherwise: number): number => Number(config[name] ?? otherwise);

/** The checks of StableHLO's test programs, in the spelling of custom calls. */
const expectEqual: CallTarget = ([actual, expected]) => {
  compareElements('check.expect_eq', actual as Literal, expected as Literal, exactly);
  return [];
};
const expectAlmostEqual: CallTarget = ([actual, expected], config) => {
  compareElements('check.expect_almost_eq', actual as Literal, expected as Literal, within(option(config, 'tolerance', 1e-4)));
  return [];
};
const expectClose: CallTarget = ([actual, expected], config) => {
  const bounds = ulps(option(config, 'min_ulp_difference', 0), option(config, 'max_ulp_difference', 3));
  compareElements('check.expect_close', actual as Literal, expected as Literal, bounds);
  return [];
};
const equal: CallTarget = ([actual, expected]) => {
  compareElements('check.eq', actual as Literal, expected as Literal, exactly);
  return [scalarLiteral(i1, true)];
};

export const callTargets: Readonly<Record<string, CallTarget | undefined>> = {
  'check.expect_eq': expectEqual,
  'check.expect_almost_eq': expectAlmostEqual,
  'check.expect_close': expectClose,
  'check.eq': equal,
};
