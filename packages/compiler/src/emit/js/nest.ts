/** Loop nests as JavaScript. Positions are summed up loop by loop; checks become bounds of the loop that decides them. */
import type { Check, NestStructure } from '../../loops/nest-plan.ts';

/** The head of a function that reads `g`, and its loops. */
export interface NestCode {
  /** Declares sizes, offsets, steps and checks from `g`. */
  readonly head: string;
  /** Loops over axes `from` up to, not including, `to` around `inner`. */
  loops(from: number, to: number, inner: string): string;
  /** The flat position of operand k inside the loops before `axis`. */
  position(k: number, axis: number): string;
  /** First and last + 1 coordinate that the checks leave along an axis, with the statements that compute them. */
  bounds(axis: number): { readonly code: string; readonly low: string; readonly high: string };
}

interface PlacedCheck {
  readonly check: Check;
  readonly operand: number;
  readonly name: string;
  /** The loop that decides it. */
  readonly level: number;
}

export function emitNest(structure: NestStructure): NestCode {
  const checks: PlacedCheck[] = structure.operands.flatMap((o, operand) =>
    o.checks.map((check, c) => {
      const last = check.axes.reduce((deepest, a) => Math.max(deepest, a.axis), 0);
      return { check, operand, name: `${operand}_${c}`, level: Math.max(last, structure.firstCheckedAxis) };
    }),
  );
  const divided = (k: number, axis: number): PlacedCheck[] => checks.filter((c) => c.operand === k && c.check.divided && c.level === axis);

  function bounds(axis: number): { code: string; low: string; high: string } {
    const deciding = checks.filter((c) => c.level === axis);
    if (deciding.length === 0) return { code: '', low: '0', high: `n${axis}` };
    return { code: `let b${axis} = 0, t${axis} = n${axis}; ${deciding.map((c) => boundCode(c, axis)).join(' ')}`, low: `b${axis}`, high: `t${axis}` };
  }

  function loop(axis: number, inner: string): string {
    const { code, low, high } = bounds(axis);
    const lines: string[] = [];
    structure.operands.forEach((_, k) => {
      lines.push(`${divided(k, axis).length > 0 ? 'let' : 'const'} p${k}_${axis + 1} = p${k}_${axis} + i${axis} * s${k}_${axis};`);
    });
    for (const c of checks) {
      const at = c.check.axes.findIndex((a) => a.axis === axis);
      const isNeeded = c.level > axis || (c.level === axis && c.check.divided);
      if (isNeeded) lines.push(`const q${c.name}_${axis + 1} = q${c.name}_${axis}${at < 0 ? '' : ` + i${axis} * c${c.name}_${at}`};`);
      if (c.level === axis && c.check.divided) {
        lines.push(`if (q${c.name}_${axis + 1} % v${c.name} !== 0) continue;`);
        lines.push(`p${c.operand}_${axis + 1} += q${c.name}_${axis + 1} / v${c.name} * w${c.name};`);
      }
    }
    return `${code} for (let i${axis} = ${low}; i${axis} < ${high}; i${axis}++) { ${lines.join(' ')} ${inner} }`;
  }

  return {
    head: headCode(structure, checks),
    loops(from, to, inner) {
      let code = inner;
      for (let axis = to - 1; axis >= from; axis--) code = `{ ${loop(axis, code)} }`;
      return code;
    },
    position: (k, axis) => `p${k}_${axis}`,
    bounds,
  };
}

/** Narrows b and t so that 0 <= q + i * c < size (times the divisor) holds. */
function boundCode({ check, name }: PlacedCheck, axis: number): string {
  const q = `q${name}_${axis}`;
  const size = check.divided ? `z${name} * v${name}` : `z${name}`;
  const at = check.axes.findIndex((a) => a.axis === axis);
  if (at < 0) return `if (${q} < 0 || ${q} >= ${size}) t${axis} = 0;`;
  const c = `c${name}_${at}`;
  const [low, high] =
    check.axes[at].sign > 0
      ? [`Math.ceil(-${q} / ${c})`, `Math.ceil((${size} - ${q}) / ${c})`]
      : [`Math.floor((${q} - ${size}) / -${c}) + 1`, `Math.floor(${q} / -${c}) + 1`];
  return `b${axis} = Math.max(b${axis}, ${low}); t${axis} = Math.min(t${axis}, ${high});`;
}

/** Names for the numbers of `g`, in the order in which `planNest` writes them. */
function headCode(structure: NestStructure, checks: readonly PlacedCheck[]): string {
  let at = 0;
  const lines: string[] = [];
  const declare = (name: string): void => {
    lines.push(`const ${name} = g[${at++}];`);
  };
  for (let axis = 0; axis < structure.axes; axis++) declare(`n${axis}`);
  structure.operands.forEach((_, k) => {
    declare(`p${k}_0`);
    for (let axis = 0; axis < structure.axes; axis++) declare(`s${k}_${axis}`);
    for (const { check, name } of checks.filter((c) => c.operand === k)) {
      declare(`q${name}_0`);
      check.axes.forEach((_a, i) => {
        declare(`c${name}_${i}`);
      });
      declare(`z${name}`);
      if (check.divided) {
        declare(`v${name}`);
        declare(`w${name}`);
      }
    }
  });
  return lines.join(' ');
}
