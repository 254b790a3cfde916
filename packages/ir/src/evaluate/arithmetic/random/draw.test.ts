import { expect, test } from 'vitest';
import { allocate, f32, f64 } from '../../../types/element.ts';
import { drawNormal, drawTruncatedNormal, drawUniform } from './draw.ts';
import { scrambleSeed } from './stream.ts';

test('a draw is the beginning of a longer one, whatever the chunks', () => {
  for (const draw of [drawUniform, drawNormal, drawTruncatedNormal]) {
    for (const element of [f32, f64]) {
      const state = scrambleSeed(3n, 4n);
      const [long, short] = [allocate(element, 10001) as Float32Array, allocate(element, 4099) as Float32Array];
      draw(element, long, state);
      draw(element, short, state);
      expect([...short], `${draw.name} ${element.name}`).toEqual([...long.subarray(0, 4099)]);
    }
  }
});
