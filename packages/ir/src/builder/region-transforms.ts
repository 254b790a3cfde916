/**
 * The transforms of regions as the methods reach them. Rules call `b.jvpRegion` and the like, and the transforms call rules with the methods:
 * each transform puts itself here when its module is loaded, so that the table of methods need not import it.
 */
import { unreachable } from '../errors/index.ts';
import type { BuilderHelpers } from './methods.ts';

type RegionTransforms = Pick<BuilderHelpers, 'jvpRegion' | 'batchRegion' | 'pullbackRegion'>;

const loaded: Partial<RegionTransforms> = {};

/** Makes a transform available to rules. */
export const provideRegionTransform = (transform: Partial<RegionTransforms>): void => void Object.assign(loaded, transform);

const missing = (name: string): never => unreachable(`the module of ${name} is not loaded`);

/** What the methods hold. */
export const regionTransforms: RegionTransforms = {
  jvpRegion: (...args) => (loaded.jvpRegion ?? missing('jvpRegion'))(...args),
  batchRegion: (...args) => (loaded.batchRegion ?? missing('batchRegion'))(...args),
  pullbackRegion: (...args) => (loaded.pullbackRegion ?? missing('pullbackRegion'))(...args),
};
