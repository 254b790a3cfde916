/** Layer normalization over the last axes and its gradients, row by row in f64. Source: arXiv:1607.06450. */
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';
import { lineLoader, lineStorer, numbersOf } from './lines.ts';

/** (x - mean) / sqrt(variance + epsilon) in place; answers 1 / sqrt(variance + epsilon). */
function standardize(row: Float64Array, epsilon: number): number {
  const n = row.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += row[i];
  mean /= n;
  let variance = 0;
  for (let i = 0; i < n; i++) variance += (row[i] - mean) * (row[i] - mean);
  const inverse = 1 / Math.sqrt(variance / n + epsilon);
  for (let i = 0; i < n; i++) row[i] = (row[i] - mean) * inverse;
  return inverse;
}

export function layerNormKernel({ operands, attributes }: KernelRequest): Kernel {
  const [type, gammaType] = operands;
  const n = gammaType.size;
  const epsilon = attributes.epsilon as number;
  const load = lineLoader(type.element);
  const store = lineStorer(type.element);
  return (inputs, [y]) => {
    const [x, gammaData, betaData] = operands.map((t, k) => contiguous(inputs[k], t));
    const [gamma, beta] = [numbersOf(gammaType, gammaData), numbersOf(gammaType, betaData)];
    const row = new Float64Array(n);
    for (let start = 0; start < type.size; start += n) {
      load(x, start, 1, n, row);
      standardize(row, epsilon);
      for (let i = 0; i < n; i++) row[i] = row[i] * gamma[i] + beta[i];
      store(row, n, y, start, 1);
    }
  };
}

/** Gradients by x, gamma and beta. */
export function layerNormGradientKernel({ operands, attributes }: KernelRequest): Kernel {
  const [type, gammaType] = operands;
  const n = gammaType.size;
  const epsilon = attributes.epsilon as number;
  const load = lineLoader(type.element);
  const store = lineStorer(type.element);
  return (inputs, [dx, dgamma, dbeta]) => {
    const [x, gammaData, ct] = operands.map((t, k) => contiguous(inputs[k], t));
    const gamma = numbersOf(gammaType, gammaData);
    const [scaled, dy, gammaSum, betaSum] = [new Float64Array(n), new Float64Array(n), new Float64Array(n), new Float64Array(n)];
    for (let start = 0; start < type.size; start += n) {
      load(x, start, 1, n, scaled);
      load(ct, start, 1, n, dy);
      const inverse = standardize(scaled, epsilon);
      let mean = 0;
      let slope = 0;
      for (let i = 0; i < n; i++) {
        gammaSum[i] += dy[i] * scaled[i];
        betaSum[i] += dy[i];
        dy[i] *= gamma[i];
        mean += dy[i];
        slope += dy[i] * scaled[i];
      }
      mean /= n;
      slope /= n;
      for (let i = 0; i < n; i++) dy[i] = inverse * (dy[i] - mean - scaled[i] * slope);
      store(dy, n, dx, start, 1);
    }
    store(gammaSum, n, dgamma, 0, 1);
    store(betaSum, n, dbeta, 0, 1);
  };
}
