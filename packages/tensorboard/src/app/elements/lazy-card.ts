/** A place that asks for its data when it comes near the screen, and again when the data has a new version. */
import { html, render, type TemplateResult } from 'lit';

export interface Source<T> {
  /** Whose data it is. Data of another id is never shown, not even until its own has come. */
  readonly id: string;
  /** Which edition of it: another one is asked for, and until it comes the old one stays. */
  readonly key: string;
  load(): Promise<T>;
  show(data: T): TemplateResult;
}

export class LazyCard extends HTMLElement {
  #source: Source<unknown> | null = null;
  #data: { readonly value: unknown } | null = null;
  #loadedKey: string | null = null;
  #near = false;
  #error: string | null = null;
  readonly #observer = new IntersectionObserver(
    (entries) => {
      this.#near = entries.some((e) => e.isIntersecting);
      if (this.#near) void this.#refresh();
    },
    { rootMargin: '300px' },
  );

  set source(source: Source<unknown>) {
    if (this.#source !== null && this.#source.id !== source.id) {
      this.#data = null;
      this.#error = null;
      this.#loadedKey = null;
    }
    this.#source = source;
    if (this.#near) void this.#refresh();
    this.#draw();
  }
  connectedCallback(): void {
    this.#observer.observe(this);
  }
  disconnectedCallback(): void {
    this.#observer.disconnect();
  }
  async #refresh(): Promise<void> {
    const source = this.#source;
    if (source === null || source.key === this.#loadedKey) return;
    this.#loadedKey = source.key;
    try {
      const value = await source.load();
      // An answer to an older question is too late.
      if (this.#source?.id !== source.id || this.#loadedKey !== source.key) return;
      this.#data = { value };
      this.#error = null;
    } catch (error) {
      if (this.#source?.id !== source.id) return;
      this.#error = (error as Error).message;
    }
    this.#draw();
  }
  #draw(): void {
    if (this.#source === null) return;
    const body =
      this.#error !== null
        ? html`<p class="notice" role="alert">${this.#error}</p>`
        : this.#data === null
          ? html`<p class="notice">Loading…</p>`
          : this.#source.show(this.#data.value);
    render(body, this);
  }
}
customElements.define('tb-lazy', LazyCard);
