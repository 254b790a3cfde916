/** Routes that belong to no dashboard. Source: tensorboard/http_api.md. */
import type { Route, TensorBoardPlugin } from './plugin.ts';

export interface ServerFacts {
  readonly windowTitle: string;
  readonly version: string;
  /** Whether all that was there at the start has been read; and what could not be. */
  readonly progress: () => { readonly loaded: boolean; readonly problems: readonly string[] };
}

/** Core routes by their path under `data/`. */
export function coreRoutes(plugins: readonly TensorBoardPlugin[], { windowTitle, version, progress }: ServerFacts): Readonly<Record<string, Route>> {
  return {
    environment: { answer: async ({ provider }) => ({ json: { version, window_title: windowTitle, data_location: provider.location } }) },
    logdir: { answer: async ({ provider }) => ({ json: { logdir: provider.location } }) },
    window_properties: { answer: async () => ({ json: { window_title: windowTitle } }) },
    runs: { answer: async ({ provider }) => ({ json: (await provider.listRuns()).map((r) => r.name) }) },
    // Experiments belong to a data base; a log directory has none.
    experiments: { answer: async () => ({ json: [] }) },
    experiment_runs: { answer: async () => ({ json: [] }) },
    notifications: { answer: async () => ({ json: { notifications: [] } }) },
    plugins_listing: {
      answer: async ({ provider }) => {
        const entries = await Promise.all(plugins.map(async (p) => [p.name, await p.isActive(provider), p.tabName] as const));
        return {
          json: Object.fromEntries(
            entries.map(([name, enabled, tab]) => [
              name,
              { disable_reload: false, enabled, loading_mechanism: { type: 'NONE' }, remove_dom: false, tab_name: tab },
            ]),
          ),
        };
      },
    },
    // Our own: how far reading has come.
    progress: { answer: async () => ({ json: progress() }) },
  };
}
