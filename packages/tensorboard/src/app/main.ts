/** The page's start: state from the address and the browser, one drawing for each change, data from the server. */
import { render } from 'lit';
import './elements/card.ts';
import './elements/lazy-card.ts';
import './elements/scalar-chart.ts';
import './elements/step-player.ts';
import { keepLoading, load } from './load.ts';
import { current, hashOf, type State, subscribe, update, viewOf } from './store.ts';
import { dashboards, shell } from './views/shell.ts';

const themeKey = 'millrace-tensorboard-theme';
const pinnedKey = 'millrace-tensorboard-pinned';
const root = document.getElementById('app')!;

function preferredTheme(): 'light' | 'dark' {
  const stored = localStorage.getItem(themeKey);
  if (stored === 'light' || stored === 'dark') return stored;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** The first dashboard with data stands for one that is not named or has none. */
function settleTab(state: State): boolean {
  const { active } = dashboards(state);
  if (active.length === 0 || active.includes(state.tab)) return false;
  update({ tab: active[0] });
  return true;
}

let drawing = false;
let drawnTheme: string | null = null;
let drawnPinned: readonly string[] | null = null;

function draw(): void {
  drawing = false;
  const state = current();
  document.documentElement.dataset.theme = state.theme;
  document.title = state.title;
  if (drawnTheme !== null && drawnTheme !== state.theme) localStorage.setItem(themeKey, state.theme);
  drawnTheme = state.theme;
  if (drawnPinned !== state.pinned) localStorage.setItem(pinnedKey, JSON.stringify(state.pinned));
  drawnPinned = state.pinned;
  render(shell(state), root);
  const hash = hashOf(state);
  if (location.hash !== hash && state.tab !== '') history.replaceState(null, '', hash);
}

subscribe((state) => {
  if (settleTab(state) || drawing) return;
  drawing = true;
  // Several changes of one moment are one drawing.
  requestAnimationFrame(draw);
});
addEventListener('hashchange', () => update(viewOf(location.hash)));

/** What was pinned the last time, unless the address names other cards. */
function pinnedAtStart(named: readonly string[]): readonly string[] {
  if (named.length > 0) return named;
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(pinnedKey) ?? '[]');
    return Array.isArray(stored) ? stored.filter((t): t is string => typeof t === 'string') : [];
  } catch {
    return [];
  }
}

const view = viewOf(location.hash);
update({ ...view, pinned: pinnedAtStart(view.pinned), theme: preferredTheme() });
keepLoading();
void load();
