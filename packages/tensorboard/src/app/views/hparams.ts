/** Hyperparameters and how well sessions with them did. */
import { html, type TemplateResult } from 'lit';
import '../elements/hparams-explorer.ts';
import type { State } from '../store.ts';

export const hparamsView = ({ theme, version }: State): TemplateResult => html`<tb-hparams .settings=${{ theme, version }}></tb-hparams>`;
