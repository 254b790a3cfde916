import { describe, expect, it } from 'vitest';
import { materialFolder } from '../material.ts';
import { countResults, showSummary } from '../report.ts';
import { mlirFiles } from '../stablehlo/parts.ts';
import { suite } from './stablehlo.ts';

const folder = materialFolder('stablehlo');

describe('stablehlo conformance', () => {
  it('has its material', (context) => {
    // On the build machine the material must be there; elsewhere its absence is said.
    if (!folder && process.env.CI !== 'true') context.skip('shared/conformance/stablehlo is not on this machine');
    expect(folder).toBeDefined();
  });

  it.skipIf(!folder)('passes on the reference evaluator', { timeout: 300_000 }, () => {
    const results = [...suite(folder!, {})];
    const { passed, failed, skipped } = countResults(results);
    expect(passed + failed + skipped).toBeGreaterThanOrEqual(mlirFiles(folder!).length);
    expect(showSummary(results.filter((r) => r.outcome === 'failed'))).toBe('0 passed, 0 failed, 0 skipped');
    expect(skipped).toBeLessThanOrEqual(0.05 * results.length);
  });
});
