/** Checks docs/errors.md against the error table, in both directions. Without `--check` it appends an entry for each missing code. */
import { appendFileSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorTable } from '../packages/ir/src/errors/table.ts';

const manual = fileURLToPath(new URL('../docs/errors.md', import.meta.url));
const documented = new Set([...readFileSync(manual, 'utf8').matchAll(/^## ([a-z0-9-]+)$/gm)].map((m) => m[1]));
const codes = Object.keys(errorTable);
const missing = codes.filter((c) => !documented.has(c));
const extra = [...documented].filter((c) => !codes.includes(c));

if (process.argv.includes('--check')) {
  for (const c of missing) console.error(`docs/errors.md has no section for ${c}`);
  for (const c of extra) console.error(`docs/errors.md documents ${c}, which is no code`);
  console.log(`errors: ${codes.length} codes, ${missing.length} undocumented, ${extra.length} unknown`);
  if (missing.length + extra.length > 0) process.exit(1);
} else {
  for (const c of missing) {
    const { type, summary } = errorTable[c as keyof typeof errorTable];
    appendFileSync(manual, `\n## ${c}\n\n\`${type.name}\`. ${summary}\n`);
  }
  console.log(`${missing.length} sections added; write the wrong code, why, and the right code into each`);
}
