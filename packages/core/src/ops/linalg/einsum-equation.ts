/** The notation of einsum: `ab...,bc...->ac...`. */
import { failure } from '@millrace/ir';
import { describe } from '../../tensor/describe.ts';

/** An axis: a letter, or `.0`, `.1`, … for an axis of the ellipsis counted from the right. */
export type Label = string;

export interface EinsumPlan {
  /** Labels of each operand, one an axis. */
  readonly inputs: readonly (readonly Label[])[];
  readonly output: readonly Label[];
  /** Whether sizes of a label may be 1 where another operand has more. */
  readonly isBroadcast: (label: Label) => boolean;
  readonly show: (label: Label) => string;
}

const isBroadcast = (label: Label): boolean => label.startsWith('.');

function unreadable(equation: string, why: string): never {
  throw failure('value', {
    op: 'einsum',
    message: `cannot read '${equation}': ${why}`,
    valid: "letters, commas, one '...' an operand, one '->': 'bij,bjk->bik'",
  });
}

/** The labels of one side: letters, with `count` axes for the ellipsis. */
function labelsOf(part: string, count: number): Label[] {
  const [before, after] = part.split('...');
  const dots = part.includes('...') ? Array.from({ length: count }, (_, i) => `.${count - 1 - i}`) : [];
  return [...before, ...dots, ...(after ?? '')];
}

/** Reads an equation for operands of these ranks. Throws ValueError for the notation, InvalidArgumentError for ranks that do not fit. */
export function parseEquation(equation: string, ranks: readonly number[]): EinsumPlan {
  if (typeof equation !== 'string') throw failure('wrong-kind', { op: 'einsum', message: `the equation is ${describe(equation)}`, valid: 'a string' });
  const compact = equation.replace(/\s/g, '');
  const sides = compact.split('->');
  if (sides.length > 2) unreadable(equation, "it has more than one '->'");
  const parts = sides[0].split(',');
  for (const part of [...parts, sides[1] ?? '']) if (!/^[a-zA-Z]*(\.\.\.)?[a-zA-Z]*$/.test(part)) unreadable(equation, `'${part}' is not valid`);
  if (parts.length !== ranks.length)
    throw failure('invalid-value', { op: 'einsum', message: `'${equation}' has ${parts.length} operands; got ${ranks.length}` });
  const counts = parts.map((part, i) => {
    const letters = part.replace('...', '').length;
    const fits = part.includes('...') ? letters <= ranks[i] : letters === ranks[i];
    if (!fits) throw failure('invalid-value', { op: 'einsum', message: `'${part}' has ${letters} labels and operand ${i} has rank ${ranks[i]}` });
    return ranks[i] - letters;
  });
  const inputs = parts.map((part, i) => labelsOf(part, counts[i]));
  const dots = Math.max(0, ...parts.map((part, i) => (part.includes('...') ? counts[i] : 0)));
  const output = sides.length === 2 ? labelsOf(sides[1], dots) : implicitOutput(inputs, dots);
  checkOutput(equation, output, inputs, dots, sides);
  return { inputs, output, isBroadcast, show: (label) => (isBroadcast(label) ? "of '...'" : `'${label}'`) };
}

/** Axes of the ellipsis, then the letters that appear once, in alphabetical order. */
function implicitOutput(inputs: readonly (readonly Label[])[], dots: number): Label[] {
  const all = inputs.flat();
  const once = [...new Set(all)].filter((label) => !isBroadcast(label) && all.indexOf(label) === all.lastIndexOf(label)).sort();
  return [...labelsOf('...', dots), ...once];
}

function checkOutput(equation: string, output: readonly Label[], inputs: readonly (readonly Label[])[], dots: number, sides: readonly string[]): void {
  const known = new Set(inputs.flat());
  output.forEach((label, i) => {
    if (output.indexOf(label) !== i) unreadable(equation, `the output has '${label}' twice`);
    if (!known.has(label)) unreadable(equation, `no operand has the output's '${label}'`);
  });
  if (sides.length === 2 && dots > 0 && !sides[1].includes('...')) unreadable(equation, "the output needs '...' for the axes of the operands' '...'");
}
