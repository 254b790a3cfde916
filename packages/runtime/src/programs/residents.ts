/** Copies of states in the memory of programs. */
import { staticShape, type TensorType } from '@millrace/ir';
import { allocateResult } from '../memory/pool.ts';
import type { Resident, State } from '../memory/state.ts';
import { contiguous, copyStrided, Storage } from '../memory/storage.ts';
import { type ProgramMemory, windowOn } from './memory.ts';

class ResidentBlock implements Resident {
  readonly memory: ProgramMemory;
  readonly address: number;
  readonly type: TensorType;
  constructor(memory: ProgramMemory, type: TensorType, address: number) {
    this.memory = memory;
    this.type = type;
    this.address = address;
  }
  get window(): ReturnType<typeof windowOn> {
    const { element, size } = this.type;
    return windowOn(this.memory, element.storage, this.address, size * element.lanes);
  }
  read(): Storage {
    const data = allocateResult(this.type.element, this.type.size);
    data.set(this.window as never);
    return new Storage(data);
  }
  fill(storage: Storage): void {
    const { data, offset, strides } = storage;
    if (strides === null) this.window.set(contiguous(storage, this.type) as never);
    else copyStrided(this.type.element, staticShape(this.type), data, offset, strides, this.window);
  }
  free(): void {
    this.memory.free(this.address);
  }
}

/** The address of a state's current value in the memory; it moves there at its first use. */
export function residentAddress(memory: ProgramMemory, state: State): number {
  state.check('read');
  const { resident, type } = state;
  if (resident instanceof ResidentBlock && resident.memory === memory && resident.type === type) {
    if (!state.residentIsCurrent) {
      resident.fill(state.storage());
      state.place(resident);
    }
    return resident.address;
  }
  const storage = state.storage();
  const block = new ResidentBlock(memory, type, memory.allocate(type.size * type.element.bytes + 16, `variable '${state.name}'`));
  block.fill(storage);
  state.place(block);
  return block.address;
}
