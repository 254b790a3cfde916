/** Variables of a model as an HDF5 file, and back. */

import type { DTypeName, Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { FormatError, type Hdf5Data, type Hdf5Dataset, type Hdf5Group, hdf5Dtype, readHdf5, writeHdf5 } from '@millrace/formats';
import { failure, showShape } from '@millrace/ir';
import type { WeightGroup } from './weight-tree.ts';

interface MutableGroup {
  readonly attributes: Record<string, string>;
  readonly groups: Record<string, MutableGroup>;
  readonly datasets: Record<string, Hdf5Dataset>;
}
const emptyGroup = (): MutableGroup => ({ attributes: {}, groups: {}, datasets: {} });

function groupAt(root: MutableGroup, path: string): MutableGroup {
  let group = root;
  for (const part of path === '' ? [] : path.split('/')) {
    group.groups[part] ??= emptyGroup();
    group = group.groups[part];
  }
  return group;
}

/** The bytes of `model.weights.h5`. */
export async function weightsToBytes(groups: readonly WeightGroup[]): Promise<Uint8Array> {
  const root = emptyGroup();
  for (const { paths, name, variables } of groups) {
    const vars = groupAt(root, paths[0] === '' ? 'vars' : `${paths[0]}/vars`);
    vars.attributes.name = name;
    variables.forEach((variable, i) => {
      const data = variable.dataSync() as unknown as Hdf5Data;
      vars.datasets[String(i)] = { shape: variable.shape as number[], dtype: hdf5Dtype(data), data };
    });
  }
  return await writeHdf5(root);
}

function find(root: Hdf5Group, path: string): Hdf5Group | undefined {
  let group: Hdf5Group | undefined = root;
  for (const part of path === '' ? [] : path.split('/')) group = group?.groups[part];
  return group?.groups.vars;
}

export interface LoadWeightsOptions {
  /** Whether objects whose number or shapes of weights differ are left as they are, with a warning. Default false. */
  readonly skipMismatch?: boolean;
  /** Most bytes that all weights together may take. */
  readonly maxBytes?: number;
}

/** HDF5 bytes as a tree. Throws DataLossError for a damaged file. */
export async function parseWeights(bytes: Uint8Array, maxBytes?: number): Promise<Hdf5Group> {
  try {
    return await readHdf5(bytes, maxBytes === undefined ? {} : { maxBytes });
  } catch (cause) {
    if (cause instanceof FormatError) throw failure('corrupted', { op: 'loadWeights', message: cause.message, cause });
    throw cause;
  }
}

/** What differs, for the message: at most this many are listed. */
const listed = 5;

/** Sets the variables from a file. All are checked before any is set. @throws ValueError listing the first differences */
export function assignWeights(root: Hdf5Group, groups: readonly WeightGroup[], { skipMismatch = false }: LoadWeightsOptions = {}): void {
  const problems: string[] = [];
  const assignments: { variable: Variable; value: Tensor }[] = [];
  for (const group of groups) {
    const found = locate(root, group);
    const problem = found === null ? (group.variables.length === 0 ? null : `${label(group)}: not in the file`) : mismatch(group, found);
    if (problem !== null) problems.push(problem);
    else group.variables.forEach((variable, i) => void assignments.push({ variable, value: tensorFor((found as Hdf5Group).datasets[String(i)], variable) }));
  }
  if (problems.length > 0 && !skipMismatch) {
    const more = problems.length > listed ? ` … and ${problems.length - listed} more` : '';
    throw failure('value', {
      op: 'loadWeights',
      message: `the file does not fit the model: ${problems.slice(0, listed).join('; ')}${more}`,
      hint: 'skipMismatch: true loads what fits',
    });
  }
  if (problems.length > 0) console.warn(`loadWeights: left as they are: ${problems.join('; ')}`);
  for (const { variable, value } of assignments) variable.assign(value);
}

const label = ({ name, paths }: WeightGroup): string => `${name} (${paths[0] === '' ? '/' : paths[0]})`;

/** The group in the file; Keras before 2.13 wrote another name for `layers`. */
function locate(root: Hdf5Group, { paths }: WeightGroup): Hdf5Group | null {
  for (const path of paths) {
    const found = find(root, path) ?? find(root, path.replaceAll('layers', '_layer_checkpoint_dependencies'));
    if (found) return found;
  }
  return null;
}

function mismatch(group: WeightGroup, found: Hdf5Group): string | null {
  const count = Object.keys(found.datasets).length;
  if (count !== group.variables.length) return `${label(group)}: the file has ${count} weights, the model ${group.variables.length}`;
  for (const [i, variable] of group.variables.entries()) {
    const dataset = found.datasets[String(i)];
    if (!dataset) return `${label(group)}: weight ${i} is not in the file`;
    if (dataset.shape.join() !== variable.shape.join())
      return `${label(group)}: weight ${i} is ${showShape(dataset.shape)} in the file, ${showShape(variable.shape)} in the model`;
  }
  return null;
}

function tensorFor({ data, shape }: Hdf5Dataset, variable: Variable): Tensor {
  const tensor = tf.fromTypedArray(data, { shape: [...shape] });
  return tensor.dtype === variable.dtype ? tensor : tf.cast(tensor, variable.dtype.name as DTypeName);
}
