/** Fashion-MNIST: 60,000 + 10,000 pictures of clothes, 28x28. Source: arXiv:1708.07747. */
import { readIdx } from '@millrace/formats';
import type { DatasetArrays, DatasetDefinition, DatasetFile } from '../definition.ts';

const host = 'https://storage.googleapis.com/tensorflow/tf-keras-datasets';
const file = (name: string, bytes: number, sha256: string): DatasetFile => ({
  name,
  bytes,
  sha256,
  url: `${host}/${name}.gz`,
  debian: { package: 'dataset-fashion-mnist', version: '0.0~git20200523.55506a9-1', path: `usr/share/datasets/fashion-mnist/${name}.gz` },
});

export const fashionMnist: DatasetDefinition = {
  info: {
    name: 'fashion_mnist',
    description: 'Zalando article pictures in 10 classes, 28x28 gray levels',
    license: 'MIT',
    citation: 'Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747',
    classNames: ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
  },
  scaling: 'gray levels divided by 255',
  files: [
    file('train-images-idx3-ubyte', 47040016, 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888'),
    file('train-labels-idx1-ubyte', 60008, 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9'),
    file('t10k-images-idx3-ubyte', 7840016, '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b'),
    file('t10k-labels-idx1-ubyte', 10008, '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34'),
  ],
  decode: async (files) => ({ train: part(files, 'train'), test: part(files, 't10k') }),
};

/** Gray levels in [0, 1]. A plain loop: `Float32Array.from` with a function takes seconds for 47 million bytes. */
function grayLevels(bytes: Uint8Array): Float32Array {
  const levels = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) levels[i] = bytes[i] / 255;
  return levels;
}

function part(files: ReadonlyMap<string, Uint8Array>, prefix: string): DatasetArrays {
  const images = readIdx(files.get(`${prefix}-images-idx3-ubyte`)!);
  const labels = readIdx(files.get(`${prefix}-labels-idx1-ubyte`)!);
  return { features: grayLevels(images.data as Uint8Array), featureShape: images.shape.slice(1), labels: Int32Array.from(labels.data as Uint8Array) };
}
