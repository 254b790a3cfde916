/** The table of session groups as a file. Source: tensorboard/plugins/hparams/download_data.py (behavior only). */

import { toJson } from '../json.ts';
import { RequestError, type RouteAnswer } from '../plugin.ts';
import type { SessionGroup } from './session-groups.ts';
import type { Experiment, HParamValue } from './sessions.ts';

type Row = readonly (HParamValue | null)[];

/** A cell that a spreadsheet reads back, and never runs as a formula. */
function csvCell(cell: HParamValue | null): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
const latexCell = (cell: HParamValue | null): string =>
  cell === null ? '-' : String(cell).replace(/[\\&%$#_{}~^]/g, (c) => (c === '\\' ? '\\textbackslash{}' : c === '~' || c === '^' ? `\\${c}{}` : `\\${c}`));

export function table(experiment: Experiment, groups: readonly SessionGroup[]): { readonly header: readonly string[]; readonly rows: readonly Row[] } {
  const header = [
    ...experiment.hparamInfos.map((h) => h.displayName || h.name),
    ...experiment.metricInfos.map(({ displayName, name }) => displayName || (name.group === '' ? name.tag : `${name.group}.${name.tag}`)),
  ];
  const rows = groups.map((g) => [
    ...experiment.hparamInfos.map((h) => (Object.hasOwn(g.hparams, h.name) ? g.hparams[h.name] : null)),
    ...experiment.metricInfos.map(({ name }) => g.metricValues.find((v) => v.name.group === name.group && v.name.tag === name.tag)?.value ?? null),
  ]);
  return { header, rows };
}

/** @throws RequestError for another format */
export function download(experiment: Experiment, groups: readonly SessionGroup[], format: string): RouteAnswer {
  const { header, rows } = table(experiment, groups);
  if (format === 'csv') return { type: 'text/csv; charset=utf-8', body: [header, ...rows].map((r) => `${r.map(csvCell).join(',')}\r\n`).join('') };
  if (format === 'json') return { type: 'application/json', body: toJson({ header, rows }) };
  if (format === 'latex') {
    const lines = [header, ...rows].map((r) => `${r.map(latexCell).join(' & ')} \\\\`);
    return {
      type: 'application/x-latex; charset=utf-8',
      body: `\\begin{tabular}{${'l'.repeat(header.length)}}\n${lines[0]}\n\\hline\n${lines.slice(1).join('\n')}\n\\end{tabular}\n`,
    };
  }
  throw new RequestError(400, `format must be csv, json or latex; got '${format}'`);
}
