/** Devices, storage and eager execution. */
export type { Device, Kernel, KernelRequest } from './devices/device.ts';
export { EagerBuilder } from './eager/eager-builder.ts';
export { contiguous, Storage } from './memory/storage.ts';
