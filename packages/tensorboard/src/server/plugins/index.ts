/** The dashboards that this server brings, in the order of their tabs. */
import type { TensorBoardPlugin } from '../plugin.ts';
import { audio } from './audio.ts';
import { customScalars } from './custom-scalars.ts';
import { graphs } from './graphs.ts';
import { distributions, histograms } from './histograms.ts';
import { hparams } from './hparams.ts';
import { images } from './images.ts';
import { prCurves } from './pr-curves.ts';
import { scalars } from './scalars.ts';
import { text } from './text.ts';
import { timeseries } from './timeseries.ts';

export const bundledPlugins: readonly TensorBoardPlugin[] = [
  timeseries,
  scalars,
  images,
  audio,
  graphs,
  distributions,
  histograms,
  text,
  prCurves,
  customScalars,
  hparams,
];
