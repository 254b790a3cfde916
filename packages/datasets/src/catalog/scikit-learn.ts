/** Small sets that Debian's python3-sklearn carries: handwritten digits, iris flowers, wines. */
import type { DatasetDefinition, DatasetFile, DatasetInfo } from '../definition.ts';
import { arraysOf, numbersOfCsv, stratifiedSplit } from './csv-table.ts';

const upstream = 'https://raw.githubusercontent.com/scikit-learn/scikit-learn/1.2.1/sklearn/datasets/data';

interface Table {
  readonly info: DatasetInfo;
  readonly file: string;
  /** Name in the package, where the content is compressed. */
  readonly packed: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly headerLines: number;
  readonly featureShape: readonly number[];
  readonly scale?: number;
}

function define(t: Table): DatasetDefinition {
  const file: DatasetFile = {
    name: t.file,
    bytes: t.bytes,
    sha256: t.sha256,
    url: `${upstream}/${t.packed}`,
    debian: { package: 'python3-sklearn', version: '1.2.1+dfsg-1', path: `usr/lib/python3/dist-packages/sklearn/datasets/data/${t.packed}` },
  };
  return {
    info: t.info,
    files: [file],
    scaling: t.scale ? `multiplied by ${t.scale}` : 'none',
    decode: async (files) => {
      const { train, test } = stratifiedSplit(await numbersOfCsv(files.get(t.file)!, t.headerLines), 5);
      return { train: arraysOf(train, t.featureShape, t.scale), test: arraysOf(test, t.featureShape, t.scale) };
    },
  };
}

export const digits: DatasetDefinition = define({
  info: {
    name: 'digits',
    description: '1,797 handwritten digits, 8x8 gray levels; every fifth of a class is for testing',
    license: 'CC BY 4.0 (data), BSD-3 (file)',
    citation: 'Alpaydin, Kaynak 1998, UCI Optical Recognition of Handwritten Digits',
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  },
  file: 'digits.csv',
  packed: 'digits.csv.gz',
  bytes: 264712,
  sha256: '6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8',
  headerLines: 0,
  featureShape: [8, 8],
  scale: 1 / 16,
});

export const iris: DatasetDefinition = define({
  info: {
    name: 'iris',
    description: '150 iris flowers of three species, four measures in cm; every fifth of a class is for testing',
    license: 'CC BY 4.0 (data), BSD-3 (file)',
    citation: 'Fisher 1936, UCI Iris',
    featureNames: ['sepal length', 'sepal width', 'petal length', 'petal width'],
    classNames: ['setosa', 'versicolor', 'virginica'],
  },
  file: 'iris.csv',
  packed: 'iris.csv',
  bytes: 2734,
  sha256: 'f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449',
  headerLines: 1,
  featureShape: [4],
});

export const wine: DatasetDefinition = define({
  info: {
    name: 'wine',
    description: '178 Italian wines of three cultivars, 13 chemical measures; every fifth of a class is for testing',
    license: 'CC BY 4.0 (data), BSD-3 (file)',
    citation: 'Aeberhard, Forina 1991, UCI Wine',
    featureNames: [
      'alcohol',
      'malic acid',
      'ash',
      'alcalinity of ash',
      'magnesium',
      'total phenols',
      'flavanoids',
      'nonflavanoid phenols',
      'proanthocyanins',
      'color intensity',
      'hue',
      'od280/od315 of diluted wines',
      'proline',
    ],
    classNames: ['class_0', 'class_1', 'class_2'],
  },
  file: 'wine_data.csv',
  packed: 'wine_data.csv',
  bytes: 11157,
  sha256: '10e8a802908b34f86e5da8ce962f3c806694bc98450a18f61851af59f324bede',
  headerLines: 1,
  featureShape: [13],
});
