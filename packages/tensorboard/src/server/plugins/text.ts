/** Text. Source: tensorboard/plugins/text/http_api.md. */
import type { TensorPoint } from '../../provider/data-provider.ts';
import { escapeHtml, renderMarkdown } from '../markdown.ts';
import { found, RequestError, required, type TensorBoardPlugin } from '../plugin.ts';

const plugin = 'text';
const decoder = new TextDecoder();

const cut = (what: string): string => `<p><em>${escapeHtml(what)}</em></p>`;

/** A text as HTML: one string as a paragraph, rows and tables as a table; of higher ranks the first table, with a notice. */
export function textHtml({ shape, values }: Pick<TensorPoint, 'shape' | 'values'>, asMarkdown: boolean): string {
  const strings = (values as readonly Uint8Array[]).map((b) => decoder.decode(b));
  const cell = (text: string): string => (asMarkdown ? renderMarkdown(text) : `<pre>${escapeHtml(text)}</pre>`);
  if (shape.length === 0) return cell(strings[0] ?? '');
  const [rows, columns] = shape.length === 1 ? [shape[0], 1] : shape.slice(-2);
  const row = (r: number): string => Array.from({ length: columns }, (_, c) => `<td>${cell(strings[r * columns + c] ?? '')}</td>`).join('');
  const table = `<table><tbody>${Array.from({ length: rows }, (_, r) => `<tr>${row(r)}</tr>`).join('')}</tbody></table>`;
  return shape.length <= 2 ? table : `${cut(`A tensor of shape [${shape.join(', ')}]: only its first table of [${rows}, ${columns}] is shown.`)}${table}`;
}

export const text: TensorBoardPlugin = {
  name: plugin,
  tabName: 'Text',
  isActive: async (provider) => (await provider.activePlugins()).has(plugin),
  routes: {
    tags: {
      answer: async ({ provider }) => ({ json: Object.fromEntries([...(await provider.listTensors(plugin))].map(([run, tags]) => [run, [...tags.keys()]])) }),
    },
    text: {
      answer: async ({ provider, query }) => {
        const [run, tag] = [required(query, 'run'), required(query, 'tag')];
        const asMarkdown = query.get('markdown') ?? 'true';
        if (!['true', 'false'].includes(asMarkdown)) throw new RequestError(400, "the parameter 'markdown' must be true or false");
        const points = found(await provider.readTensors(plugin, run, tag), `text of tag '${tag}' in run '${run}'`);
        return { json: points.map((p) => ({ wall_time: p.wallTime, step: p.step, text: textHtml(p, asMarkdown === 'true') })) };
      },
    },
  },
};
