/** A card: shows its tooltip beside the pointer or under the chart, above everything else. */
import { render, type TemplateResult } from 'lit';

export class Card extends HTMLElement {
  #tip: HTMLElement | null = null;
  connectedCallback(): void {
    this.addEventListener('tip', this.#show);
    this.addEventListener('pointermove', this.#follow);
    this.addEventListener('pointerleave', this.#hide);
    this.addEventListener('focusout', this.#hide);
  }
  disconnectedCallback(): void {
    this.#hide();
  }
  readonly #show = (event: Event): void => {
    const template = (event as CustomEvent<TemplateResult>).detail;
    if (this.#tip === null) {
      this.#tip = document.createElement('div');
      this.#tip.className = 'tooltip';
      this.#tip.setAttribute('role', 'status');
      document.body.append(this.#tip);
      const { left, bottom } = this.getBoundingClientRect();
      this.#place(left, bottom - 20);
    }
    render(template, this.#tip);
    this.#tip.hidden = this.#tip.childElementCount === 0;
  };
  readonly #follow = (event: PointerEvent): void => this.#place(event.clientX + 16, event.clientY + 16);
  readonly #hide = (): void => {
    this.#tip?.remove();
    this.#tip = null;
  };
  #place(x: number, y: number): void {
    if (this.#tip === null) return;
    const { offsetWidth, offsetHeight } = this.#tip;
    this.#tip.style.left = `${Math.max(4, Math.min(x, innerWidth - offsetWidth - 8))}px`;
    this.#tip.style.top = `${Math.max(4, y + offsetHeight > innerHeight - 8 ? y - offsetHeight - 32 : y)}px`;
  }
}
customElements.define('tb-card', Card);
