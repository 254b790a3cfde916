/**
 * Where each variable of a model stands in `model.weights.h5`. Source: the layout of Keras 3's `saving_lib`:
 * a group for each object with its variables in `vars/0`, `vars/1`, …; the layers of a model in `layers/<class in snake_case>`,
 * numbered from the second of a class; other objects under the name of the property that holds them.
 */
import type { Variable } from '@millrace/core';
import { snakeCase } from '../naming/names.ts';
import { classNameOf } from '../options/configurable.ts';

/** An object with variables. */
interface Savable {
  readonly name?: string;
  readonly variables: readonly Variable[];
}

/** An object's variables, and the paths under which they may stand: the first is written, the others are read, too. */
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly name: string;
  readonly variables: readonly Variable[];
}

interface LayerLike {
  readonly isKerasLayer: true;
  readonly name: string;
  readonly built: boolean;
  readonly ownWeights: readonly Variable[];
  readonly sublayers: readonly LayerLike[];
  /** Present for models. */
  readonly layers?: readonly LayerLike[];
  readonly definition: object;
}

interface SeedLike {
  readonly isSeedGenerator: true;
  readonly state: Variable;
}

const isLayer = (value: unknown): value is LayerLike => typeof value === 'function' && (value as Partial<LayerLike>).isKerasLayer === true;
const isSeed = (value: unknown): value is SeedLike => typeof value === 'object' && value !== null && (value as Partial<SeedLike>).isSeedGenerator === true;

/** Names of the members of a list: their classes, numbered from the second of a class. */
function memberNames(members: readonly LayerLike[]): string[] {
  const counts = new Map<string, number>();
  return members.map((member) => {
    const base = snakeCase(classNameOf(member.definition));
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  });
}

const join = (path: string, part: string): string => (path === '' ? part : `${path}/${part}`);

class Walker {
  readonly groups: WeightGroup[] = [];
  readonly #paths = new Map<unknown, string[]>();

  layer(layer: LayerLike, path: string): void {
    const known = this.#paths.get(layer);
    if (known) {
      known.push(path);
      return;
    }
    const paths = [path];
    this.#paths.set(layer, paths);
    this.groups.push({ paths, name: layer.name, variables: layer.ownWeights });
    if (layer.layers) this.#members(layer.layers, join(path, 'layers'));
    const properties = Object.keys(layer)
      .filter((key) => key !== 'options')
      .sort();
    for (const key of properties) this.#property((layer as unknown as Record<string, unknown>)[key], join(path, snakeCase(key)));
  }

  #members(members: readonly LayerLike[], path: string): void {
    memberNames(members).forEach((name, i) => void this.layer(members[i], join(path, name)));
  }

  #property(value: unknown, path: string): void {
    if (isLayer(value)) this.layer(value, path);
    else if (isSeed(value)) this.groups.push({ paths: [path], name: 'seed_generator', variables: [value.state] });
    else if (Array.isArray(value)) this.#container(value, path);
    else if (value instanceof Map) this.#container([...value.values()], path);
    else if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) this.#container(Object.values(value), path);
  }

  #container(values: readonly unknown[], path: string): void {
    const layers = values.filter(isLayer);
    if (layers.length > 0) this.#members(layers, path);
    // Lists in lists hold layers, too.
    for (const value of values) if (Array.isArray(value)) this.#container(value, path);
  }
}

/** The groups of a model and of its optimizer. */
export function weightGroups(model: LayerLike, optimizer: Savable | null = null): readonly WeightGroup[] {
  const walker = new Walker();
  walker.layer(model, '');
  return optimizer === null ? walker.groups : [...walker.groups, { paths: ['optimizer'], name: optimizer.name ?? 'optimizer', variables: optimizer.variables }];
}
