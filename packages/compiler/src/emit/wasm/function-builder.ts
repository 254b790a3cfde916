/** The body of one WebAssembly function: locals and structured control flow, written as it is built. */
import { unreachable } from '@millrace/ir';
import { ByteWriter } from './byte-writer.ts';
import { add, type Effect, type Expr, i32, ltU, type ValueType, valueTypeCodes } from './expr.ts';

/** A parameter or variable of a function; as an expression it reads it. */
export interface Local extends Expr {
  readonly index: number;
}

/** A function of the module: what `call` needs. */
export interface FunctionRef {
  readonly index: number;
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly result: ValueType | null;
}

const emptyBlock = 0x40;

export class FunctionBuilder {
  readonly parameters: readonly Local[];
  readonly #code: ByteWriter = new ByteWriter();
  readonly #types: ValueType[] = [];

  constructor(parameters: readonly ValueType[]) {
    this.parameters = parameters.map((type, index) => localAt(index, type));
  }

  /** A new variable; it starts at zero at each call. */
  local(type: ValueType): Local {
    this.#types.push(type);
    return localAt(this.parameters.length + this.#types.length - 1, type);
  }
  /** A new variable with this value: how a value is computed once and used often. */
  let(value: Expr): Local {
    const made = this.local(value.type);
    this.set(made, value);
    return made;
  }
  set(target: Local, value: Expr): void {
    if (target.type !== value.type) unreachable(`a ${value.type} was assigned to a ${target.type}`);
    value.write(this.#code);
    this.#code.byte(0x21);
    this.#code.u32(target.index);
  }
  /** Adds to an i32 variable. */
  increase(target: Local, by: Expr | number): void {
    this.set(target, add(target, by));
  }
  /** Runs an instruction for its effect. */
  do(effect: Effect): void {
    effect.write(this.#code);
  }

  if(condition: Expr, then: () => void, otherwise?: () => void): void {
    condition.write(this.#code);
    this.#code.byte(0x04);
    this.#code.byte(emptyBlock);
    then();
    if (otherwise) {
      this.#code.byte(0x05);
      otherwise();
    }
    this.#code.byte(0x0b);
  }
  /** Runs `body` at least once, again as long as `condition` holds after it. */
  doWhile(body: () => void, condition: () => Expr): void {
    this.#code.byte(0x03);
    this.#code.byte(emptyBlock);
    body();
    condition().write(this.#code);
    this.#code.byte(0x0d);
    this.#code.u32(0);
    this.#code.byte(0x0b);
  }
  while(condition: () => Expr, body: () => void): void {
    this.if(condition(), () => this.doWhile(body, condition));
  }
  /** Counts `counter` from `from` up to below `to` (unsigned) by `step`; a bound that is an expression must not change in the body. */
  for(counter: Local, from: Expr | number, to: Expr, step: Expr | number, body: () => void): void {
    this.set(counter, typeof from === 'number' ? i32(from) : from);
    this.while(
      () => ltU(counter, to),
      () => {
        body();
        this.increase(counter, step);
      },
    );
  }
  return(value?: Expr): void {
    value?.write(this.#code);
    this.#code.byte(0x0f);
  }
  /** The value of the function, as its last act. */
  result(value: Expr): void {
    value.write(this.#code);
  }

  /** The function as an entry of the code section: local declarations, instructions, end. */
  finish(): Uint8Array {
    const runs: [ValueType, number][] = [];
    for (const type of this.#types) {
      const last = runs.at(-1);
      if (last?.[0] === type) last[1]++;
      else runs.push([type, 1]);
    }
    const body = new ByteWriter();
    body.u32(runs.length);
    for (const [type, count] of runs) {
      body.u32(count);
      body.byte(valueTypeCodes[type]);
    }
    body.append(this.#code.view());
    body.byte(0x0b);
    return body.view();
  }
}

function localAt(index: number, type: ValueType): Local {
  return {
    index,
    type,
    write: (code) => {
      code.byte(0x20);
      code.u32(index);
    },
  };
}

/** A call for its value. */
export function call(f: FunctionRef, ...args: Expr[]): Expr {
  if (args.length !== f.parameters.length || args.some((a, i) => a.type !== f.parameters[i]))
    unreachable(`${f.name} takes (${f.parameters.join(', ')}); got (${args.map((a) => a.type).join(', ')})`);
  return {
    type: f.result as ValueType,
    write: (code) => {
      for (const a of args) a.write(code);
      code.byte(0x10);
      code.u32(f.index);
    },
  };
}

/** A call of a function without a result. */
export const callEffect = (f: FunctionRef, ...args: Expr[]): Effect => call(f, ...args) as unknown as Effect;
