/** Shows one of several steps: a slider chooses it, the newest first. Arrow keys on the slider step. */
import { html, render, type TemplateResult } from 'lit';
import { formatTime } from '../math/format.ts';

export interface StepItem {
  readonly step: number;
  readonly wall_time: number;
}
export interface StepSettings<T extends StepItem = StepItem> {
  readonly items: readonly T[];
  readonly label: string;
  /** The step that all cards show; null where a person chooses here. */
  readonly linkedStep?: number | null;
  show(item: T): TemplateResult;
}

const nearest = (items: readonly StepItem[], step: number): number =>
  items.reduce((best, item, i) => (Math.abs(item.step - step) < Math.abs(items[best].step - step) ? i : best), 0);

export class StepPlayer extends HTMLElement {
  #settings: StepSettings | null = null;
  /** Null follows the newest. */
  #chosen: number | null = null;
  set settings(settings: StepSettings) {
    this.#settings = settings;
    this.#draw();
  }
  #draw(): void {
    if (this.#settings === null) return;
    const { items, label, show, linkedStep = null } = this.#settings;
    if (items.length === 0) {
      render(html`<p class="notice">No samples.</p>`, this);
      return;
    }
    const last = items.length - 1;
    const at = linkedStep === null ? Math.min(this.#chosen ?? last, last) : nearest(items, linkedStep);
    const choose = (event: Event): void => {
      const value = Number((event.target as HTMLInputElement).value);
      this.#chosen = value === last ? null : value;
      this.#draw();
    };
    render(
      html`<div class="steps">
          <span>step <b>${items[at].step}</b></span>
          <input type="range" min="0" max=${last} step="1" .value=${String(at)} ?disabled=${last === 0 || linkedStep !== null} aria-label=${`step of ${label}`} aria-valuetext=${`step ${items[at].step}`} @input=${choose} />
          <span class="time">${formatTime(items[at].wall_time)}</span>
        </div>
        ${show(items[at])}`,
      this,
    );
  }
}
customElements.define('tb-step-player', StepPlayer);
