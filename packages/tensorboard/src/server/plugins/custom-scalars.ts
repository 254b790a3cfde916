/** Charts over several tags. Source: tensorboard/plugins/custom_scalar/custom_scalars_plugin.py (behavior only). */
import { FormatError } from '@millrace/formats';
import { decodeLayout, type Layout } from '@millrace/formats/protobuf';
import type { DataProvider } from '../../provider/data-provider.ts';
import { rowsToJson } from '../json.ts';
import { found, RequestError, required, type TensorBoardPlugin } from '../plugin.ts';
import { scalarRows, scalars } from './scalars.ts';

const plugin = 'custom_scalars';
const configTag = 'custom_scalars__config__';

interface Category {
  readonly title: string;
  readonly chart: object[];
  closed: boolean;
}

type LayoutChart = Layout['category'][number]['chart'][number];

const chartJson = ({ title, content }: LayoutChart): object => ({
  title,
  ...(content.case === 'multiline' ? { multiline: { tag: content.value.tag } } : {}),
  ...(content.case === 'margin' ? { margin: { series: content.value.series.map(({ value, lower, upper }) => ({ value, lower, upper })) } } : {}),
});

/** The layouts of all runs as one: categories of one title have the charts of all, each once. */
async function layout(provider: DataProvider): Promise<{ version?: number; category?: readonly Category[] }> {
  const categories = new Map<string, Category>();
  let version = 0;
  for (const run of (await provider.listTensors(plugin)).keys()) {
    const bytes = ((await provider.readTensors(plugin, run, configTag))?.at(-1)?.values as readonly Uint8Array[] | undefined)?.[0];
    if (bytes === undefined) continue;
    let read: Layout;
    try {
      read = decodeLayout(bytes);
    } catch (error) {
      if (error instanceof FormatError) throw new RequestError(400, `the layout of run '${run}': ${error.message}`);
      throw error;
    }
    version = Math.max(version, read.version);
    for (const { title, chart, closed } of read.category) {
      let category = categories.get(title);
      if (category === undefined) categories.set(title, (category = { title, chart: [], closed }));
      const known = new Set(category.chart.map((c) => JSON.stringify(c)));
      category.chart.push(...chart.map(chartJson).filter((c) => !known.has(JSON.stringify(c))));
    }
  }
  return categories.size === 0 ? {} : { version, category: [...categories.values()] };
}

/** Longest expression: one from a log could otherwise keep the server busy for long. */
const maxPattern = 500;

/** An expression that matches from the first character on; null for what is none. */
function expressionOf(pattern: string): RegExp | null {
  if (pattern.length > maxPattern) return null;
  try {
    return new RegExp(`^(?:${pattern})`);
  } catch {
    return null;
  }
}

export const customScalars: TensorBoardPlugin = {
  name: plugin,
  tabName: 'Custom Scalars',
  isActive: async (provider) => (await provider.activePlugins()).has(plugin),
  routes: {
    layout: { answer: async ({ provider }) => ({ json: await layout(provider) }) },
    scalars: {
      answer: async ({ provider, query }) => {
        const [run, pattern] = [required(query, 'run'), required(query, 'tag')];
        const expression = expressionOf(pattern);
        const tags = found((await provider.listScalars('scalars')).get(run), `run '${run}' with scalars`);
        const parts: string[] = [];
        for (const tag of expression === null ? [] : tags.keys()) {
          if (!expression!.test(tag)) continue;
          const columns = await provider.readScalars('scalars', run, tag);
          if (columns !== null) parts.push(`${JSON.stringify(tag)}:${rowsToJson(scalarRows(columns))}`);
        }
        return { type: 'application/json', body: `{"regex_valid":${expression !== null},"tag_to_events":{${parts.join(',')}}}` };
      },
    },
    // The same as for one tag of the scalars.
    download_data: { answer: (request) => scalars.routes.scalars.answer(request) },
  },
};
