/** What the environment says to the runtime; nothing else in the package reads it. */
import { failure, unknownChoice } from '@millrace/ir';

export const deviceNames: readonly ['js', 'wasm'] = ['js', 'wasm'];
export type DeviceName = (typeof deviceNames)[number];

/** A variable of the environment; undefined where it is empty or there is none. */
export const environment = (name: string): string | undefined => (typeof process === 'object' && process.env ? process.env[name] : undefined) || undefined;

/** `MILLRACE_DEVICE`: the device for eager execution; undefined for the best available. Throws for a name that is none. */
export function configuredDevice(): DeviceName | undefined {
  const name = environment('MILLRACE_DEVICE');
  return name === undefined ? undefined : checkDeviceName('MILLRACE_DEVICE', name);
}

/** The device with this name. Throws for a name that is none, with the valid ones. */
export function checkDeviceName(op: string, name: string): DeviceName {
  if (!(deviceNames as readonly string[]).includes(name)) throw failure('value', { op, message: `device is ${unknownChoice(name, deviceNames)}` });
  return name as DeviceName;
}
