/** Loading what the page lists: runs, dashboards, tags. */
import * as api from './api.ts';
import { current, update } from './store.ts';

const sampled = ['scalars', 'histograms', 'images', 'audio', 'pr_curves'];

/** Text has a listing of another form. */
const asTags = (listing: Record<string, string[]>): api.Tags =>
  Object.fromEntries(Object.entries(listing).map(([run, tags]) => [run, Object.fromEntries(tags.map((tag) => [tag, { displayName: tag, description: '' }]))]));

/** Asks for everything again; cards follow when they are on the screen. */
export async function load(): Promise<void> {
  if (current().loading) return;
  update({ loading: true });
  try {
    const [environment, progress, plugins, runs] = await Promise.all([api.environment(), api.progress(), api.plugins(), api.runs()]);
    const active = Object.keys(plugins).filter((name) => plugins[name].enabled);
    const tags: [string, api.Tags][] = await Promise.all(
      sampled.filter((p) => active.includes(p)).map(async (p) => [p, await api.tags(p)] as [string, api.Tags]),
    );
    const graphs = active.includes('graphs') ? await api.graphInfo() : {};
    if (active.includes('text')) tags.push(['text', asTags(await api.textTags())]);
    update({
      title: environment.window_title,
      location: environment.data_location,
      loaded: progress.loaded,
      problems: progress.problems,
      plugins,
      runs,
      tags: Object.fromEntries(tags),
      graphs,
      layout: active.includes('custom_scalars') ? await api.customLayout() : [],
      version: current().version + 1,
      error: null,
      loading: false,
    });
  } catch (error) {
    update({ error: `The server does not answer: ${(error as Error).message}`, loading: false });
  }
}

const reloadMillis = 30_000;
const startMillis = 1500;

/** Loads while the server still reads, and then as often as asked; not while the page is hidden. */
export function keepLoading(): void {
  let last = 0;
  setInterval(() => {
    const { autoReload, loaded, error } = current();
    if (document.hidden || (loaded && !autoReload && error === null)) return;
    const now = Date.now();
    if (now - last < (loaded && error === null ? reloadMillis : startMillis)) return;
    last = now;
    void load();
  }, 500);
}
