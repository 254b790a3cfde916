/** The server: data routes, dashboards' routes, the web app. Source: tensorboard/http_api.md. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DataProvider } from '../provider/data-provider.ts';
import { appFiles } from './app-files.ts';
import { coreRoutes, type ServerFacts } from './core-routes.ts';
import { toJson } from './json.ts';
import { RequestError, type Route, type RouteAnswer, type TensorBoardPlugin } from './plugin.ts';
import { isAllowed, securityHeaders } from './security.ts';

export interface ServerOptions extends ServerFacts {
  readonly provider: DataProvider;
  readonly plugins: readonly TensorBoardPlugin[];
  /** The address that it will listen on. */
  readonly host: string;
  /** Before every path, '' or '/x'. */
  readonly pathPrefix: string;
}

const notBuilt = 'The web app is not built. Run `npm run build`, then start again. The data routes work: see /data/runs.\n';

async function reply(answer: RouteAnswer, to: FastifyReply): Promise<void> {
  if ('json' in answer) await to.type('application/json').send(toJson(answer.json));
  else await to.type(answer.type).send(answer.body);
}

/** Bodies of forms; anything else is refused by the framework. */
function readForms(app: FastifyInstance): void {
  const types = ['multipart/form-data', 'application/x-www-form-urlencoded'];
  app.addContentTypeParser(types, { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    try {
      return await new Response(new Uint8Array(body), { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData();
    } catch {
      throw new RequestError(400, 'the form cannot be read');
    }
  });
}

function addRoute(app: FastifyInstance, path: string, { method = 'GET', answer }: Route, provider: DataProvider): void {
  app.route({
    method: method === 'BOTH' ? ['GET', 'POST'] : method,
    url: path,
    handler: async (request, to) => {
      const { searchParams } = new URL(request.url, 'http://x');
      const isForm = request.body instanceof FormData;
      const form = isForm ? (request.body as FormData) : null;
      await reply(await answer({ query: searchParams, form, body: isForm ? undefined : request.body, provider }), to);
    },
  });
}

async function addApp(app: FastifyInstance, prefix: string): Promise<void> {
  const files = await appFiles();
  const send = (name: string) => async (_: FastifyRequest, to: FastifyReply) => {
    const file = files.get(name);
    if (file === undefined) await to.code(503).type('text/plain').send(notBuilt);
    else await to.type(file.type).send(file.body);
  };
  app.get(`${prefix}/`, send('index.html'));
  // Without the last slash the page's relative paths would miss the prefix.
  if (prefix !== '') app.get(prefix, async (_, to) => to.redirect(`${prefix}/`));
  for (const name of files.keys()) app.get(`${prefix}/${name}`, send(name));
}

/** A server that does not listen yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { fastify } = await import('fastify');
  const app = fastify({ logger: false, bodyLimit: 4 << 20, forceCloseConnections: true });
  const { provider, plugins, pathPrefix, host } = options;
  readForms(app);
  app.addHook('onRequest', async (request, to) => {
    to.headers(securityHeaders);
    if (!isAllowed(host, request.headers)) await to.code(403).type('text/plain').send('This server answers only to its own name and its own page.\n');
  });
  app.setErrorHandler(async (error: Error & { status?: number; statusCode?: number }, _, to) => {
    const status = error.status ?? error.statusCode ?? 500;
    if (status >= 500) console.error(error);
    await to
      .code(status)
      .type('text/plain')
      .send(`${status >= 500 ? 'The server failed; see its output.' : error.message}\n`);
  });
  app.setNotFoundHandler(async (_, to) => to.code(404).type('text/plain').send('There is nothing here.\n'));
  for (const [path, route] of Object.entries(coreRoutes(plugins, options))) addRoute(app, `${pathPrefix}/data/${path}`, route, provider);
  for (const plugin of plugins)
    for (const [path, route] of Object.entries(plugin.routes)) addRoute(app, `${pathPrefix}/data/plugin/${plugin.name}/${path}`, route, provider);
  await addApp(app, pathPrefix);
  return app;
}
