/**
 * Values that change: what variables and generators hold. A state lives as an ordinary storage, in the memory of a device that runs programs,
 * or in both; each side knows whether it is current (notes N3, N9). What eager code reads is always an ordinary storage, so a tensor in a
 * user's hands never changes when a program writes the state.
 */
import { failure, type TensorType } from '@millrace/ir';
import type { Storage } from './storage.ts';

/** The copy of a state in a device's memory. */
export interface Resident {
  /** The device's data as a storage of its own. */
  read(): Storage;
  /** Gives the memory back. */
  free(): void;
}

export class State {
  readonly name: string;
  #type: TensorType;
  /** Null while only the device's copy is current. */
  #host: Storage | null;
  #resident: Resident | null = null;
  /** Whether the resident holds the current value. */
  #residentCurrent: boolean = false;
  /** Grows with each new value. */
  #version: number = 0;
  #releasedBecause: string | null = null;

  /** `storage` is the state's own or shared; it is never written in place. */
  constructor(name: string, type: TensorType, storage: Storage) {
    this.name = name;
    this.#type = type;
    this.#host = storage;
  }

  get type(): TensorType {
    return this.#type;
  }
  get version(): number {
    return this.#version;
  }
  get isDisposed(): boolean {
    return this.#releasedBecause !== null;
  }

  /** The current value as a storage that stays as it is. Throws FailedPreconditionError after `release`. */
  storage(): Storage {
    this.check('read');
    if (this.#host === null) this.#host = (this.#resident as Resident).read();
    return this.#host;
  }

  /** Replaces the value; the device's copy, if any, is stale from then on. */
  replace(type: TensorType, storage: Storage): void {
    this.check('assign');
    this.#type = type;
    this.#host = storage;
    this.#residentCurrent = false;
    this.#version++;
  }

  /** The device's copy, for the device that made it; it must be filled from `storage()` where it is not current. */
  get resident(): Resident | null {
    return this.#resident;
  }
  get residentIsCurrent(): boolean {
    return this.#residentCurrent;
  }
  /** Makes `resident` the device's copy. It holds the current value when this returns; another one is given back. */
  place(resident: Resident): void {
    if (this.#resident !== resident) {
      if (this.#host === null) this.storage();
      this.#resident?.free();
    }
    this.#resident = resident;
    this.#residentCurrent = true;
  }
  /** Says that a program has written the device's copy, which alone is current now. */
  written(): void {
    this.#host = null;
    this.#residentCurrent = true;
    this.#version++;
  }
  /** Moves the value back to ordinary memory and gives the device's copy back. */
  evict(): void {
    if (this.#resident === null) return;
    if (this.#host === null) this.storage();
    this.#resident.free();
    this.#resident = null;
    this.#residentCurrent = false;
  }

  /** Gives the memory back; later use raises. */
  release(why: string = 'disposed'): void {
    if (this.#releasedBecause !== null) return;
    this.#host?.release(why);
    this.#host = null;
    this.#resident?.free();
    this.#resident = null;
    this.#releasedBecause = why;
  }
  check(action: string): void {
    if (this.#releasedBecause === null) return;
    throw failure('disposed', { op: this.name, message: `cannot ${action} variable '${this.name}' after dispose` });
  }
}
