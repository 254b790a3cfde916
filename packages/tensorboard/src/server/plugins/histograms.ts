/** Histograms and, from the same data, distributions. Source: tensorboard/plugins/{histogram,distribution}/http_api.md. */
import type { DataProvider, TensorPoint } from '../../provider/data-provider.ts';
import { found, required, type TensorBoardPlugin } from '../plugin.ts';
import { listingJson, tagEntry } from './tags.ts';

const plugin = 'histograms';

export type Bucket = readonly [left: number, right: number, count: number];

/** Buckets of a tensor [n, 3]. */
export function bucketsOf({ values }: TensorPoint): Bucket[] {
  const numbers = values as ArrayLike<number>;
  return Array.from({ length: Math.floor(numbers.length / 3) }, (_, i) => [numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]]);
}

/** Places of a distribution, in ten-thousandths: the normal distribution's -∞, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, ∞ standard deviations. */
export const basisPoints: readonly number[] = [0, 668, 1587, 3085, 5000, 6915, 8413, 9332, 10000];

/** The values below which the given parts of the counts lie; within a bucket counts are taken as spread evenly. Zeros where there are none. */
export function compress(buckets: readonly Bucket[]): [number, number][] {
  const total = buckets.reduce((sum, [, , count]) => sum + count, 0);
  if (total === 0) return basisPoints.map((point) => [point, 0]);
  return basisPoints.map((point) => {
    const wanted = (point / 10000) * total;
    let below = 0;
    for (const [left, right, count] of buckets) {
      if (count > 0 && below + count >= wanted) return [point, left + ((wanted - below) / count) * (right - left)];
      below += count;
    }
    return [point, buckets[buckets.length - 1][1]];
  });
}

async function pointsOf(provider: DataProvider, query: URLSearchParams): Promise<readonly TensorPoint[]> {
  const [run, tag] = [required(query, 'run'), required(query, 'tag')];
  return found(await provider.readTensors(plugin, run, tag), `histograms of tag '${tag}' in run '${run}'`);
}

const isActive = async (provider: DataProvider): Promise<boolean> => (await provider.activePlugins()).has(plugin);
const tags: TensorBoardPlugin['routes'][string] = { answer: async ({ provider }) => ({ json: listingJson(await provider.listTensors(plugin), tagEntry) }) };

export const histograms: TensorBoardPlugin = {
  name: plugin,
  tabName: 'Histograms',
  isActive,
  routes: {
    tags,
    histograms: { answer: async ({ provider, query }) => ({ json: (await pointsOf(provider, query)).map((p) => [p.wallTime, p.step, bucketsOf(p)]) }) },
  },
};

export const distributions: TensorBoardPlugin = {
  name: 'distributions',
  tabName: 'Distributions',
  isActive,
  routes: {
    tags,
    distributions: {
      answer: async ({ provider, query }) => ({ json: (await pointsOf(provider, query)).map((p) => [p.wallTime, p.step, compress(bucketsOf(p))]) }),
    },
  },
};
