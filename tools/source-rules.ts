/** Rules that no linter has: no `WeakRef` to tensors, no branch on an operation's name, no file above 500 lines, no default exports, no TODO without an issue. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Rule {
  readonly name: string;
  readonly why: string;
  /** A line that breaks the rule. */
  readonly line?: RegExp;
  /** A whole file that breaks it; the answer says how. */
  readonly file?: (text: string, path: string) => string | null;
  /** Paths that are exempt, with a reason in the table. */
  readonly except?: readonly string[];
}

const rules: readonly Rule[] = [
  { name: 'no-weakref', why: 'a WeakRef pins its target until the job ends (design-notes N9)', line: /\bnew WeakRef\b|\bWeakRef</ },
  {
    name: 'no-branch-on-name',
    why: 'the kind declares a property and shared code reads it (style.md 16)',
    line: /\b(?:primitive|prim|op|operation)\.(?:name|shortName)\s*[!=]==?\s*['"`]/,
    except: ['.test.ts'],
  },
  {
    name: 'no-instanceof-layer',
    why: 'shared code may not branch on a concrete layer (style.md 16)',
    line: /instanceof (?:Dropout|Dense|Conv2D|BatchNormalization|Flatten)\b/,
    except: ['.test.ts'],
  },
  { name: 'no-swallowed-error', why: 'an error is handled or passed on', line: /catch\s*(?:\([^)]*\))?\s*\{\s*\}/ },
  { name: 'no-export-let', why: 'importers see a constant: the build writes namespaces as plain objects', line: /^export (?:let|var)\b/ },
  { name: 'no-todo', why: 'what is missing is an issue or a row in docs/porting.md', line: /\b(?:TODO|FIXME|XXX)\b/, except: ['tools/source-rules.ts'] },
  {
    name: 'file-length',
    why: 'a file is one thing (style.md 20)',
    file: (text) => {
      const lines = text.split('\n').length;
      return lines > 501 && !text.startsWith('/** Generated') ? `${lines - 1} lines` : null;
    },
  },
];

const root = fileURLToPath(new URL('..', import.meta.url));

function* filesOf(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist', 'crashes', 'golden'].includes(entry.name) || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesOf(path);
    else if (/\.(ts|mjs)$/.test(entry.name)) yield path;
  }
}

function check(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const name = relative(root, path);
  const problems: string[] = [];
  for (const rule of rules) {
    if (rule.except?.some((e) => name.endsWith(e))) continue;
    const whole = rule.file?.(text, path);
    if (whole) problems.push(`${name}: ${rule.name}: ${whole} (${rule.why})`);
    if (rule.line) {
      text.split('\n').forEach((line, i) => {
        if (rule.line!.test(line)) problems.push(`${name}:${i + 1}: ${rule.name}: ${line.trim()} (${rule.why})`);
      });
    }
  }
  return problems;
}

const files = ['packages', 'conformance', 'bench', 'examples', 'tools'].flatMap((f) => [...filesOf(join(root, f))]);
const problems = files.flatMap(check);
for (const p of problems) console.error(p);
console.log(`source rules: ${files.length} files, ${problems.length} problems`);
if (problems.length > 0) process.exit(1);
