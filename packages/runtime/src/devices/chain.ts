/**
 * The devices that eager execution asks for kernels, in order: the chosen one, then js. What none of them has runs on the reference evaluator;
 * that is counted, and `describeDevices` tells.
 */
import { checkDeviceName, configuredDevice, type DeviceName } from '../config.ts';
import type { Device, Kernel, KernelRequest } from './device.ts';
import { jsDevice } from './js/device.ts';
import { wasmDevice } from './wasm/device.ts';

let found: Map<DeviceName, Device> | undefined;

/** The devices of this host by name. Found at first use: probing WebAssembly starts its engine, which a program that only imports the package need not pay. */
function available(): Map<DeviceName, Device> {
  if (!found) {
    const wasm = wasmDevice();
    found = new Map([jsDevice, ...(wasm ? [wasm] : [])].map((d) => [d.name, d]));
  }
  return found;
}

/** Best first. */
const preference: readonly DeviceName[] = ['wasm', 'js'];

let chain: readonly Device[] | undefined;
/** Grows when the chain changes, so that builders drop what they cached. */
let version = 0;

export const devicesVersion = (): number => version;

/** Makes a device available; the js device is always there, the wasm device where WebAssembly with SIMD exists. */
export function registerDevice(device: Device): void {
  available().set(device.name, device);
  chain = undefined;
  version++;
}

function chainFrom(name: DeviceName): readonly Device[] {
  const first = available().get(name);
  return first === undefined || first === jsDevice ? [jsDevice] : [first, jsDevice];
}

/** The devices in the order in which they are asked. */
export function deviceChain(): readonly Device[] {
  chain ??= chainFrom(configuredDevice() ?? (preference.find((name) => available().has(name)) as DeviceName));
  return chain;
}

/** Chooses the device for eager execution; `MILLRACE_DEVICE` is the choice at the start. Throws for an unknown name. */
export function setDevice(name: string): void {
  chain = chainFrom(checkDeviceName('setDevice', name));
  version++;
}

/** A kernel from the first device that has one, and that device's name; null where only the evaluator is left. */
export function findKernel(request: KernelRequest): { readonly kernel: Kernel; readonly device: DeviceName } | null {
  for (const device of deviceChain()) {
    const kernel = device.kernel(request);
    if (kernel) return { kernel, device: device.name };
  }
  return null;
}

const fallbacks = new Map<string, number>();

/** Counts a call that the evaluator had to run. */
export function countFallback(primitive: string): void {
  fallbacks.set(primitive, (fallbacks.get(primitive) ?? 0) + 1);
}

export interface DeviceDescription {
  /** The device that is asked first. */
  readonly device: DeviceName;
  readonly chain: readonly DeviceName[];
  /** Calls that ran on the reference evaluator, by primitive with its operands' element types. */
  readonly fallbacks: Readonly<Record<string, number>>;
}

/** For `millrace doctor` and `support`. */
export const describeDevices = (): DeviceDescription => ({
  device: deviceChain()[0].name,
  chain: deviceChain().map((d) => d.name),
  fallbacks: Object.fromEntries(fallbacks),
});
