/** Hyperparameters. Source: tensorboard/plugins/hparams/http_api.md. */
import { download } from '../hparams/download.ts';
import { type GroupsRequest, sessionGroups } from '../hparams/session-groups.ts';
import { type Experiment, experiment, type MetricName, readData, runOf } from '../hparams/sessions.ts';
import { rowsToJson } from '../json.ts';
import { renderMarkdown } from '../markdown.ts';
import { found, RequestError, type RouteRequest, required, type TensorBoardPlugin } from '../plugin.ts';
import { scalarRows } from './scalars.ts';

/** The request as an object: the body of a POST, or the parameter `request`. */
function requestOf({ query, body }: RouteRequest): Readonly<Record<string, unknown>> {
  const text = query.get('request');
  let value: unknown = body;
  if (text !== null) {
    try {
      value = JSON.parse(text);
    } catch {
      throw new RequestError(400, "the parameter 'request' is not JSON");
    }
  }
  value ??= {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new RequestError(400, 'the request must be an object');
  return value as Readonly<Record<string, unknown>>;
}

async function groupsOf(
  request: RouteRequest,
  wanted: GroupsRequest,
): Promise<{ readonly about: Experiment; readonly answer: Awaited<ReturnType<typeof sessionGroups>> }> {
  const { colParams } = wanted;
  if (colParams !== undefined && (!Array.isArray(colParams) || colParams.some((c) => typeof c !== 'object' || c === null)))
    throw new RequestError(400, 'colParams must be a list of objects');
  const data = await readData(request.provider);
  const about = await experiment(request.provider, data);
  return { about, answer: await sessionGroups(request.provider, data.sessions, about.metricInfos, wanted) };
}

export const hparams: TensorBoardPlugin = {
  name: 'hparams',
  tabName: 'HParams',
  isActive: async (provider) => (await provider.activePlugins()).has('hparams'),
  routes: {
    experiment: {
      method: 'BOTH',
      answer: async ({ provider }) => {
        const about = await experiment(provider, await readData(provider));
        const described = <T extends { readonly description: string }>(x: T): T => ({ ...x, description: renderMarkdown(x.description) });
        return { json: { ...described(about), hparamInfos: about.hparamInfos.map(described), metricInfos: about.metricInfos.map(described) } };
      },
    },
    session_groups: {
      method: 'BOTH',
      answer: async (request) => ({ json: (await groupsOf(request, requestOf(request) as GroupsRequest)).answer }),
    },
    metric_evals: {
      method: 'BOTH',
      answer: async (request) => {
        const { sessionName, metricName } = requestOf(request) as { readonly sessionName?: unknown; readonly metricName?: Partial<MetricName> };
        if (typeof sessionName !== 'string' || typeof metricName?.tag !== 'string') throw new RequestError(400, 'sessionName and metricName are needed');
        const run = runOf(sessionName, metricName.group ?? '');
        const columns = found(await request.provider.readScalars('scalars', run, metricName.tag), `scalars of tag '${metricName.tag}' in run '${run}'`);
        return { type: 'application/json', body: rowsToJson(scalarRows(columns)) };
      },
    },
    download_data: {
      method: 'BOTH',
      answer: async (request) => {
        const { about, answer } = await groupsOf(request, requestOf(request) as GroupsRequest);
        return download(about, answer.sessionGroups, required(request.query, 'format'));
      },
    },
  },
};
