/** Eager execution where the page forbids code made at run time: slower, and right. */
import { expect, test, vi } from 'vitest';

test('without run-time code the evaluator runs, views are copied by plain loops, and one warning says so', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  vi.stubGlobal('Function', function refuse() {
    throw new EvalError('Refused to evaluate a string as JavaScript');
  });
  const { buildLiteral, f32, installBase, methods, plainHost, tensorType } = await import('@millrace/ir');
  const { describeDevices, EagerBuilder, setDevice } = await import('@millrace/runtime');
  setDevice('js');
  const eager = new EagerBuilder(plainHost);
  installBase(eager);
  const x = methods.constant(buildLiteral(tensorType(f32, [3, 20]), (i) => i));
  const y = methods.transpose(methods.add(x, x), { permutation: [1, 0] });
  expect([...eager.dataOf(y)].slice(0, 4)).toEqual([0, 40, 80, 2]);
  const rows = methods.softmax(methods.zeros(tensorType(f32, [2, 4])), { axis: 1 });
  expect([...eager.dataOf(rows)]).toEqual(new Array(8).fill(0.25));
  expect(describeDevices().fallbacks['stablehlo.add(f32, f32)']).toBe(1);
  expect(warn).toHaveBeenCalledTimes(1);
  vi.unstubAllGlobals();
  warn.mockRestore();
});
