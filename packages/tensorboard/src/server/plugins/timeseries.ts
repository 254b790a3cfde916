/** Many series in one request, whatever their kind. Source: the routes of TensorBoard's metrics plugin (tensorboard/plugins/metrics/metrics_plugin.py, behavior only). */
import type { DataProvider, Listing } from '../../provider/data-provider.ts';
import { renderMarkdown } from '../markdown.ts';
import { RequestError, required, type TensorBoardPlugin } from '../plugin.ts';
import { blobAt, blobQuery } from './blobs.ts';
import { bucketsOf } from './histograms.ts';
import { firstImage, imageType } from './images.ts';

interface SeriesRequest {
  readonly plugin: string;
  readonly tag: string;
  readonly run?: string;
  readonly sample?: number;
}

/** Requests in one call at most. */
const maxRequests = 1000;

const descriptions = (listing: Listing): Record<string, string> =>
  Object.fromEntries([...listing.values()].flatMap((tags) => [...tags].map(([tag, facts]) => [tag, renderMarkdown(facts.description)])));

const byRun = (listing: Listing): object => ({
  tagDescriptions: descriptions(listing),
  runTagInfo: Object.fromEntries([...listing].map(([run, tags]) => [run, [...tags.keys()]])),
});

function sampledInfo(listing: Listing): object {
  const info = new Map<string, [string, object][]>();
  for (const [run, tags] of listing)
    for (const [tag, { maxLength }] of tags) {
      const runs = info.get(tag) ?? [];
      runs.push([run, { maxSamplesPerStep: Math.max(0, maxLength - firstImage) }]);
      info.set(tag, runs);
    }
  return { tagDescriptions: descriptions(listing), tagRunSampledInfo: Object.fromEntries([...info].map(([tag, runs]) => [tag, Object.fromEntries(runs)])) };
}

/** How a kind of data becomes a series; null where the run has no such tag. */
const readers: Readonly<Record<string, (provider: DataProvider, request: SeriesRequest, run: string) => Promise<readonly object[] | null | undefined>>> = {
  scalars: async (provider, { tag }, run) => {
    const columns = await provider.readScalars('scalars', run, tag);
    return columns && Array.from(columns.steps, (step, i) => ({ wallTime: columns.wallTimes[i], step, value: columns.values[i] }));
  },
  histograms: async (provider, { tag }, run) => {
    const points = await provider.readTensors('histograms', run, tag);
    return points?.map((p) => ({ wallTime: p.wallTime, step: p.step, bins: bucketsOf(p).map(([min, max, count]) => ({ min, max, count })) }));
  },
  images: async (provider, { tag, sample = 0 }, run) => {
    const points = await provider.readBlobSequences('images', run, tag);
    const query = new URLSearchParams({ run, tag });
    return points?.flatMap((p, at) =>
      p.blobs.length > firstImage + sample ? [{ wallTime: p.wallTime, step: p.step, imageId: blobQuery(query, at, sample) }] : [],
    );
  },
};

function problemOf({ plugin, tag, run, sample }: SeriesRequest): string | null {
  if (typeof plugin !== 'string' || !Object.hasOwn(readers, plugin)) return 'Invalid plugin';
  if (typeof tag !== 'string') return 'Missing tag';
  if (run !== undefined && typeof run !== 'string') return 'Invalid run';
  if (run === undefined && plugin !== 'scalars') return 'Missing run';
  if (plugin === 'images' ? !Number.isSafeInteger(sample) || sample! < 0 : sample !== undefined) return 'Invalid sample';
  return null;
}

async function seriesOf(provider: DataProvider, request: SeriesRequest): Promise<object> {
  const problem = problemOf(request);
  if (problem !== null) return { ...request, error: problem };
  const runs = request.run === undefined ? (await provider.listRuns()).map((r) => r.name) : [request.run];
  const series: [string, readonly object[]][] = [];
  for (const run of runs) {
    const points = await readers[request.plugin](provider, request, run);
    if (points) series.push([run, points]);
  }
  return { ...request, runToSeries: Object.fromEntries(series) };
}

function requestsOf(form: FormData | null): readonly SeriesRequest[] {
  const text = form?.get('requests');
  if (typeof text !== 'string') throw new RequestError(400, "the field 'requests' is missing");
  let requests: unknown;
  try {
    requests = JSON.parse(text);
  } catch {
    throw new RequestError(400, "the field 'requests' is not JSON");
  }
  if (!Array.isArray(requests) || requests.some((r) => typeof r !== 'object' || r === null))
    throw new RequestError(400, "the field 'requests' must be a list of objects");
  if (requests.length > maxRequests) throw new RequestError(400, `more than ${maxRequests} requests`);
  return requests as SeriesRequest[];
}

export const timeseries: TensorBoardPlugin = {
  name: 'timeseries',
  tabName: 'Time Series',
  isActive: async (provider) => {
    const active = await provider.activePlugins();
    return Object.keys(readers).some((plugin) => active.has(plugin));
  },
  routes: {
    tags: {
      answer: async ({ provider }) => ({
        json: {
          scalars: byRun(await provider.listScalars('scalars')),
          histograms: byRun(await provider.listTensors('histograms')),
          images: sampledInfo(await provider.listBlobSequences('images')),
        },
      }),
    },
    timeSeries: {
      method: 'POST',
      answer: async ({ provider, form }) => {
        const answers: object[] = [];
        for (const request of requestsOf(form)) answers.push(await seriesOf(provider, request));
        return { json: answers };
      },
    },
    imageData: {
      answer: async ({ provider, query }) => {
        const body = await blobAt(provider, 'images', new URLSearchParams(required(query, 'imageId')), (sample) => firstImage + sample);
        return { type: imageType(body), body };
      },
    },
  },
};
