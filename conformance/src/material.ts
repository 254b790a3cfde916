/** Where the material that other projects published lies when tests run: `shared/conformance` beside the repository. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of a suite, or undefined where the material is not on this machine. */
export function materialFolder(suite: string): string | undefined {
  const folder = fileURLToPath(new URL(`../../../shared/conformance/${suite}`, import.meta.url));
  return existsSync(folder) ? folder : undefined;
}
