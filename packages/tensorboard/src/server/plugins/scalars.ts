/** Scalars. Source: tensorboard/plugins/scalar/http_api.md. */
import type { DataProvider } from '../../provider/data-provider.ts';
import type { ScalarColumns } from '../../reader/scalar-series.ts';
import { rowsToJson } from '../json.ts';
import { found, RequestError, required, type TensorBoardPlugin } from '../plugin.ts';
import { listingJson, tagEntry } from './tags.ts';

const plugin = 'scalars';

export type ScalarRow = readonly [wallTime: number, step: number, value: number];

export const scalarRows = ({ steps, wallTimes, values }: ScalarColumns): ScalarRow[] => Array.from(steps, (step, i) => [wallTimes[i], step, values[i]]);

const csvOf = (rows: readonly ScalarRow[]): string => `Wall time,Step,Value\r\n${rows.map((r) => `${r.join(',')}\r\n`).join('')}`;

async function rowsOf(provider: DataProvider, run: string, tag: string): Promise<ScalarRow[]> {
  return scalarRows(found(await provider.readScalars(plugin, run, tag), `scalars of tag '${tag}' in run '${run}'`));
}

export const scalars: TensorBoardPlugin = {
  name: plugin,
  tabName: 'Scalars',
  isActive: async (provider) => (await provider.activePlugins()).has(plugin),
  routes: {
    tags: { answer: async ({ provider }) => ({ json: listingJson(await provider.listScalars(plugin), tagEntry) }) },
    scalars: {
      answer: async ({ provider, query }) => {
        const rows = await rowsOf(provider, required(query, 'run'), required(query, 'tag'));
        const format = query.get('format') ?? 'json';
        if (format === 'csv') return { type: 'text/csv; charset=utf-8', body: csvOf(rows) };
        if (format !== 'json') throw new RequestError(400, `format must be json or csv; got '${format}'`);
        return { type: 'application/json', body: rowsToJson(rows) };
      },
    },
    scalars_multirun: {
      method: 'POST',
      answer: async ({ provider, form }) => {
        const tags = form?.getAll('tag') ?? [];
        if (tags.length !== 1 || typeof tags[0] !== 'string') throw new RequestError(400, "one field 'tag' is needed");
        const series = new Map<string, string>();
        for (const run of form?.getAll('runs') ?? []) {
          const columns = await provider.readScalars(plugin, String(run), tags[0]);
          if (columns !== null) series.set(String(run), rowsToJson(scalarRows(columns)));
        }
        return { type: 'application/json', body: `{${[...series].map(([run, rows]) => `${JSON.stringify(run)}:${rows}`).join(',')}}` };
      },
    },
  },
};
