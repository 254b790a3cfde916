/** Precision and recall. Source: tensorboard/plugins/pr_curve/http_api.md. */
import type { TensorPoint } from '../../provider/data-provider.ts';
import { found, RequestError, required, type TensorBoardPlugin } from '../plugin.ts';
import { listingJson, tagEntry } from './tags.ts';

const plugin = 'pr_curves';

/** Rows of the tensor [6, thresholds]. */
const rows = ['true_positives', 'false_positives', 'true_negatives', 'false_negatives', 'precision', 'recall'] as const;

/** One curve. Thresholds at the end at which nothing is predicted positive say nothing and are left out. */
export function curveOf({ wallTime, step, shape, values }: TensorPoint): object {
  const count = shape.length === 2 && shape[0] === rows.length ? shape[1] : 0;
  const numbers = values as ArrayLike<number>;
  const row = (r: number): number[] => Array.from({ length: count }, (_, i) => numbers[r * count + i]);
  const positives = row(0).map((tp, i) => Math.trunc(tp) + Math.trunc(numbers[count + i]));
  let end = count;
  while (end > 1 && positives[end - 1] === 0) end--;
  const cut = Object.fromEntries(rows.map((name, r) => [name, row(r).slice(0, end)]));
  const whole = ['true_positives', 'false_positives', 'true_negatives', 'false_negatives'];
  for (const name of whole) cut[name] = cut[name].map(Math.trunc);
  return { wall_time: wallTime, step, ...cut, thresholds: Array.from({ length: end }, (_, i) => (count < 2 ? 0 : i / (count - 1))) };
}

export const prCurves: TensorBoardPlugin = {
  name: plugin,
  tabName: 'PR Curves',
  isActive: async (provider) => (await provider.activePlugins()).has(plugin),
  routes: {
    tags: { answer: async ({ provider }) => ({ json: listingJson(await provider.listTensors(plugin), tagEntry) }) },
    pr_curves: {
      answer: async ({ provider, query }) => {
        const tag = required(query, 'tag');
        const runs = query.getAll('run');
        if (runs.length === 0) throw new RequestError(400, "the parameter 'run' is missing");
        const curves: [string, object[]][] = [];
        for (const run of runs) {
          const points = found(await provider.readTensors(plugin, run, tag), `PR curves of tag '${tag}' in run '${run}'`);
          curves.push([run, points.map(curveOf)]);
        }
        return { json: Object.fromEntries(curves) };
      },
    },
  },
};
