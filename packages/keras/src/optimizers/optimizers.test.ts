import * as tf from '@millrace/core';
import { describe, expect, test, vi } from 'vitest';
import * as optimizers from './index.ts';

const { schedules } = optimizers;
const close = (actual: tf.Variable | tf.Tensor, expected: readonly number[], digits: number = 4): void => {
  Array.from(actual.dataSync()).forEach((v, i) => void expect(v).toBeCloseTo(expected[i], digits));
};

// One step from [1, 2, 3, 4] with gradients [1, 6, 7, 2] and learning rate .5: shared/spec/keras.md section 8.
describe('single steps of the specification', () => {
  const table: [string, optimizers.Optimizer, number[]][] = [
    ['sgd', optimizers.sgd({ learningRate: 0.5 }), [0.5, -1, -0.5, 3]],
    ['adam', optimizers.adam({ learningRate: 0.5 }), [0.5, 1.5, 2.5, 3.5]],
    ['adamW', optimizers.adamW({ learningRate: 0.5 }), [0.498, 1.496, 2.494, 3.492]],
    ['rmsprop', optimizers.rmsprop({ learningRate: 0.5 }), [-0.5811, 0.4189, 1.4189, 2.4189]],
    ['adagrad', optimizers.adagrad({ learningRate: 0.5 }), [0.5233, 1.5007, 2.5005, 3.5061]],
    ['adadelta', optimizers.adadelta({ learningRate: 0.5 }), [0.9993, 1.9993, 2.9993, 3.9993]],
    ['adamax', optimizers.adamax({ learningRate: 0.5 }), [0.5, 1.5, 2.5, 3.5]],
    ['nadam', optimizers.nadam({ learningRate: 0.5 }), [0.4686, 1.4686, 2.4686, 3.4686]],
  ];
  test.each(table)('%s', (_, optimizer, expected) => {
    const v = new tf.Variable([1, 2, 3, 4]);
    optimizer.apply([tf.constant([1, 6, 7, 2])], [v]);
    close(v, expected);
    expect(Number(optimizer.iterations.item())).toBe(1);
  });
});

describe('several steps', () => {
  const run = (optimizer: optimizers.Optimizer, start: number, gradient: (w: number) => number, steps: number): number[] => {
    const v = new tf.Variable(start);
    return Array.from({ length: steps }, () => {
      optimizer.apply([tf.constant(gradient(v.item()))], [v]);
      return v.item();
    });
  };
  const expectSteps = (actual: number[], expected: number[], digits = 5): void => actual.forEach((a, i) => void expect(a).toBeCloseTo(expected[i], digits));
  test('momentum on x^2', () =>
    expectSteps(
      run(optimizers.sgd({ learningRate: 0.1, momentum: 0.9 }), 1, (w) => 2 * w, 3),
      [0.8, 0.46, 0.062],
    ));
  test('Nesterov momentum', () =>
    expectSteps(
      run(optimizers.sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }), 1, (w) => 2 * w, 3),
      [0.62, 0.2224, -0.108352],
    ));
  test('Adam on x^2 / 2', () =>
    expectSteps(
      run(optimizers.adam({ learningRate: 0.1 }), 10, (w) => w, 3),
      [9.9, 9.800028, 9.700101],
      4,
    ));
  test('amsgrad never takes the smaller mean of squares', () => {
    // From the formulas: v after gradients 1 and 0 is .001 and .000999, vhat stays .001; m is .1 and .09.
    const [, second] = run(
      optimizers.adam({ learningRate: 0.1, amsgrad: true }),
      0,
      (
        (n) => () =>
          n++ === 0 ? 1 : 0
      )(0),
      2,
    );
    const alpha = (0.1 * Math.sqrt(1 - 0.999 ** 2)) / (1 - 0.9 ** 2);
    expect(second).toBeCloseTo(-0.1 - (0.09 * alpha) / Math.sqrt(0.001), 4);
  });
});

describe('clipping, decay, averages', () => {
  const after = (optimizer: optimizers.Optimizer): number[] => {
    const v = new tf.Variable([0, 0]);
    optimizer.apply([tf.constant([3, 4])], [v]);
    return Array.from(v.dataSync());
  };
  test('clipnorm', () => expect(after(optimizers.sgd({ learningRate: 1, clipnorm: 1 }))[1]).toBeCloseTo(-0.8));
  test('clipvalue', () => expect(after(optimizers.sgd({ learningRate: 1, clipvalue: 2 }))).toEqual([-2, -2]));
  test('globalClipnorm', () => expect(after(optimizers.sgd({ learningRate: 1, globalClipnorm: 5 }))).toEqual([-3, -4]));
  test('only one of them', () => expect(() => optimizers.sgd({ clipnorm: 1, clipvalue: 1 })).toThrow(/only one of/));
  test('weightDecay, and variables without', () => {
    const [kernel, bias] = [new tf.Variable([10], { name: 'kernel' }), new tf.Variable([10], { name: 'bias' })];
    const optimizer = optimizers.sgd({ learningRate: 0.1, weightDecay: 0.5 });
    optimizer.excludeFromWeightDecay({ varNames: ['bias'] });
    optimizer.apply([tf.constant([0]), tf.constant([0])], [kernel, bias]);
    close(kernel, [9.5]);
    close(bias, [10]);
  });
  test('moving averages of a constant gradient', () => {
    const v = new tf.Variable([0]);
    const optimizer = optimizers.sgd({ learningRate: 1, useEma: true, emaMomentum: 0.5 });
    for (let i = 0; i < 2; i++) optimizer.apply([tf.constant([-1])], [v]);
    optimizer.finalizeVariableValues();
    close(v, [1.25]); // .5 (.5 * 0 + .5 * 1) + .5 * 2
  });
  test('constraints are applied after the update', () => {
    const v = new tf.Variable([1], { constraint: (w) => tf.maximum(w, 0.5) });
    optimizers.sgd({ learningRate: 1 }).apply([tf.constant([3])], [v]);
    close(v, [0.5]);
  });
});

describe('applying', () => {
  test('null gradients warn once and are skipped; all null raises', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const [a, b] = [new tf.Variable([1]), new tf.Variable([1])];
    const optimizer = optimizers.sgd({ learningRate: 1 });
    optimizer.applyGradients([
      [tf.constant([1]), a],
      [null, b],
    ]);
    optimizer.applyGradients([
      [tf.constant([1]), a],
      [null, b],
    ]);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
    close(b, [1]);
    expect(() => optimizer.apply([null], [a])).toThrow(/no variable has a gradient/);
  });
  test('a variable that came later is refused', () => {
    const optimizer = optimizers.adam();
    optimizer.apply([tf.constant([1])], [new tf.Variable([1])]);
    expect(() => optimizer.apply([tf.constant([1])], [new tf.Variable([1])])).toThrow(/was not known when the optimizer was built/);
  });
  test('minimize', () => {
    const v = new tf.Variable(1);
    optimizers.sgd({ learningRate: 0.1 }).minimize(() => tf.square(v), [v]);
    expect(v.item()).toBeCloseTo(0.8);
  });
  test('an optimizer of 15 lines', () => {
    class SignSGD extends optimizers.Optimizer {
      override updateStep(gradient: tf.Tensor, variable: tf.Variable, learningRate: tf.Tensor): void {
        variable.assignSub(tf.multiply(learningRate, tf.sign(gradient)));
      }
    }
    const v = new tf.Variable([1, 1]);
    new SignSGD({ learningRate: 0.25 }).apply([tf.constant([5, -5])], [v]);
    expect(Array.from(v.dataSync())).toEqual([0.75, 1.25]);
  });
  test('the learning rate can be read and set, but not under a schedule', () => {
    const optimizer = optimizers.sgd({ learningRate: 0.5 });
    optimizer.learningRate = 0.25;
    expect(optimizer.learningRate).toBe(0.25);
    expect(() => {
      optimizers.sgd({ learningRate: schedules.exponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 0.5 }) }).learningRate = 1;
    }).toThrow(/a schedule decides/);
    expect(() => optimizers.sgd({ learningRate: -1 })).toThrow(/learningRate must be a number of at least 0/);
    expect(() => optimizers.get('adan')).toThrow(/did you mean 'adam'/);
  });
  test('a schedule moves with the iterations', () => {
    const optimizer = optimizers.sgd({ learningRate: schedules.exponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 0.5 }) });
    const v = new tf.Variable(0);
    for (let i = 0; i < 3; i++) optimizer.apply([tf.constant(-1)], [v]);
    expect(v.item()).toBeCloseTo(1.75);
  });
});

describe('schedules', () => {
  const table: [string, (step: number) => tf.Tensor, number, number][] = [
    ['exponential', schedules.exponentialDecay({ initialLearningRate: 0.1, decaySteps: 1000, decayRate: 0.96 }), 1500, 0.0940604],
    ['staircase', schedules.exponentialDecay({ initialLearningRate: 0.1, decaySteps: 1000, decayRate: 0.96, staircase: true }), 1500, 0.096],
    ['cosine at half', schedules.cosineDecay({ initialLearningRate: 0.1, decaySteps: 100 }), 50, 0.05],
    ['cosine in its warmup', schedules.cosineDecay({ initialLearningRate: 0, decaySteps: 100, warmupTarget: 1, warmupSteps: 10 }), 5, 0.5],
    ['cosine after its warmup', schedules.cosineDecay({ initialLearningRate: 0, decaySteps: 100, warmupTarget: 1, warmupSteps: 10, alpha: 0.2 }), 110, 0.2],
    ['piecewise at a boundary', schedules.piecewiseConstantDecay({ boundaries: [10, 20], values: [3, 2, 1] }), 10, 3],
    ['piecewise between', schedules.piecewiseConstantDecay({ boundaries: [10, 20], values: [3, 2, 1] }), 11, 2],
    ['piecewise at the end', schedules.piecewiseConstantDecay({ boundaries: [10, 20], values: [3, 2, 1] }), 99, 1],
    ['polynomial', schedules.polynomialDecay({ initialLearningRate: 1, decaySteps: 10, endLearningRate: 0, power: 2 }), 5, 0.25],
    ['polynomial after its end', schedules.polynomialDecay({ initialLearningRate: 1, decaySteps: 10, endLearningRate: 0.1 }), 50, 0.1],
    ['polynomial in a cycle', schedules.polynomialDecay({ initialLearningRate: 1, decaySteps: 10, endLearningRate: 0, cycle: true }), 15, 0.25],
    ['inverse time', schedules.inverseTimeDecay({ initialLearningRate: 1, decaySteps: 2, decayRate: 0.5 }), 4, 0.5],
  ];
  test.each(table)('%s', (_, schedule, step, expected) => {
    expect(schedule(step).item()).toBeCloseTo(expected, 5);
  });
  test('boundaries and values must fit', () => {
    expect(() => schedules.piecewiseConstantDecay({ boundaries: [1], values: [1] })).toThrow(/one value more than boundaries/);
  });
});

test('configurations round trip with Keras names', () => {
  const optimizer = optimizers.adam({ learningRate: 0.5, beta1: 0.8 });
  expect(optimizer.getConfig()).toMatchObject({
    name: 'adam',
    learning_rate: 0.5,
    beta_1: 0.8,
    beta_2: 0.999,
    epsilon: 1e-7,
    amsgrad: false,
    use_ema: false,
    clipnorm: null,
  });
  expect(optimizers.Adam.fromConfig(optimizer.getConfig()).getConfig()).toEqual(optimizer.getConfig());
});
