/** What summaries go to by default: writer, step, condition, scope. It belongs to the asynchronous flow that set it. */
import { openTrace } from '@millrace/core';
import { failure } from '@millrace/ir';
import type { SummaryWriter } from './summary-writer.ts';

/** What may stand for a step: a number, a bigint, or a tensor or variable of one integer. */
export type Step = number | bigint | { item(): number | bigint } | { value(): { item(): number | bigint } };
/** What decides whether summaries are recorded: a boolean, a boolean tensor, or a function of either. */
export type Condition = boolean | { item(): unknown } | (() => boolean | { item(): unknown });

export interface SummaryContext {
  readonly writer: SummaryWriter | null;
  readonly condition: Condition;
  readonly scope: string;
  /** Shared by the scopes inside, so that `setStep` reaches them. */
  readonly step: { value: Step | null };
  /** What the scopes of a traced function changed: they hold at every call of it, the rest is that of the call. */
  readonly traced?: { readonly trace: object; readonly change: ContextChange };
}

/** What a scope changes. */
export type ContextChange = Partial<Omit<SummaryContext, 'traced'>>;

const initial: SummaryContext = { writer: null, condition: true, scope: '', step: { value: null } };

/** The part of AsyncLocalStorage that is used. */
interface Storage {
  run<T>(context: SummaryContext, body: () => T): T;
  getStore(): SummaryContext | undefined;
}

/** Where there is no AsyncLocalStorage: right for synchronous bodies; an asynchronous one keeps the context until it ends. */
function stack(): Storage {
  let current: SummaryContext | undefined;
  return {
    getStore: () => current,
    run: (context, body) => {
      const outer = current;
      const restore = (): void => {
        current = outer;
      };
      current = context;
      let result: ReturnType<typeof body>;
      try {
        result = body();
      } catch (error) {
        restore();
        throw error;
      }
      if (result instanceof Promise) return result.finally(restore) as typeof result;
      restore();
      return result;
    },
  };
}

const hooks = globalThis.process?.getBuiltinModule?.('node:async_hooks');
const storage: Storage = hooks === undefined ? stack() : new hooks.AsyncLocalStorage<SummaryContext>();
/** What holds outside every scope. */
let base: SummaryContext = initial;

export const currentContext = (): SummaryContext => storage.getStore() ?? base;

/** What scopes have changed since the trace that is open began. */
export function changeInTrace(): ContextChange {
  const { traced } = currentContext();
  return traced !== undefined && traced.trace === openTrace() ? traced.change : {};
}

/** One change after another; scopes go on from each other. */
const merged = (first: ContextChange, second: ContextChange): ContextChange => ({
  ...first,
  ...second,
  ...(second.scope === undefined ? {} : { scope: (first.scope ?? '') + second.scope }),
});

/** Runs `body` with some of the context changed; `scope` is what is added to the scope. */
export function withContext<T>(change: ContextChange, body: () => T): T {
  const context = currentContext();
  const trace = openTrace();
  const traced = trace === null ? undefined : { trace, change: merged(changeInTrace(), change) };
  return storage.run({ ...context, ...merged(context, change), traced }, body);
}

/** Changes what holds outside every scope. The answer takes the change back. */
export function changeBase(change: ContextChange): () => void {
  const before = base;
  base = { ...base, ...change };
  return () => {
    base = before;
  };
}

/** What a step reads from: a variable's value at this place, or the step itself. */
export const stepSource = (step: Step): Step => (typeof step === 'object' && 'value' in step && typeof step.value === 'function' ? step.value() : step);

/** A step as an integer of 64 bits. @throws ValueError when there is none, or it is no integer */
export function resolveStep(op: string, given: Step | null | undefined): bigint {
  const step = given ?? currentContext().step.value;
  if (step === null || step === undefined)
    throw failure('value', { op, message: 'no step', hint: `${op}(…, { step }), or tf.summary.setStep(step) once in each step` });
  const source = stepSource(step);
  const value = typeof source === 'object' ? (source as { item(): number | bigint }).item() : source;
  if (typeof value === 'bigint') return BigInt.asIntN(64, value);
  if (!Number.isSafeInteger(value)) throw failure('value', { op, message: `step must be an integer; got ${value}` });
  return BigInt(value);
}

/** Whether the condition of this scope holds. */
export function conditionHolds(): boolean {
  let { condition } = currentContext();
  if (typeof condition === 'function') condition = condition();
  return Boolean(typeof condition === 'object' ? condition.item() : condition);
}
