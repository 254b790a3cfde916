import { describe, expect, it } from 'vitest';
import { materialFolder } from '../material.ts';
import { type CaseResult, countResults, showSummary } from '../report.ts';
import { allExecutors } from '../stablehlo/executors.ts';
import { mlirFiles } from '../stablehlo/parts.ts';
import { suite } from './stablehlo.ts';

const folder = materialFolder('stablehlo');
const executors = await allExecutors();

describe('stablehlo conformance', () => {
  it('has its material', (context) => {
    // On the build machine the material must be there; elsewhere its absence is said.
    if (!folder && process.env.CI !== 'true') context.skip('shared/conformance/stablehlo is not on this machine');
    expect(folder).toBeDefined();
  });

  it.skipIf(!folder).each(executors.map((e) => e.name))('passes on %s', { timeout: 300_000 }, async (device) => {
    const results: CaseResult[] = [];
    for await (const result of suite(folder!, { device })) results.push(result);
    const { passed, failed, skipped } = countResults(results);
    expect(passed + failed + skipped).toBeGreaterThanOrEqual(mlirFiles(folder!).length);
    expect(showSummary(results.filter((r) => r.outcome === 'failed'))).toBe('0 passed, 0 failed, 0 skipped');
    expect(skipped).toBeLessThanOrEqual(0.05 * results.length);
  });
});
