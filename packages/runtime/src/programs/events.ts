/** Events of programs: a second list of the same steps, made when somebody first listens, so that unheard calls pay one comparison. */
import { bodiesOf, bytesMoved, type ProgramPlan, type Step } from '@millrace/compiler';
import { type TensorType, unknownLocation } from '@millrace/ir';
import { emitEvent, hasListeners, type OperationEvent, type StepFacts } from '../events/events.ts';
import type { ThreadTeam } from '../threads/team.ts';
import type { Observe, Run } from './binding.ts';
import { hostKernel } from './host-step.ts';

interface Typed {
  readonly type: TensorType;
}

/** What `call` gives, with an event of it where somebody listens. */
export function observedCall<R extends Typed>(name: string, device: OperationEvent['device'], given: readonly Typed[], call: () => readonly R[]): readonly R[] {
  if (!hasListeners()) return call();
  const start = performance.now();
  const outputs = call();
  const [operands, results] = [given, outputs].map((list) => list.map((x) => x.type));
  emitEvent({ kind: 'call', name, device, operands, results, start, end: performance.now(), thread: 0, step: null });
  return outputs;
}

type Described = Pick<OperationEvent, 'name' | 'device' | 'operands' | 'results' | 'step'>;

const none: readonly TensorType[] = [];

function describe(program: string, index: number, step: Step): Described {
  const calls = step.kind === 'kernels' ? step.calls : [];
  const origin = step.kind === 'copy' ? { name: 'copy', location: unknownLocation, operands: none, results: none } : step.origin;
  const { name, location, operands, results } = origin;
  const kernels = [...new Set(calls.map((c) => c.kernel.key))];
  const facts: StepFacts = { program, index, kernels, location, flops: step.kind === 'kernels' ? step.flops : 0, bytes: bytesMoved(step) };
  return { name, device: deviceOf(step), operands, results, step: facts };
}

/** What runs a step; `host` for loops, branches and copies, which are no operations of a device. */
function deviceOf(step: Step): OperationEvent['device'] {
  if (step.kind === 'kernels') return 'wasm';
  if (step.kind !== 'host') return 'host';
  return hostKernel(step.operation) ? 'js' : 'evaluator';
}

function numbered(steps: readonly Step[], numbers: Map<Step, number> = new Map()): ReadonlyMap<Step, number> {
  for (const step of steps) {
    numbers.set(step, numbers.size);
    for (const body of bodiesOf(step)) numbered(body, numbers);
  }
  return numbers;
}

/** Wraps steps of a plan: each run of one is an event, with the shares of the workers of `team`. */
export function observer(program: string, plan: ProgramPlan, team: ThreadTeam | null): Observe {
  const numbers = numbered(plan.steps);
  return (step: Step, run: Run): Run => {
    const described = describe(program, numbers.get(step) as number, step);
    const { name, device, operands, results, step: facts } = described;
    const share = (thread: number, start: number, end: number): void => emitEvent({ kind: 'share', ...described, start, end, thread });
    const isShared = team !== null && step.kind === 'kernels' && step.calls.some((c) => c.parts.length > 1);
    const timed = (): void => {
      const start = performance.now();
      run();
      emitEvent({ kind: 'step', name, device, operands, results, start, end: performance.now(), thread: 0, step: facts });
    };
    if (!isShared) return timed;
    return () => {
      team.listen(share);
      try {
        timed();
      } finally {
        team.listen(null);
      }
    };
  };
}
