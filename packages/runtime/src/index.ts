/** Devices, storage and eager execution. */
// devices
export { type DeviceName, deviceNames } from './config.ts';
export { type DeviceDescription, describeDevices, devicesVersion, registerDevice, setDevice } from './devices/chain.ts';
export type { Device, Kernel, KernelRequest } from './devices/device.ts';
export { type DeviceOperation, executeOn, type Layout } from './devices/execute.ts';
export { jsDevice } from './devices/js/device.ts';
export { describeWasm, type WasmDescription } from './devices/wasm/describe.ts';
export { type WasmDeviceOptions, wasmDevice } from './devices/wasm/device.ts';
// eager execution
export { EagerBuilder, type ValueTracker } from './eager/eager-builder.ts';
export { executorOf } from './eager/plan.ts';
// events
export { type EventKind, type EventListener, type OperationEvent, onEvent, type StepFacts } from './events/events.ts';
// memory
export { describeMemory, emptyFreeList, type MemoryCounters, memoryCounters } from './memory/pool.ts';
export { type Resident, State } from './memory/state.ts';
export { contiguous, Storage } from './memory/storage.ts';
// programs
export { type CacheCounters, cachePath, executableCacheCounters } from './programs/cache/executable-cache.ts';
export { compileProgram, optimizeForDevice } from './programs/compile.ts';
export type { CostReport, Executable, MemoryReport, ProgramSpec, ProgramValueData } from './programs/executable.ts';
export { deserializeExecutable, serializeExecutable } from './programs/serialize.ts';
