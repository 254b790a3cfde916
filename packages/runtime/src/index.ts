/** Devices, storage and eager execution. */
export { EagerBuilder } from './eager/eager-builder.ts';
export { contiguous, Storage } from './memory/storage.ts';
