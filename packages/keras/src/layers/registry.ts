/** Layers by class name, for saved models. */
import type { ConfigurableClass } from '../options/configurable.ts';
import { type ClassTable, classTable } from '../saving/object-form.ts';
import * as all from './all.ts';
import { Layer } from './base/layer.ts';

const isLayerClass = (value: unknown): value is ConfigurableClass =>
  typeof value === 'function' && (value as { prototype?: unknown }).prototype instanceof Layer;

/** Every exported class that is a layer. */
export const layerClasses: ClassTable = classTable((Object.values(all) as unknown[]).filter(isLayerClass));
