import { test } from 'vitest';
import { randomOf } from '../src/reader/reservoir.ts';
import { checkKilledWriters } from './killed-writers.ts';

test('killed at 100 random moments, nothing that was flushed is lost', async () => {
  const random = randomOf(20261124);
  await checkKilledWriters(Array.from({ length: 100 }, () => Math.floor(random() * 300)));
});
