/** Finds every table of cases in packages/ir/src/ops. */
import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CaseTable } from './cases.ts';

const root = fileURLToPath(new URL('../../../ir/src/ops/', import.meta.url));

export interface LoadedTable {
  /** Path below packages/ir/src/ops: `elementwise/clamp.cases.ts`. */
  readonly file: string;
  readonly table: CaseTable;
}

/** All tables, by file name. A file may export several. */
export async function loadTables(): Promise<LoadedTable[]> {
  const files = (readdirSync(root, { recursive: true }) as string[]).filter((f) => f.endsWith('.cases.ts')).sort();
  const loaded: LoadedTable[] = [];
  for (const file of files) {
    const module = (await import(pathToFileURL(root + file).href)) as Record<string, unknown>;
    for (const value of Object.values(module)) if (isTable(value)) loaded.push({ file, table: value });
  }
  return loaded;
}

const isTable = (v: unknown): v is CaseTable => typeof v === 'object' && v !== null && 'primitive' in v;
